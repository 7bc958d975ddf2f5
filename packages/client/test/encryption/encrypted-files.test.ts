// Files of an encrypted room, over the real server: who reads them, and what the server has of them.
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import type { ChatRoom } from '@chat/client';
import { memoryStorage, type FileStore, type Logger } from '@chat/server';
import { sqliteStorage } from '@chat/server/sqlite';
import { expect, test } from 'vitest';
import { eventually } from '../with-server.ts';
import { deviceStorage, encryptedRoom, isReady, recordSends, shows, watchSockets } from './encrypted-room.ts';

const canary = 'canario-amarillo';
const altered = { code: 'forbidden', reason: 'file_altered' };
const refused = { code: 'conflict', reason: 'encrypted_room' };

/** A store of files that a test reads and changes. */
const filesInMemory = () => {
  const bytes = new Map<string, Buffer>();
  const store: FileStore = {
    put: async (key, body) => void bytes.set(key, await buffer(body)),
    get: async (key, { start = 0, end = Infinity } = { start: 0, end: Infinity }) => {
      const found = bytes.get(key);
      return found ? Readable.from([found.subarray(start, end + 1)]) : null;
    },
    delete: async (key) => void bytes.delete(key),
  };
  return { bytes, store };
};

const note = (content = 'hola', name = `${canary}.txt`) => new File([content], name, { type: 'text/plain' });

const sendFile = async (room: ChatRoom, file: File, text = '') => {
  const uploaded = await room.files.upload(file);
  await room.messages.send({ text, attachments: [uploaded] });
  return uploaded.fileId;
};

/** Waits until the newest message has a file that this device can open. */
const newestFile = async (room: ChatRoom, name: string) => {
  await eventually(() => expect(room.messages.get().items.at(-1)?.attachments[0]?.name).toBe(name));
  const [file] = room.messages.get().items.at(-1)?.attachments ?? [];
  if (!file) throw new Error('no file');
  return file;
};

const contentIn = async (room: ChatRoom, fileId: string): Promise<string> =>
  (await room.files.open(fileId)).text();

test('members read a file under its name, on all devices; the server has opaque bytes', async () => {
  const { bytes, store } = filesInMemory();
  const { open, clientOf, rig, roomId } = await encryptedRoom(['ann', 'bob'], { files: store });
  const [ann, bob] = [await open('ann'), await open('bob')];
  expect(ann.state.get().can?.['file:upload']).toBe(true);
  const progress: number[] = [];
  const voice = new File([`sonido ${canary}`], 'x', { type: 'audio/webm;codecs=opus' });
  const options = { name: 'nota.webm', durationMs: 1_500.4, waveform: [0, 50, 100] };
  const uploaded = await ann.files.upload(voice, options);
  expect(uploaded).toMatchObject({
    name: 'nota.webm',
    type: 'audio/webm',
    size: voice.size,
    kind: 'audio',
    durationMs: 1_500,
    uploadedBy: 'ann',
    roomId,
  });
  const sending = ann.messages.send({ text: 'mira', attachments: [uploaded] });
  expect(ann.messages.get().items.at(-1)).toMatchObject({ attachments: [{ name: 'nota.webm' }] });
  const sent = await sending;
  expect(sent).toMatchObject({ text: 'mira', attachments: [{ name: 'nota.webm', waveform: [0, 50, 100] }] });
  const { fileId } = await newestFile(bob, 'nota.webm');
  expect(bob.messages.get().items.at(-1)).toMatchObject({
    text: 'mira',
    attachments: [{ type: 'audio/webm', size: voice.size, durationMs: 1_500, waveform: [0, 50, 100] }],
  });
  const blob = await bob.files.open(fileId, { onProgress: (share) => progress.push(share) });
  expect(blob.type).toBe('audio/webm');
  expect(await blob.text()).toBe(`sonido ${canary}`);
  expect(progress.at(-1)).toBe(1);
  const url = await bob.files.url(fileId);
  expect(url).toMatch(/^blob:/);
  expect(await bob.files.url(fileId, 'download')).toBe(url);
  expect(await (await fetch(url)).text()).toBe(`sonido ${canary}`);
  expect((await bob.files.list({ kind: 'audio' })).files).toMatchObject([{ fileId, name: 'nota.webm' }]);
  expect((await bob.files.list({ kind: 'image' })).files).toEqual([]);
  // Ann's phone comes later.
  const phone = await open('ann');
  await newestFile(phone, 'nota.webm');
  expect(await contentIn(phone, fileId)).toBe(`sonido ${canary}`);
  // What the server has.
  const [message] = (await rig.chat.as({ id: 'bob', name: 'bob' }).call('message:list', { roomId })).messages;
  const size = bytes.get(fileId)?.length ?? 0;
  expect(message).toMatchObject({ text: '' });
  expect(message?.attachments).toEqual([{ fileId, name: 'file', type: 'application/octet-stream', size }]);
  expect(size).toBe(1_024 + 16);
  expect([...bytes.values()].some((each) => each.includes(canary))).toBe(false);
  await clientOf(bob).close();
  await expect(fetch(url)).rejects.toThrow('fetch failed');
});

