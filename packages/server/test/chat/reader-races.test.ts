// Minimal cases of bugs found by the simulation: readers who join, leave or fall behind at the wrong moment.
import type { ChatEvent, DurableEvent, Member, User } from '@chat/protocol';
import { ChatError, memoryStorage } from '@chat/server';
import { expect, test } from 'vitest';
import { newReadMarker } from '../../src/storage/shared/read-marker.ts';
import type { Connection } from '../../src/connections/connection.ts';
import { createAudience } from '../../src/room/audience.ts';
import { createRoomBroadcaster } from '../../src/room/room-broadcaster.ts';
import { createEventBuffer } from '../../src/room/event-buffer.ts';
import { message, startServer } from './harness.ts';

const ana: User = { id: 'ana', name: 'Ana' };
const bo: User = { id: 'bo', name: 'Bo' };

/** A room with one listener, who is behind as long as the test says. */
const roomWithSlowReader = () => {
  const told: ChatEvent[] = [];
  const slow = { behind: false };
  const reader = {
    user: bo,
    rooms: new Map(),
    isBehind: () => slow.behind,
    deliver: (events: ChatEvent[]) => void told.push(...events),
  };
  const connection = { ...reader, write: ({ events }: { events: ChatEvent[] }) => void told.push(...events) };
  const listener = connection as unknown as Connection;
  const audience = createAudience(
    'r',
    () => undefined,
    (member) => member,
  );
  const ring = createEventBuffer(16, 0);
  const outlet = createRoomBroadcaster('r', audience, ring, () => 0);
  const mark = newReadMarker({ joinedAt: 0, joinedSeq: 0, readSeq: 0 });
  const enter = () => {
    audience.enter(listener, { user: bo, role: 'member', joinedAt: 0 } satisfies Member, mark, 0);
    audience.listen(listener);
  };
  const gather = (event: DurableEvent) => {
    ring.push(event);
    outlet.push([event]);
  };
  const publish = (event: DurableEvent) => {
    gather(event);
    outlet.flush();
  };
  enter();
  return { told, slow, listener, audience, outlet, enter, gather, publish };
};
const skip = (rev: number): DurableEvent => ({ type: 'skip', roomId: 'r', rev });
const left = (rev: number): DurableEvent => ({
  type: 'member:left',
  roomId: 'r',
  rev,
  userId: 'bo',
  reason: 'removed',
});

test('a slow reader who is removed gets that event and all before it', () => {
  const { told, slow, publish } = roomWithSlowReader();
  publish(skip(1));
  slow.behind = true;
  publish(skip(2));
  publish(left(3));
  expect(told.map((event) => 'rev' in event && event.rev)).toEqual([1, 2, 3]);
});

test('a reader who was slow when leaving gets all events after returning', () => {
  const { told, slow, listener, audience, outlet, enter, publish } = roomWithSlowReader();
  publish(skip(1));
  slow.behind = true;
  publish(skip(2));
  audience.leave(listener, 0);
  slow.behind = false;
  enter();
  outlet.listen(listener, 2);
  publish(skip(3));
  expect(told.map((event) => 'rev' in event && event.rev)).toEqual([1, 3]);
});

test('a repeated join delivers the events that its response lacks, in order', () => {
  const { told, listener, outlet, gather, publish } = roomWithSlowReader();
  publish(skip(1));
  publish(skip(2));
  gather(skip(3));
  told.length = 0;
  outlet.listen(listener, 1);
  publish(skip(4));
  expect(told.map((event) => 'rev' in event && event.rev)).toEqual([2, 3, 4]);
});

test('a slow reader who misses an ephemeral event gets `missed`', () => {
  const { told, slow, listener, outlet, publish } = roomWithSlowReader();
  const fallBehind = (event: ChatEvent) => {
    slow.behind = true;
    outlet.push([event]);
    outlet.flush();
    slow.behind = false;
    outlet.onDrained(listener);
  };
  publish(skip(1));
  fallBehind(skip(2));
  expect(told.map(({ type }) => type)).toEqual(['skip']);
  fallBehind({ type: 'typing:changed', roomId: 'r', users: [], count: 0 });
  expect(told.at(-1)).toEqual({ type: 'missed', roomId: 'r' });
});

