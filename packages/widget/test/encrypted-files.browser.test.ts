// Files of an encrypted room, as its page shows them.
import { ChatError } from '@chat/client';
import type { EncryptedAttachment, MessageItem } from '@chat/client';
import { expect, test } from 'vitest';
import { language } from '../src/i18n/language.ts';
import { gistIn } from '../src/room-list/room-preview.ts';
import { fakeChat, ines, message, room, type FakeChat } from './fixtures/fake-client.ts';
import { mount, type Mounted } from './fixtures/mount.ts';

const keys = { key: 'k', hash: 'h' };
const file = (name: string, type: string, more: object = {}): EncryptedAttachment => ({
  fileId: `f-${name}`,
  name,
  type,
  size: 17,
  keys,
  ...more,
});
const encrypted = { epoch: 1, device: 'd', ciphertext: 'c', commitment: 'k' };
const withFiles = (...attachments: MessageItem['attachments']): MessageItem => ({
  ...message(ines, ''),
  encrypted,
  attachments,
});

const altered = (): Promise<never> =>
  Promise.reject(new ChatError('forbidden', 'other bytes', { reason: 'file_altered' }));

/** A room whose files are opened in this way. */
const opening = (items: MessageItem[], url: (fileId: string) => Promise<string>): FakeChat => {
  const fake = fakeChat(items);
  Object.assign(fake.room.files, { url });
  return fake;
};
const list = ({ element }: Mounted) => element.shadowRoot?.querySelector('chat-messages')?.shadowRoot;

test('files of a message are shown once it is decrypted', async () => {
  const opaque = { fileId: 'f', name: 'file', type: 'application/octet-stream', size: 1_040 };
  const fake = opening([withFiles(opaque), withFiles(file('a.txt', 'text/plain'))], async () => 'blob:x');
  const mounted = await mount(fake);
  await expect.poll(() => list(mounted)?.querySelectorAll('.file').length).toBe(1);
  expect(list(mounted)?.querySelector('.file')?.textContent).toMatch(/a\.txt/);
  expect(list(mounted)?.textContent).not.toMatch(/octet|1,?040/);
});

test('a picture, a document and a voice note that are not what was sent say so, and are not opened', async () => {
  let asked = 0;
  const fake = opening(
    [
      withFiles(file('foto.png', 'image/png', { width: 4, height: 3 })),
      withFiles(file('a.txt', 'text/plain')),
      withFiles(file('nota.webm', 'audio/webm', { durationMs: 1_000, waveform: [1, 2] })),
    ],
    () => {
      asked += 1;
      return altered();
    },
  );
  const problems: Event[] = [];
  const mounted = await mount(fake);
  mounted.element.addEventListener('chat-error', (event) => problems.push(event));
  const shown = () =>
    [...(list(mounted)?.querySelectorAll('.file.altered') ?? [])].map((each) => each.textContent);
  await expect.poll(shown).toHaveLength(1);
  expect(shown()[0]).toMatch(/foto\.png.*Este archivo se alteró, así que no se abre\./s);
  list(mounted)?.querySelector<HTMLElement>('button.file')?.click();
  await expect.poll(shown).toHaveLength(2);
  const note = () => list(mounted)?.querySelector('chat-voice-note');
  await expect.poll(() => note()?.shadowRoot?.querySelector('.play')).toBeTruthy();
  note()?.shadowRoot?.querySelector<HTMLElement>('.play')?.click();
  await expect.poll(shown).toHaveLength(3);
  expect(note()).toBeNull();
  expect(list(mounted)?.querySelector('img[src]')).toBeNull();
  expect(problems).toEqual([]);
  expect(asked).toBe(3);
});

test('a document that is loaded to be saved says so until it is there', async () => {
  let arrive: (url: string) => void = () => {};
  const url = () => new Promise<string>((resolve) => (arrive = resolve));
  const mounted = await mount(opening([withFiles(file('a.txt', 'text/plain'))], url));
  const card = () => list(mounted)?.querySelector<HTMLElement>('button.file');
  await expect.poll(card).toBeTruthy();
  card()?.click();
  await expect.poll(() => card()?.querySelector('progress')?.ariaLabel).toBe('Descargando…');
  arrive(URL.createObjectURL(new Blob(['hola'])));
  await expect.poll(() => card()?.querySelector('progress')).toBeNull();
  expect(card()?.textContent).toMatch(/17 bytes/);
});

test('a list of rooms names the files of an encrypted message once it is decrypted', () => {
  const spanish = language('es');
  const gist = (lastMessage: MessageItem) =>
    gistIn({ room: room(), lastMessage } as never, 'ana', spanish)?.text;
  const opaque = { fileId: 'f', name: 'file', type: 'application/octet-stream', size: 1_040 };
  expect(gist(withFiles(opaque))).toBe('Mensaje cifrado');
  expect(gist(withFiles(file('a.txt', 'text/plain')))).toBe('a.txt');
});
