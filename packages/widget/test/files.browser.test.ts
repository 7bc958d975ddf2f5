import { ChatError, type UploadOptions } from '@chat/client';
import type { Attachment, RoomFile } from '@chat/protocol';
import { expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { fakeChat, luis, message, type FakeChat } from './fixtures/fake-client.ts';
import { mount, type Mounted } from './fixtures/mount.ts';

/** A room that takes files: what is called `rota` is refused. */
const taking = (most: number): FakeChat => {
  const fake = fakeChat([message(luis, 'hola')]);
  Object.assign(fake.client, {
    limits: { ...fake.client.limits, maxFileBytes: 1_000_000, maxFilesPerMessage: most },
  });
  Object.assign(fake.room.files, {
    upload: async (file: File): Promise<RoomFile> => {
      if (file.name.startsWith('rota')) throw new ChatError('storage_full', 'no room');
      return { fileId: `f-${file.name}`, name: file.name, size: file.size } as RoomFile;
    },
    delete: async () => {},
  });
  return fake;
};
const text = (name: string): File => new File(['hola'], name, { type: 'text/plain' });
const tiles = ({ composer }: Mounted) =>
  [...composer.renderRoot.querySelectorAll<HTMLElement>('.tile')].map(
    (each) => each.querySelector('b')?.textContent,
  );

test('an alert names the files that exceed the limit of a message', async () => {
  const fake = taking(2);
  const mounted = await mount(fake);
  mounted.composer.compose('files', ['uno', 'dos', 'tres', 'cuatro'].map(text));
  await expect.poll(() => tiles(mounted)).toEqual(['uno', 'dos']);
  const told = () => mounted.composer.renderRoot.querySelector('.left-out[role=alert]')?.textContent?.trim();
  expect(told()).toBe('Hasta 2 archivos por mensaje. Sin añadir: tres y cuatro');
  mounted.composer.renderRoot.querySelector<HTMLElement>('.tile .icon-button')?.click();
  await expect.poll(told).toBeUndefined();
});

test('a file whose upload failed stays in the composer after sending, and can be retried', async () => {
  sessionStorage.clear(); // no draft of another test's
  const fake = taking(10);
  const mounted = await mount(fake);
  mounted.composer.compose('files', [text('bien'), text('rota')]);
  await expect.poll(() => mounted.composer.renderRoot.querySelectorAll('.tile.broken').length).toBe(1);
  mounted.field().focus();
  await userEvent.keyboard('con fotos{Enter}');
  await expect.poll(() => fake.sent).toHaveLength(1);
  expect(fake.sent[0]).toMatchObject({ text: 'con fotos', attachments: [{ fileId: 'f-bien' }] });
  await expect.poll(() => tiles(mounted)).toEqual(['rota']);
  Object.assign(fake.room.files, {
    upload: async (file: File) => ({ fileId: 'f-2', name: file.name, size: file.size }) as RoomFile,
  });
  mounted.composer.renderRoot.querySelector<HTMLElement>('.tile .link')?.click();
  await expect.poll(() => mounted.composer.renderRoot.querySelector('.tile.broken')).toBeNull();
  await userEvent.keyboard('{Enter}');
  await expect.poll(() => fake.sent.at(-1)).toMatchObject({ text: '', attachments: [{ fileId: 'f-2' }] });
  await expect.poll(() => tiles(mounted)).toEqual([]);
});

test('the file input accepts any type and source, so that a phone offers its camera', async () => {
  const { composer } = await mount(taking(10));
  const input = composer.renderRoot.querySelector<HTMLInputElement>('input[type=file]')!;
  expect([input.multiple, input.accept, input.hasAttribute('capture')]).toEqual([true, '', false]);
});

test('files can be pasted, or dropped anywhere on the room; pasted text stays text', async () => {
  const mounted = await mount(taking(10));
  const given = (...names: string[]): DataTransfer => {
    const data = new DataTransfer();
    for (const name of names) data.items.add(text(name));
    return data;
  };
  const field = mounted.field();
  field.focus();
  const paste = (clipboardData: DataTransfer): boolean =>
    field.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
  expect(paste(given('captura.txt'))).toBe(false);
  await expect.poll(() => tiles(mounted)).toEqual(['captura.txt']);
  const words = new DataTransfer();
  words.setData('text/plain', 'unas palabras');
  expect(paste(words)).toBe(true);

  const dataTransfer = given('uno.txt', 'dos.txt');
  const drag = (type: string): boolean =>
    mounted
      .rows()[0]!
      .dispatchEvent(new DragEvent(type, { dataTransfer, bubbles: true, composed: true, cancelable: true }));
  drag('dragenter');
  expect(drag('dragover')).toBe(false);
  expect(mounted.element.hasAttribute('data-dropping')).toBe(true);
  expect(drag('drop')).toBe(false);
  expect(mounted.element.hasAttribute('data-dropping')).toBe(false);
  await expect.poll(() => tiles(mounted)).toEqual(['captura.txt', 'uno.txt', 'dos.txt']);
});

test('an upload shows its progress, blocks sending, and can be cancelled', async () => {
  const fake = taking(10);
  let told: ((share: number) => void) | undefined;
  let signal: AbortSignal | undefined;
  Object.assign(fake.room.files, {
    upload: (_: File, options: UploadOptions) =>
      new Promise((_resolve, reject) => {
        ({ onProgress: told, signal } = options);
        signal?.addEventListener('abort', () => reject(new ChatError('disconnected', 'broken off')));
      }),
  });
  const mounted = await mount(fake);
  const root = mounted.composer.renderRoot;
  const progress = () => root.querySelector<HTMLProgressElement>('.tile progress')?.value;
  const isSendOff = () => root.querySelector<HTMLButtonElement>('.send')?.disabled;
  mounted.composer.compose('files', [text('larga.txt')]);
  await expect.poll(progress).toBe(0);
  told?.(0.5);
  await expect.poll(progress).toBe(0.5);
  await userEvent.fill(mounted.field(), 'con ella');
  expect(isSendOff()).toBe(true);
  root.querySelector<HTMLElement>('.tile [aria-label="Quitar larga.txt"]')?.click();
  await expect.poll(() => tiles(mounted)).toEqual([]);
  expect(signal?.aborted).toBe(true);
  expect(isSendOff()).toBe(false);
});

/** A second of silence. */
const sound = (): string => {
  const rate = 8_000;
  const bytes = new DataView(new ArrayBuffer(44 + rate));
  const put = (at: number, word: string) =>
    Array.from(word, (letter, index) => bytes.setUint8(at + index, letter.charCodeAt(0)));
  put(0, 'RIFF');
  bytes.setUint32(4, 36 + rate, true);
  put(8, 'WAVEfmt ');
  bytes.setUint32(16, 16, true);
  bytes.setUint16(20, 1, true);
  bytes.setUint16(22, 1, true);
  bytes.setUint32(24, rate, true);
  bytes.setUint32(28, rate, true);
  bytes.setUint16(32, 1, true);
  bytes.setUint16(34, 8, true);
  put(36, 'data');
  bytes.setUint32(40, rate, true);
  for (let at = 44; at < 44 + rate; at++) bytes.setUint8(at, 128);
  return URL.createObjectURL(new Blob([bytes], { type: 'audio/wav' }));
};

test('a file whose address has expired is requested again, once', async () => {
  const picture: Attachment = { fileId: 'p', name: 'p.png', type: 'image/png', size: 1, width: 8, height: 8 };
  const song: Attachment = { fileId: 's', name: 's.wav', type: 'audio/wav', size: 1 };
  const gone: Attachment = { ...picture, fileId: 'gone', name: 'gone.png' };
  const fake = fakeChat([message(luis, '', { attachments: [song, picture, gone] })]);
  const canvas = document.createElement('canvas');
  const fresh: Record<string, string> = { s: sound(), p: canvas.toDataURL() };
  const asked: string[] = [];
  Object.assign(fake.room.files, {
    url: async (fileId: string) => {
      asked.push(fileId);
      const isFirst = asked.filter((each) => each === fileId).length === 1;
      return (isFirst ? undefined : fresh[fileId]) ?? `/lapsed/${fileId}/${asked.length}`;
    },
  });
  const { messages } = await mount(fake);
  const audio = () => messages.renderRoot.querySelector('audio');
  const image = () => messages.renderRoot.querySelector<HTMLImageElement>('.picture img');
  await expect.poll(() => audio()?.src).toBe(fresh['s']);
  await expect.poll(() => audio()?.readyState).toBeGreaterThan(0);
  await expect.poll(() => image()?.src).toBe(fresh['p']);
  await expect.poll(() => image()?.naturalWidth).toBeGreaterThan(0);
  await expect.poll(() => asked.toSorted()).toEqual(['gone', 'gone', 'p', 'p', 's', 's']);
});

test.each([
  { name: 'a phone', width: 360, height: 640 },
  { name: 'a phone on its side', width: 640, height: 360 },
])('a picture and the close button fit $name, for any file name and size', async (size) => {
  await page.viewport(size.width, size.height);
  const canvas = Object.assign(document.createElement('canvas'), { width: 1280, height: 960 });
  const blob = await new Promise<Blob | null>((done) => canvas.toBlob(done));
  const url = URL.createObjectURL(blob!);
  const file: Attachment = {
    fileId: 'f',
    name: 'la-captura-de-la-solicitud-que-me-pidieron-con-un-nombre-largo.png',
    type: 'image/png',
    size: 9,
    width: 1280,
    height: 960,
  };
  const fake = fakeChat([message(luis, 'mire', { attachments: [file, { ...file, fileId: 'g' }] })]);
  Object.assign(fake.room.files, { url: async () => url });
  const { messages } = await mount(fake, { width: size.width, height: size.height });
  const picture = () => messages.renderRoot.querySelector<HTMLElement>('.files .picture');
  await expect.poll(picture).not.toBeNull();
  picture()!.click();
  const find = (selector: string) =>
    messages.renderRoot.querySelector('chat-lightbox')?.shadowRoot?.querySelector(selector) ?? null;
  await expect.poll(() => (find('img') as HTMLImageElement | null)?.naturalWidth).toBe(1280);
  const inside = (element: Element): boolean => {
    const { left, top, right, bottom } = element.getBoundingClientRect();
    return left >= 0 && top >= 0 && right <= innerWidth && bottom <= innerHeight;
  };
  const shown = [...find('dialog')!.querySelectorAll('img, .icon-button, b')];
  expect(shown).toHaveLength(7);
  expect(shown.filter((element) => !inside(element))).toEqual([]);
  await userEvent.keyboard('{Escape}');
  await expect.poll(() => find('img')).toBeNull();
});

test('a file that is too large is refused before its upload with name, size and limit, without a retry', async () => {
  const fake = taking(10);
  const uploaded: string[] = [];
  const { upload } = fake.room.files;
  Object.assign(fake.room.files, {
    upload: (file: File, options: UploadOptions) => {
      uploaded.push(file.name);
      return upload(file, options);
    },
  });
  const mounted = await mount(fake);
  const large = (name: string, size: number) => new File([new Uint8Array(size)], name);
  const note = () => mounted.composer.renderRoot.querySelector<HTMLElement>('.too-large');
  mounted.composer.compose('files', [
    text('bien'),
    large('enorme.bin', 30_000_000),
    large('casi.bin', 1_000_001),
  ]);
  await expect.poll(() => note()?.querySelector('[role=alert]')?.children.length).toBe(2);
  expect([...note()!.querySelector('[role=alert]')!.children].map((each) => each.textContent)).toEqual([
    'enorme.bin ocupa 30 MB. El límite es 1 MB.',
    'casi.bin ocupa 1,000001 MB. El límite es 1 MB.',
  ]);
  expect(tiles(mounted)).toEqual(['bien']);
  expect(uploaded).toEqual(['bien']);
  expect(mounted.composer.renderRoot.querySelector('.tray .link')).toBeNull();
  note()!.querySelector('button')!.click();
  await expect.poll(note).toBeNull();
});

test('a file that the server rejects as too large says so, and offers no retry', async () => {
  const fake = taking(10);
  Object.assign(fake.room.files, {
    upload: () => Promise.reject(new ChatError('too_large', 'too many pixels')),
  });
  const mounted = await mount(fake);
  mounted.composer.compose('files', [text('foto')]);
  const tile = () => mounted.composer.renderRoot.querySelector<HTMLElement>('.tile.broken');
  await expect
    .poll(() => tile()?.querySelector('[role=alert]')?.textContent)
    .toBe('El archivo es demasiado grande.');
  expect(tile()!.querySelector('.link')).toBeNull();
});

test.each(['light', 'dark'] as const)(
  'a document shows as a page, or with its poster, %s',
  async (scheme) => {
    const pdf = {
      fileId: 'f',
      name: 'Justificante_solicitud_2026.pdf',
      type: 'application/pdf',
      size: 182_000,
    };
    const poster = {
      ...pdf,
      fileId: 'g',
      name: 'cartel.pdf',
      thumbnail: true as const,
      width: 80,
      height: 104,
    };
    const zip = { fileId: 'z', name: 'fotos.zip', type: 'application/zip', size: 9 };
    const fake = fakeChat(
      [pdf, poster, zip].map((file) => message(luis, '', { attachments: [file as Attachment] })),
    );
    const canvas = Object.assign(document.createElement('canvas'), { width: 80, height: 104 });
    fake.room.files.url = async (fileId, variant) => `${canvas.toDataURL()}#${fileId}-${variant}`;
    const { rows } = await mount(fake, { width: 390, scheme });
    const cards = () => rows().map((row) => row.querySelector('.file'));
    await expect.poll(() => cards()[1]?.querySelector('img')?.src).toContain('#g-thumbnail');
    expect(cards()[1]?.querySelector('.badge')).toBeNull();
    const badge = cards()[0]?.querySelector<HTMLElement>('.badge.pdf');
    expect(badge?.offsetHeight).toBeGreaterThan(badge?.offsetWidth ?? 0);
    const tag = rows()[0]!.querySelector('.tag')!;
    expect(getComputedStyle(badge!).color).not.toBe(getComputedStyle(tag).color);
    expect(cards()[2]?.querySelector<HTMLElement>('.badge.archive')?.offsetWidth).toBe(40);
    expect(cards()[0]?.ariaLabel).toBe('Descargar Justificante_solicitud_2026.pdf 182 kB');
    await page.screenshot({ path: `../../../node_modules/.shots/documents-${scheme}.png` });
  },
);