test('no name and no content is in a byte of the store, of the files, of a frame, of the wire or of the log', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'chat-canary-'));
  const { frames } = watchSockets();
  const logged: unknown[] = [];
  const log = (...given: unknown[]): void => void logged.push(given);
  const logger: Logger = { debug: log, info: log, warn: log, error: log };
  const wire: Buffer[] = [];
  const { fetch: real } = globalThis;
  globalThis.fetch = async (input, init) => {
    if (init?.body instanceof FormData) wire.push(Buffer.from(await new Response(init.body).arrayBuffer()));
    const response = await real(input, init);
    wire.push(Buffer.from(await response.clone().arrayBuffer()));
    return response;
  };
  try {
    const storage = sqliteStorage(join(folder, 'chat.db'));
    const { open, clientOf, rig } = await encryptedRoom(['ann', 'bob'], { storage, logger });
    const [ann, bob] = [await open('ann'), await open('bob')];
    const fileId = await sendFile(ann, note(`contenido ${canary}`), canary);
    await newestFile(bob, `${canary}.txt`);
    expect(await contentIn(bob, fileId)).toBe(`contenido ${canary}`);
    await bob.files.list();
    await ann.messages.edit(ann.messages.get().items.at(-1)?.id ?? '', `${canary} dos`);
    for (const room of [ann, bob]) await clientOf(room).close();
    await rig.stop();
    const stored = readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((each) => each.isFile())
      .map((each) => readFileSync(join(each.parentPath, each.name)));
    const all = Buffer.concat([
      ...stored,
      ...wire,
      Buffer.from(frames.join('\n')),
      Buffer.from(JSON.stringify(logged)),
    ]);
    for (const form of [canary, Buffer.from(canary).toString('base64url').slice(0, -2), 'text/plain'])
      expect(all.includes(form)).toBe(false);
    // The search finds what is there: the file in the store, the form and the frames.
    for (const found of [fileId, 'name="file"; filename="file"', 'message:created'])
      expect(all.includes(found)).toBe(true);
    await rig.start();
  } finally {
    globalThis.fetch = real;
    rmSync(folder, { recursive: true });
  }
});

test('a file that the server swaps or changes is refused', async () => {
  const { bytes, store } = filesInMemory();
  const { open } = await encryptedRoom(['ann', 'bob'], { files: store });
  const [ann, bob] = [await open('ann'), await open('bob')];
  const [one, other] = [await sendFile(ann, note('uno')), await sendFile(ann, note('dos', 'dos.txt'))];
  await newestFile(bob, 'dos.txt');
  const genuine = bytes.get(one) ?? Buffer.alloc(0);
  const flipped = Buffer.from(genuine);
  flipped[20] = (flipped[20] ?? 0) ^ 1;
  for (const wrong of [bytes.get(other) ?? genuine, flipped]) {
    bytes.set(one, wrong);
    await expect(bob.files.open(one)).rejects.toMatchObject(altered);
    await expect(bob.files.url(one)).rejects.toMatchObject(altered);
  }
  bytes.set(one, genuine);
  expect(await contentIn(bob, one)).toBe('uno');
  bytes.delete(one);
  await expect(bob.files.open(one)).rejects.toMatchObject({ code: 'not_found' });
});