test('with history since-join, a muted visitor can still read what they could before', async () => {
  const { chat } = await startServer();
  const owner = chat.as(ana);
  await owner.call('room:create', { roomId: 'r', history: 'since-join' });
  const visitor = chat.as(bo);
  await visitor.call('room:join', { roomId: 'r' });
  await owner.call('message:send', message('r', 'hola'));
  await owner.call('member:mute', { roomId: 'r', userId: 'bo', until: Date.now() + 60_000 });
  const { messages } = await visitor.call('message:list', { roomId: 'r' });
  expect(messages.map(({ text }) => text)).toEqual(['hola']);
});

test('a read marker that cannot be stored rejects', async () => {
  const storage = memoryStorage();
  const timeline = { ...storage.timeline, markRead: () => Promise.resolve(null) };
  const { chat } = await startServer({ storage: { ...storage, timeline } });
  const owner = chat.as(ana);
  await owner.call('room:join', { roomId: 'r' });
  const { seq } = await owner.call('message:send', message('r', 'hola'));
  await expect(owner.call('receipt:read', { roomId: 'r', seq })).rejects.toMatchObject({
    code: 'storage_full',
  });
});

test('a removal that happens during a resume is delivered after it', async () => {
  const storage = memoryStorage();
  let remove = (): Promise<unknown> => Promise.resolve();
  const timeline = {
    ...storage.timeline,
    changes: async (...query: Parameters<typeof storage.timeline.changes>) => {
      await remove();
      return storage.timeline.changes(...query);
    },
  };
  const { chat } = await startServer({ storage: { ...storage, timeline } });
  const owner = chat.as(ana);
  await owner.call('room:create', { roomId: 'r', type: 'private' });
  await chat.as(bo).call('presence:set', { status: 'online' });
  await owner.call('member:add', { roomId: 'r', userId: 'bo' });
  const member = chat.as(bo);
  const { epoch, rev } = await member.call('room:join', { roomId: 'r' });
  const told: ChatEvent[] = [];
  remove = () => owner.call('member:remove', { roomId: 'r', userId: 'bo' });
  const again = chat.as(bo);
  again.on('member:left', (event) => void told.push(event));
  // From before this process opened the room, so that the store is asked.
  const resumed = await again.call('room:join', { roomId: 'r', since: { epoch, rev: 0 } });
  await Promise.resolve();
  expect(resumed.rev).toBe(rev);
  expect(told).toMatchObject([{ userId: 'bo', rev: rev + 1 }]);
});

/** A storage that lets something happen before a reading of the timeline. */
const interrupted = () => {
  const storage = memoryStorage();
  const before: {
    page?: () => Promise<unknown>;
    changes?: () => Promise<unknown>;
    readMarker?: () => Promise<unknown>;
    member?: () => Promise<unknown>;
  } = {};
  const first = async (name: keyof typeof before): Promise<void> => {
    const work = before[name];
    delete before[name];
    await work?.();
  };
  const { page, changes, readMarker, member } = storage.timeline;
  const timeline: typeof storage.timeline = {
    ...storage.timeline,
    page: (...query) => first('page').then(() => page(...query)),
    changes: (...query) => first('changes').then(() => changes(...query)),
    readMarker: (...query) => first('readMarker').then(() => readMarker(...query)),
    member: (...query) => first('member').then(() => member(...query)),
  };
  return { storage: { ...storage, timeline }, before };
};

/** A private room of Ana's with Bo in it, and what removes Bo and then says something. */
const privateRoom = async () => {
  const { storage, before } = interrupted();
  const { chat } = await startServer({ storage });
  const owner = chat.as(ana);
  await chat.as(bo).call('presence:set', { status: 'online' });
  await owner.call('room:create', { roomId: 'r', type: 'private' });
  await owner.call('member:add', { roomId: 'r', userId: 'bo' });
  const removeAndSpeak = async () => {
    await owner.call('member:remove', { roomId: 'r', userId: 'bo' });
    await owner.call('message:send', message('r', 'entre nosotros'));
  };
  return { chat, owner, member: chat.as(bo), before, removeAndSpeak };
};

test.each(['message:list', 'room:join'] as const)(
  'a %s that begins before a removal does not return messages sent after it',
  async (command) => {
    const { member, before, removeAndSpeak } = await privateRoom();
    before.page = removeAndSpeak;
    await expect(member.call(command, { roomId: 'r' })).rejects.toMatchObject({ code: 'not_found' });
  },
);

test('a room list does not contain a room that the user is removed from meanwhile', async () => {
  const { member, before, removeAndSpeak } = await privateRoom();
  before.page = removeAndSpeak;
  expect(await member.call('room:list', {})).toEqual({ rooms: [], hasMore: false });
});

