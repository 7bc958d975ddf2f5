import type { UploadOptions } from '@chat/client';
import type { Attachment, RoomFile, User } from '@chat/protocol';
import { expect, onTestFinished, test } from 'vitest';
import { openPanel } from '../src/core/open-panel.ts';
import { fakeChat, luis, message, type FakeChat } from './fixtures/fake-client.ts';
import { mount } from './fixtures/mount.ts';

/** A film of a second, 640 × 360. */
const film = async (): Promise<Blob> => {
  const canvas = Object.assign(document.createElement('canvas'), { width: 640, height: 360 });
  const brush = canvas.getContext('2d');
  const timer = setInterval(() => {
    if (brush) brush.fillStyle = '#36c';
    brush?.fillRect(0, 0, 640, 360);
  }, 40);
  onTestFinished(() => clearInterval(timer));
  const stream = canvas.captureStream(25);
  const recorder = new MediaRecorder(stream, { mimeType: 'video/webm;codecs=vp8' });
  const pieces: Blob[] = [];
  recorder.ondataavailable = ({ data }) => pieces.push(data);
  const stopped = new Promise((resolve) => (recorder.onstop = resolve));
  recorder.start(100);
  await expect.poll(() => pieces.length).toBeGreaterThan(5);
  recorder.stop();
  await stopped;
  for (const track of stream.getTracks()) track.stop();
  return new Blob(pieces, { type: 'video/webm' });
};

const picture = (): string => {
  const canvas = Object.assign(document.createElement('canvas'), { width: 48, height: 27 });
  canvas.getContext('2d')?.fillRect(0, 0, 48, 27);
  return canvas.toDataURL();
};

const showing = async (attachment: Attachment, peer: User | null, lang: 'en' | 'es' = 'en') => {
  const fake: FakeChat = fakeChat([
    message(luis, '', { attachments: [attachment], createdAt: Date.UTC(2026, 10, 23, 12) }),
  ]);
  const asked: string[] = [];
  const urls = { original: URL.createObjectURL(await film()), thumbnail: picture() };
  Object.assign(fake.room.files, {
    url: async (_id: string, variant: 'original' | 'thumbnail' = 'original') => {
      asked.push(variant);
      return urls[variant];
    },
  });
  fake.state.set({ ...fake.state.get(), peer });
  const { messages } = await mount(fake, { lang });
  const shadow = () => messages.renderRoot.querySelector('chat-video')?.renderRoot;
  const find = (selector: string) => shadow()?.querySelector<HTMLElement>(selector);
  const caption = () =>
    messages.renderRoot.querySelector('figcaption .about')?.textContent?.replaceAll(/\s+/g, ' ').trim();
  return { asked, urls, shadow, find, caption, messages };
};

const recording: Attachment = {
  fileId: 'r',
  name: 'Grabación 1.webm',
  type: 'video/webm',
  size: 900_000,
  width: 480,
  height: 270,
  thumbnail: true,
  durationMs: 12 * 60_000,
  callKind: 'video',
};

test('a recorded call shows a poster, its name and its length, and plays when it is pressed', async () => {
  const { asked, urls, shadow, find, caption } = await showing(recording, luis);
  await expect.poll(() => shadow()?.querySelector<HTMLImageElement>('.poster img')?.naturalWidth).toBe(48);
  expect(find('.poster')?.ariaLabel).toBe('Play Video call with Luis Ortega, 12:00');
  expect(find('.length')?.textContent).toBe('12:00');
  expect(caption()).toBe('Video call with Luis OrtegaNov 23 · 12 min');
  expect(asked).toEqual(['thumbnail']);
  find('.poster')?.click();
  await expect.poll(() => shadow()?.querySelector<HTMLVideoElement>('video')?.src).toBe(urls.original);
  await expect.poll(() => shadow()?.querySelector<HTMLVideoElement>('video')?.readyState).toBeGreaterThan(0);
});

test('a recorded call has its name in the list of files and in the viewer, too', async () => {
  const fake = fakeChat([message(luis, '', { attachments: [recording] })]);
  const file: RoomFile = {
    ...recording,
    roomId: 'cita-42',
    kind: 'video',
    messageId: 'm',
    uploadedBy: 'u-ana',
    uploadedAt: Date.now(),
  };
  Object.assign(fake.room.files, {
    url: async () => picture(),
    list: async () => ({ files: [file], hasMore: false }),
  });
  fake.state.set({
    ...fake.state.get(),
    peer: luis,
    can: { ...fake.state.get().can!, 'message:delete': true, 'message:moderate': true },
  });
  const { element, find, rows } = await mount(fake, { lang: 'en' });
  expect(rows().at(-1)?.ariaLabel).toContain('Video call with Luis Ortega');
  openPanel(element, 'files');
  const list = () => find('chat-files')?.shadowRoot;
  const labels = () => [...(list()?.querySelectorAll('.row button') ?? [])].map((each) => each.ariaLabel);
  await expect.poll(labels).toContain('Delete Video call with Luis Ortega');
  list()!.querySelector<HTMLElement>('.open')!.click();
  const dialog = () => list()?.querySelector('chat-lightbox')?.shadowRoot?.querySelector('dialog');
  await expect.poll(() => dialog()?.ariaLabel).toBe('Video call with Luis Ortega');
  const shown = [...labels(), rows().at(-1)?.ariaLabel, dialog()!.textContent, dialog()!.innerHTML];
  expect(shown.filter((each) => each?.includes('Grabación 1'))).toEqual([]);
});

test('a recording has its name in the language of the reader, and other films their own', async () => {
  const spanish = await showing({ ...recording, callKind: 'audio', type: 'audio/webm' }, null, 'es');
  await expect.poll(spanish.caption).toBe('Grabación de la llamada23 nov · 12 min');
  const { callKind: _, thumbnail: __, durationMs: ___, ...plain } = recording;
  const other = await showing({ ...plain, name: 'fiesta.webm' }, luis);
  // Without a poster its first frame shows.
  await expect
    .poll(() => other.shadow()?.querySelector<HTMLVideoElement>('.poster video')?.videoWidth)
    .toBe(640);
  expect(other.find('.poster')?.ariaLabel).toContain('Play fiesta.webm');
  expect(other.caption()).toBeUndefined();
});

test('a film is uploaded with a poster', async () => {
  const fake = fakeChat();
  Object.assign(fake.client, {
    limits: { ...fake.client.limits, maxFileBytes: 1_000_000, maxFilesPerMessage: 4 },
  });
  const uploads: UploadOptions[] = [];
  Object.assign(fake.room.files, {
    upload: async (file: File, options: UploadOptions): Promise<RoomFile> => {
      uploads.push(options);
      return { fileId: file.name, name: file.name, size: file.size } as RoomFile;
    },
    delete: async () => {},
  });
  const { composer } = await mount(fake);
  composer.compose('files', [new File([await film()], 'fiesta.webm', { type: 'video/webm' })]);
  await expect.poll(() => uploads).toHaveLength(1);
  const bitmap = await createImageBitmap(uploads[0]?.poster as Blob);
  expect([bitmap.width, bitmap.height]).toEqual([480, 270]);
});
