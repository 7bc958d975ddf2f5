// Search in encrypted rooms: this device searches, as the server searches others, and sends no word.
import { expect, test } from 'vitest';
import type { ChatRoom, SearchQuestion } from '@chat/client';
import { encryptedRoom, shows, watchSockets } from './encrypted-room.ts';

const found = async (room: ChatRoom, question: string | SearchQuestion) =>
  (await room.search(question)).hits.map(({ message, marks }) => [message.text, marks]);

const texts = [
  'Mañana hay REUNIÓN a las nueve',
  'la reunion de ayer fue larga',
  'el informe está en https://ejemplo.es/informe-2026.pdf',
  '東京タワーに行く',
  'ni una palabra de eso',
  'reuniones, muchas reuniones',
  '🎉 por fin',
];

const questions: (string | SearchQuestion)[] = [
  'reunión',
  'REUNI',
  're',
  '"reunion de ayer"',
  'informe-2026.pdf',
  'タワー',
  '🎉',
  '???',
  'reunion larga',
  'nada',
  { has: 'link' },
  { from: 'bob' },
  { from: 'bob', q: 'reunion' },
  { q: 'reunion', limit: 1 },
  { q: 'reunion', before: 1 },
  { q: 'reunion', after: Date.now() + 60_000 },
];

test('a new device finds in the history what the server finds in a plain room', async () => {
  const { open, rig } = await encryptedRoom(['ann', 'bob']);
  const [ann, bob] = [await open('ann'), await open('bob')];
  const plain = {
    ann: rig.client({ token: 'ann' }).room('plaza'),
    bob: rig.client({ token: 'bob' }).room('plaza'),
  };
  for (const room of Object.values(plain)) await room.join();
  for (const [at, text] of texts.entries()) {
    await (at % 2 ? bob : ann).messages.send({ text });
    await (at % 2 ? plain.bob : plain.ann).messages.send({ text });
  }
  const phone = await open('ann');
  await shows(phone, texts);
  for (const question of questions)
    expect([question, await found(phone, question)]).toEqual([question, await found(plain.ann, question)]);
  const first = await phone.search({ q: 'reunion', limit: 1 });
  expect([first.hits[0]?.message.text, first.hasMore]).toEqual(['reuniones, muchas reuniones', true]);
  expect(await found(phone, { q: 'reunion', cursor: first.cursor })).toEqual(
    await found(plain.ann, {
      q: 'reunion',
      cursor: (await plain.ann.search({ q: 'reunion', limit: 1 })).cursor,
    }),
  );
  for (const room of [phone, plain.ann]) {
    await expect(room.search(' ')).rejects.toMatchObject({ code: 'invalid', field: 'q' });
    await expect(room.search({ q: 'x', cursor: 'y' })).rejects.toMatchObject({
      code: 'invalid',
      field: 'cursor',
    });
  }
});

test('a search covers all epochs, edits and threads, leaves deleted messages out, and sends no word', async () => {
  const { frames } = watchSockets();
  const { open } = await encryptedRoom(['ann', 'bob']);
  const [ann, bob] = [await open('ann'), await open('bob')];
  const { id } = await ann.messages.send({ text: 'canario uno' });
  await open('bob');
  const edited = await bob.messages.send({ text: 'gorrión' });
  await bob.messages.edit(edited.id, 'canario dos');
  await ann.thread(id).send({ text: 'canario tres' });
  const gone = await bob.messages.send({ text: 'canario cuatro' });
  await bob.messages.delete(gone.id);
  // More than one page.
  await Promise.all(Array.from({ length: 120 }, (_, at) => bob.messages.send({ text: `otra cosa ${at}` })));
  const phone = await open('ann');
  await expect.poll(() => phone.messages.get().items.at(-1)?.text).toMatch(/^otra cosa/);
  const seen: number[] = [];
  const { hits, hasMore } = await phone.search('cana', {
    onProgress: ({ searched }) => void seen.push(searched),
  });
  expect(hits.map(({ message }) => message.text)).toEqual(['canario tres', 'canario dos', 'canario uno']);
  expect([hasMore, seen[0], seen.length]).toEqual([false, 100, 2]);
  // A message that comes meanwhile is found, too.
  await bob.messages.send({ text: 'canario cinco' });
  await expect.poll(() => phone.messages.get().items.at(-1)?.text).toBe('canario cinco');
  expect((await found(phone, 'canario'))[0]?.[0]).toBe('canario cinco');
  expect(frames.filter((frame) => /canario|"cana"|search/.test(frame))).toEqual([]);
  expect(frames.some((frame) => frame.includes('message:list'))).toBe(true);
});

test('the words of a search leave the device only if the room is known to be plain', async () => {
  const { frames } = watchSockets();
  const { rig, roomId, open } = await encryptedRoom(['ann', 'bob']);
  await (await open('bob')).messages.send({ text: 'canario' });
  const client = rig.client({ token: 'ann', ownConnection: true });
  await expect(client.room(roomId).search('canario')).rejects.toMatchObject({ reason: 'not_joined' });
  expect(frames.filter((frame) => frame.includes('canario'))).toEqual([]);
  // All rooms: the server searches those that it can read.
  expect((await client.search({ from: 'bob' })).hits).toEqual([]);
  expect((await client.room('plaza').search('nada')).hits).toEqual([]);
});

test('a device finds what it can read, and no more', async () => {
  const { open } = await encryptedRoom(['ann', 'bob'], {}, { history: 'since-join' });
  const ann = await open('ann');
  await ann.messages.send({ text: 'canario de antes' });
  const bob = await open('bob');
  await ann.messages.send({ text: 'canario de ahora' });
  await shows(bob, ['no_key', 'canario de ahora']);
  expect((await found(bob, 'canario')).map(([text]) => text)).toEqual(['canario de ahora']);
});

test('only an encrypted room lists its messages with the replies in threads', async () => {
  const { rig, roomId, open } = await encryptedRoom(['ann', 'bob']);
  const ann = await open('ann');
  const { id } = await ann.messages.send({ text: 'uno' });
  await ann.thread(id).send({ text: 'dos' });
  const { call } = rig.chat.as({ id: 'bob', name: 'bob' });
  const count = async (input: object) => (await call('message:list', { roomId, ...input })).messages.length;
  expect([await count({}), await count({ withReplies: true })]).toEqual([1, 2]);
  expect(await count({ withReplies: true, before: 2 })).toBe(1);
  await expect(count({ withReplies: true, threadId: id })).rejects.toMatchObject({
    code: 'invalid',
    field: 'withReplies',
  });
  await expect(count({ roomId: 'plaza', withReplies: true })).rejects.toMatchObject({
    code: 'conflict',
    reason: 'not_encrypted',
    field: 'withReplies',
  });
  await expect(
    rig.chat.as({ id: 'eve', name: 'eve' }).call('message:list', { roomId, withReplies: true }),
  ).rejects.toMatchObject({ code: 'not_found' });
});