test('a user who is removed while joining is not shown to other members', async () => {
  const { owner, member, before } = await privateRoom();
  const told: ChatEvent[] = [];
  owner.on('events', (events) => void told.push(...events));
  await owner.call('room:join', { roomId: 'r' });
  let shown: Member[] = [];
  before.readMarker = async () => {
    await owner.call('member:remove', { roomId: 'r', userId: 'bo' });
    // Their rights are read again once they count as present.
    before.member = async () => {
      ({ members: shown } = await owner.call('room:join', { roomId: 'r' }));
    };
  };
  await expect(member.call('room:join', { roomId: 'r' })).rejects.toMatchObject({ code: 'not_found' });
  expect(shown.map(({ user }) => user.id)).toEqual(['ana']);
  expect(JSON.stringify(told.filter(({ type }) => type === 'presence:changed'))).not.toContain('"bo"');
});

test('a join returns which of the user’s unsure messages are stored', async () => {
  const { chat } = await startServer();
  const [mine, theirs, unknown] = [message('r', 'hola'), message('r', 'buenas'), message('r', 'nunca')];
  const member = chat.as(bo);
  for (const session of [member, chat.as(ana)]) await session.call('room:join', { roomId: 'r' });
  await member.call('message:send', mine);
  await chat
    .as(ana)
    .call('message:send', theirs)
    .catch(() => undefined);
  const unsure = [mine, theirs, unknown].map(({ id }) => id);
  const { stored } = await member.call('room:join', { roomId: 'r', unsure });
  expect(stored).toEqual([mine.id]);
});

test('a read marker set in one page is delivered to another page that is joining', async () => {
  const { storage, before } = interrupted();
  const { chat } = await startServer({ storage });
  const here = chat.as(bo);
  const { epoch } = await here.call('room:join', { roomId: 'r' });
  await chat.as(ana).call('room:join', { roomId: 'r' });
  const { seq } = await chat.as(ana).call('message:send', message('r', 'hola'));
  const entering = chat.as(bo);
  const told: ChatEvent[] = [];
  entering.on('receipt:updated', (event) => void told.push(event));
  // The mark has been read by then, the room is not listened to yet.
  before.changes = () => here.call('receipt:read', { roomId: 'r', seq });
  const { readSeq } = await entering.call('room:join', { roomId: 'r', since: { epoch, rev: 0 } });
  await Promise.resolve();
  expect(readSeq).toBeLessThan(seq);
  expect(told).toMatchObject([{ userId: 'bo', seq }]);
});

test('an unread mark set in one page is delivered to another page that is joining', async () => {
  const { storage, before } = interrupted();
  const { chat } = await startServer({ storage });
  const here = chat.as(bo);
  const { epoch } = await here.call('room:join', { roomId: 'r' });
  const { seq } = await chat.as(ana).call('message:send', message('r', 'hola'));
  await here.call('receipt:read', { roomId: 'r', seq });
  const entering = chat.as(bo);
  const told: string[] = [];
  entering.on('receipt:updated', ({ turn }) => void told.push(`turn ${turn}`));
  before.changes = () => here.call('receipt:unread', { roomId: 'r', seq });
  await entering.call('room:join', { roomId: 'r', since: { epoch, rev: 0 } }).then(() => told.push('answer'));
  await Promise.resolve();
  expect(told.toSorted()).toEqual(['answer', 'turn 1']);
});

test('a user who joined while the store was full keeps that join time once it has space', async () => {
  const storage = memoryStorage();
  const { readMarker } = storage.timeline;
  let full = true;
  const timeline: typeof storage.timeline = {
    ...storage.timeline,
    readMarker: (...given) =>
      full ? Promise.reject(new ChatError('storage_full', 'full')) : readMarker(...given),
  };
  const { chat } = await startServer({ storage: { ...storage, timeline } });
  await chat.as(ana).call('room:create', { roomId: 'r', history: 'since-join' });
  await chat.as(bo).call('room:join', { roomId: 'r' });
  await chat.as(ana).call('room:join', { roomId: 'r' });
  await chat.as(ana).call('message:send', message('r', 'hola'));
  full = false;
  const { messages, unread } = await chat.as(bo).call('room:join', { roomId: 'r' });
  expect(messages.map(({ text }) => text)).toEqual(['hola']);
  expect(unread).toBe(1);
});