/** A file from before the phone joined, and one from after. */
const earlyAndLate = async (history: 'all' | 'since-join') => {
  const { open } = await encryptedRoom(['ann', 'bob'], {}, { history });
  const ann = await open('ann');
  const early = await sendFile(ann, note('antes'));
  const phone = await open('ann');
  const late = await sendFile(ann, note('después', 'después.txt'));
  await newestFile(phone, 'después.txt');
  return { phone, early, late };
};

test('with the whole history, a later device reads files of before', async () => {
  const { phone, early, late } = await earlyAndLate('all');
  await eventually(() => expect(phone.messages.get().items[0]?.attachments[0]?.name).toBe(`${canary}.txt`));
  expect([await contentIn(phone, early), await contentIn(phone, late)]).toEqual(['antes', 'después']);
});

test('without the history, a later device reads files from then on, and lists no others', async () => {
  const { phone, early, late } = await earlyAndLate('since-join');
  expect(await contentIn(phone, late)).toBe('después');
  await expect(phone.files.open(early)).rejects.toMatchObject({ code: 'not_found', reason: 'file_unknown' });
  expect((await phone.files.list()).files.map(({ fileId }) => fileId)).toEqual([late]);
});

test('a new device reads the files with the recovery secret, and a removed one reads no later file', async () => {
  const { open, clientOf, rig, roomId } = await encryptedRoom(['ann', 'bob'], {}, { history: 'since-join' });
  const [laptop, bob] = [await open('ann'), await open('bob')];
  const { encryption } = clientOf(laptop);
  const early = await sendFile(bob, note('antes'));
  await newestFile(laptop, `${canary}.txt`);
  const secret = await encryption.setUpRecovery();
  const client = rig.client({ token: 'ann', storage: deviceStorage(), ownConnection: true });
  const phone = client.room(roomId);
  await phone.join();
  await eventually(() => expect(phone.encryption.get()?.status).toBe('waiting'));
  await client.encryption.recover(secret);
  await isReady(phone);
  await newestFile(phone, `${canary}.txt`);
  expect(await contentIn(phone, early)).toBe('antes');
  await encryption.load();
  await encryption.removeDevice(phone.encryption.get()?.devices.find(({ isOwn }) => isOwn)?.id ?? '');
  await eventually(() => expect(bob.encryption.get()?.devices).toHaveLength(2));
  const late = await sendFile(bob, note('después', 'tarde.txt'));
  await newestFile(laptop, 'tarde.txt');
  expect(await contentIn(laptop, late)).toBe('después');
  await eventually(() => expect(phone.messages.get().items.at(-1)?.undecryptable).toBe('no_key'));
  await expect(phone.files.open(late)).rejects.toMatchObject({ reason: 'file_unknown' });
});

test('a retry sends identical bytes, and another epoch encrypts the message again, not the file', async () => {
  const sends = recordSends();
  const { bytes, store } = filesInMemory();
  const { open, clientOf } = await encryptedRoom(['ann', 'bob'], { hooks: sends.hooks, files: store });
  const [ann, bob] = [await open('ann'), await open('bob')];
  const file = await ann.files.upload(note('hola'));
  sends.holdNext();
  const sending = ann.messages.send({ text: '', attachments: [file] });
  await eventually(() => expect(sends.ciphertexts()).toHaveLength(1));
  sends.release();
  await sending;
  const [first, second] = sends.ciphertexts();
  expect(second).toBe(first);
  sends.forget();
  // The next one is encrypted before an epoch that begins meanwhile.
  const other = await ann.files.upload(note('otra', 'otra.txt'));
  sends.holdNext();
  const waiting = ann.messages.send({ text: '', attachments: [other] });
  await eventually(() => expect(sends.ciphertexts()).toHaveLength(1));
  const phone = await open('bob');
  await eventually(() => expect(bob.encryption.get()?.devices).toHaveLength(3));
  sends.release();
  await waiting;
  expect(new Set(sends.ciphertexts()).size).toBe(2);
  expect(bytes.size).toBe(2);
  await newestFile(phone, 'otra.txt');
  expect(await contentIn(phone, other.fileId)).toBe('otra');
  expect(ann.messages.get().items).toHaveLength(2);
  await clientOf(phone).close();
});

