// Commands during or after the erasure of a user restore none of their data.
import { erasedAuthor } from '@chat/protocol';
import { memoryStorage } from '@chat/server';
import { expect, test } from 'vitest';
import { message, startServer } from './harness.ts';

const [ana, bea, cy] = [
  { id: 'ana', name: 'Ana' },
  { id: 'bea', name: 'Bea' },
  { id: 'cy', name: 'Cy' },
];

const start = async () => {
  const storage = memoryStorage();
  const { chat } = await startServer({ storage });
  const owner = chat.as(ana);
  await owner.call('room:create', { roomId: 'r', type: 'private' });
  return { storage, chat, owner };
};

/** The next call of a method of a store waits. Resolves when it has come, to what lets it go on. */
const hold = <K extends string>(store: Record<K, (...given: never[]) => Promise<unknown>>, name: K) => {
  const sound = store[name];
  return new Promise<() => void>((reached) => {
    store[name] = async (...given) => {
      store[name] = sound;
      await new Promise<void>((goOn) => reached(goOn));
      return sound(...given);
    };
  });
};

test('an erased user cannot be added, invited, banned or unbanned', async () => {
  const { chat, storage, owner } = await start();
  await owner.call('member:add', { roomId: 'r', userId: 'bea' });
  await owner.call('member:ban', { roomId: 'r', userId: 'cy' });
  for (const { id } of [bea, cy]) await chat.eraseUser(id);
  const [about, none] = [{ roomId: 'r', userId: 'bea' }, { code: 'not_found' }];
  await expect(owner.call('member:add', about)).rejects.toMatchObject(none);
  await expect(owner.call('member:invite', about)).rejects.toMatchObject(none);
  await expect(owner.call('member:ban', about)).rejects.toMatchObject(none);
  await expect(owner.call('member:unban', { roomId: 'r', userId: 'cy' })).rejects.toMatchObject(none);
  await expect(owner.call('room:create', { type: 'private', userIds: ['bea'] })).rejects.toMatchObject(none);
  for (const { id } of [bea, cy])
    expect((await storage.timeline.roomsWithDataOf(id, { limit: 5 })).roomIds).toEqual([]);
});

test('a user who joins a room while their erasure ends is not in it', async () => {
  const { chat, storage } = await start();
  await chat.as(ana).call('room:create', { roomId: 'plaza' });
  const reached = hold(storage.timeline, 'readMarker');
  const coming = chat.as(bea).call('room:join', { roomId: 'plaza' });
  const goOn = await reached;
  await chat.eraseUser('bea');
  goOn();
  await expect(coming).rejects.toMatchObject({ code: 'forbidden', reason: 'erased' });
  expect(await storage.timeline.roomsWithDataOf('bea', { limit: 5 })).toEqual({
    roomIds: [],
    hasMore: false,
  });
  expect((await storage.timeline.readMarkers('plaza', { limit: 5 })).readMarkers).toEqual([]);
});

test('a join while the user’s erasure ends on a closing server rejects with overloaded', async () => {
  const { chat, storage } = await start();
  await chat.as(ana).call('room:create', { roomId: 'plaza' });
  const reached = hold(storage.timeline, 'readMarker');
  const coming = chat.as(bea).call('room:join', { roomId: 'plaza' });
  const goOn = await reached;
  await chat.eraseUser('bea');
  const looks = hold(storage.timeline, 'erasure');
  goOn();
  const closing = chat.close();
  (await looks)();
  await expect(coming).rejects.toMatchObject({ code: 'overloaded' });
  await closing;
});

test('a room joined before the erasure reaches it is erased completely', async () => {
  const { chat, storage, owner } = await start();
  await owner.call('member:add', { roomId: 'r', userId: 'bea' });
  const reached = hold(storage.timeline, 'readMarker');
  const coming = chat.as(bea).call('room:join', { roomId: 'r' });
  const goOn = await reached;
  const began = hold(storage.timeline, 'roomsWithDataOf');
  const erasing = chat.eraseUser('bea');
  const erase = await began;
  goOn();
  await expect(coming).rejects.toMatchObject({ reason: 'erased' });
  erase();
  await erasing;
  expect((await storage.timeline.member('r', 'bea'))?.state).toBe('left');
  expect((await storage.timeline.roomsWithDataOf('bea', { limit: 5 })).roomIds).toEqual([]);
});

test('profile and preference changes during an erasure are not stored', async () => {
  const { chat, storage } = await start();
  const stored = hold(storage.preferences, 'put');
  const session = chat.as(bea);
  await chat.as(ana).call('room:create', { roomId: 'plaza' });
  const silencing = session.call('room:silence', { roomId: 'plaza', until: Date.now() + 60_000 });
  const changing = hold(storage.profiles, 'change');
  const change = session.call('user:update', { about: 'yo' });
  const waiting = [await stored, await changing];
  await chat.eraseUser('bea');
  for (const goOn of waiting) goOn();
  await expect(silencing).rejects.toMatchObject({ reason: 'erased' });
  await expect(change).rejects.toMatchObject({ reason: 'erased' });
  expect(await storage.profiles.get('bea')).toEqual({});
  expect(await storage.preferences.get('bea', 'plaza')).toEqual({});
  expect(await storage.users.get('bea')).toBeNull();
});

test('an invitation does not name its sender once they are erased', async () => {
  const { chat, storage, owner } = await start();
  await owner.call('member:add', { roomId: 'r', userId: 'bea' });
  await owner.call('member:update', { roomId: 'r', userId: 'bea', role: 'moderator' });
  await owner.call('room:create', { roomId: 'plaza' });
  for (const user of [bea, cy]) await chat.as(user).call('room:join', { roomId: 'plaza' });
  await chat.as(bea).call('member:invite', { roomId: 'r', userId: 'cy' });
  await chat.eraseUser('bea');
  expect(await storage.timeline.member('r', 'cy')).toMatchObject({
    state: 'invited',
    invitedBy: erasedAuthor,
  });
  await chat.as(cy).call('member:accept', { roomId: 'r' });
  await chat.as(cy).call('message:send', message('r', 'aquí'));
});

test('the ownership of a room does not pass to a user who is being erased', async () => {
  const { chat, storage, owner } = await start();
  for (const { id } of [bea, cy]) await owner.call('member:add', { roomId: 'r', userId: id });
  await storage.timeline.beginErasure('bea', 5);
  await chat.eraseUser('ana');
  expect((await storage.timeline.member('r', 'cy'))?.role).toBe('owner');
});
