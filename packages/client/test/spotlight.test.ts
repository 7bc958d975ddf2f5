import { memoryStorage } from '@chat/server';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { eventually, withServer, type Rig } from './with-server.ts';

const root = { id: 'root', name: 'Root', role: 'admin' } as const;
const uuid = (n: number) => `00000000-0000-7000-8000-${String(n).padStart(12, '0')}`;

let rig: Rig;
beforeEach(async () => {
  rig = await withServer({ storage: memoryStorage(), limits: { resumeChanges: 3 } });
});
afterEach(() => rig.close());

const joined = async (name: string) => {
  const room = rig.client({ name }).room('r');
  await room.join();
  return room;
};
/** Sixty messages: the first of them are above those that a joining client has. */
const longRoom = async () => {
  const owner = rig.chat.as(root);
  await owner.call('room:create', { roomId: 'r' });
  for (let n = 1; n <= 60; n++)
    await owner.call('message:send', { roomId: 'r', id: uuid(n), text: `n.º ${n}` });
  return owner;
};

test('shows an old message on stage, as it is now', async () => {
  const owner = await longRoom();
  const ana = await joined('Ana');
  const seen: (string | null)[] = [];
  ana.spotlight.subscribe((stage) => seen.push(stage?.message?.text ?? null));
  await owner.call('message:spotlight', { roomId: 'r', messageId: uuid(1) });
  await eventually(() => expect(ana.spotlight.get()?.message?.text).toBe('n.º 1'));
  await owner.call('message:edit', { roomId: 'r', messageId: uuid(1), text: 'corregido' });
  await eventually(() => expect(ana.spotlight.get()?.message?.text).toBe('corregido'));
  // A newcomer sees the same.
  const eva = await joined('Eva');
  eva.spotlight.get();
  await eventually(() => expect(eva.spotlight.get()).toEqual(ana.spotlight.get()));
  await owner.call('message:spotlight', { roomId: 'r', messageId: uuid(60) });
  await eventually(() => expect(ana.spotlight.get()?.message?.text).toBe('n.º 60'));
  await owner.call('message:delete', { roomId: 'r', messageId: uuid(60) });
  await eventually(() => expect(ana.spotlight.get()).toBeNull());
  expect(seen).toEqual([null, 'n.º 1', 'corregido', 'n.º 60', null]);
});

test('a message that a newcomer may not read is not shown to them', async () => {
  const owner = rig.chat.as(root);
  await owner.call('room:create', { roomId: 'r', history: 'since-join' });
  const ana = await joined('Ana');
  await owner.call('message:send', { roomId: 'r', id: uuid(1), text: 'antes' });
  const eva = await joined('Eva');
  await owner.call('message:spotlight', { roomId: 'r', messageId: uuid(1) });
  await eventually(() => expect(ana.spotlight.get()?.message?.text).toBe('antes'));
  await eventually(() => expect(eva.state.get().room?.spotlight?.messageId).toBe(uuid(1)));
  eva.spotlight.get();
  await eventually(() => expect(eva.replies.get().get(uuid(1))).toBeNull());
  expect(eva.spotlight.get()).toBeNull();
});

test('hosts set and clear it', async () => {
  const owner = await longRoom();
  const ana = await joined('Ana');
  const id = ana.state.get().me?.user.id ?? '';
  await expect(ana.spotlight.set(uuid(60))).rejects.toMatchObject({ code: 'forbidden' });
  await owner.call('member:update', { roomId: 'r', userId: id, role: 'moderator' });
  await eventually(() => expect(ana.state.get().can?.['message:spotlight']).toBe(true));
  expect(await ana.spotlight.set(uuid(60))).toMatchObject({ text: 'n.º 60' });
  await eventually(() => expect(ana.spotlight.get()?.message?.id).toBe(uuid(60)));
  await ana.spotlight.clear();
  await eventually(() => expect(ana.spotlight.get()).toBeNull());
});

test('shows a question on stage, until it is dismissed', async () => {
  const owner = await longRoom();
  await owner.call('room:update', { roomId: 'r', questions: 'anonymous' });
  const ana = await joined('Ana');
  const { id } = await ana.questions.ask({ text: '¿Cuándo?', anonymous: true });
  await expect(ana.spotlight.setQuestion(id)).rejects.toMatchObject({ code: 'forbidden' });
  const seen: unknown[] = [];
  ana.spotlight.subscribe((stage) => seen.push(stage && [stage.question, stage.message?.text]));
  await owner.call('message:spotlight', { roomId: 'r', messageId: uuid(60) });
  await eventually(() => expect(ana.spotlight.get()?.message?.text).toBe('n.º 60'));
  await owner.call('question:spotlight', { roomId: 'r', questionId: id });
  await eventually(() => expect(ana.spotlight.get()?.question?.id).toBe(id));
  // Another change of the room is no news.
  await owner.call('room:update', { roomId: 'r', title: 'Gala' });
  await eventually(() => expect(ana.state.get().room?.title).toBe('Gala'));
  const eva = await joined('Eva');
  expect(eva.spotlight.get()).toEqual(ana.spotlight.get());
  await owner.call('question:dismiss', { roomId: 'r', questionId: id });
  await eventually(() => expect(ana.spotlight.get()).toBeNull());
  expect(seen).toEqual([
    null,
    [undefined, 'n.º 60'],
    [{ id, text: '¿Cuándo?', anonymous: true }, undefined],
    null,
  ]);
});