test('a message with a file waits offline, and survives a reload with its key', async () => {
  const { open, clientOf, rig, roomId } = await encryptedRoom(['ann', 'bob'], {
    storage: memoryStorage(),
    files: filesInMemory().store,
  });
  const storage = deviceStorage();
  const ann = await open('ann', { storage });
  const bob = await open('bob');
  const file = await ann.files.upload(note('sin red'));
  const client = clientOf(ann);
  await rig.stop();
  await expect.poll(() => client.status).toBe('reconnecting');
  ann.messages.send({ text: 'espera', attachments: [file] }).catch(() => undefined);
  await eventually(async () => expect(await storage.list('outbox')).not.toEqual([]));
  await client.close();
  await rig.start();
  const page = rig.client({ token: 'ann', storage, ownConnection: true });
  await page.room(roomId).join();
  await newestFile(bob, `${canary}.txt`);
  expect(await contentIn(bob, file.fileId)).toBe('sin red');
});

test('an edit keeps the files, a deletion takes them, and a file can be deleted by itself', async () => {
  const { bytes, store } = filesInMemory();
  const { open } = await encryptedRoom(['ann', 'bob'], { files: store, limits: { deletionUndoMs: 0 } });
  const [ann, bob] = [await open('ann'), await open('bob')];
  const both = [
    await ann.files.upload(note('uno', 'uno.txt')),
    await ann.files.upload(note('dos', 'dos.txt')),
  ];
  const { id } = await ann.messages.send({ text: 'mira', attachments: both });
  await ann.messages.edit(id, 'mirad');
  const names = () =>
    bob.messages
      .get()
      .items.at(-1)
      ?.attachments.map(({ name }) => name);
  await shows(bob, ['mirad']);
  expect(names()).toEqual(['uno.txt', 'dos.txt']);
  await ann.files.delete(both[0]?.fileId ?? '');
  await eventually(() => expect(names()).toEqual(['dos.txt']));
  await eventually(() => expect(bytes.size).toBe(1));
  await expect(ann.messages.forward(id, 'plaza')).rejects.toMatchObject(refused);
  await ann.messages.edit(id, ' ');
  await ann.files.delete(both[1]?.fileId ?? '');
  await eventually(() => expect(bob.messages.get().items.at(-1)?.deletedAt).toBeGreaterThan(0));
  await eventually(() => expect(bytes.size).toBe(0));
});

test('what is not encrypted is refused, and an author cannot name files of others', async () => {
  const { open, rig, roomId } = await encryptedRoom(['ann', 'bob'], { limits: { maxFileBytes: 20_000 } });
  const [ann, bob] = [await open('ann'), await open('bob')];
  const plain = { fileId: '01890000-0000-7000-8000-000000000000', name: 'a', type: 'b', size: 1 };
  await expect(ann.messages.send({ text: '', attachments: [plain] })).rejects.toMatchObject(refused);
  const large = note('x'.repeat(20_001));
  await expect(ann.files.upload(large)).rejects.toMatchObject({ code: 'too_large' });
  // A file below the limit is not filled up above it.
  expect(await ann.files.upload(note('x'.repeat(19_900)))).toMatchObject({ size: 19_900 });
  const file = await ann.files.upload(note('de ann'));
  await ann.messages.send({ text: '', attachments: [file] });
  await newestFile(bob, `${canary}.txt`);
  // Bob's message names Ann's file, with a key of his own.
  const own = await bob.files.upload(note('de bob', 'bob.txt'));
  const theirs = { ...own, fileId: file.fileId };
  await expect(bob.messages.send({ text: '', attachments: [theirs] })).rejects.toMatchObject({
    reason: 'file_unknown',
  });
  expect(await contentIn(ann, file.fileId)).toBe('de ann');
  const held = await rig.chat.as({ id: 'ann', name: 'ann' }).call('file:list', { roomId });
  expect(held.files.every(({ kind, name }) => kind === 'document' && name === 'file')).toBe(true);
});
