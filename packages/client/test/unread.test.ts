// Unread counts beyond the messages that a page has loaded: equal to the store's, whatever happens meanwhile.
import { memoryStorage, type ChatStorage, type Session } from '@chat/server';
import type { ChatRoom } from '@chat/client';
import { afterEach, describe, expect, test } from 'vitest';
import { eventually, withServer, type Rig } from './with-server.ts';

let rig: Rig;
afterEach(() => rig.close());

const many = 130;

/** Runs at the next request to the store: before it counts, and between its count and its reply. */
interface Between {
  before?: (() => Promise<unknown>) | undefined;
  after?: (() => Promise<unknown>) | undefined;
}

const counting = (between: Between): ChatStorage => {
  const storage = memoryStorage();
  const once = async (when: keyof Between): Promise<void> => {
    const work = between[when];
    between[when] = undefined;
    await work?.();
  };
  const unread: ChatStorage['timeline']['unread'] = async (...of) => {
    await once('before');
    const count = await storage.timeline.unread(...of);
    await once('after');
    return count;
  };
  return { ...storage, timeline: { ...storage.timeline, unread } };
};

const id = (count: number) => `00000000-0000-4000-8000-${String(count).padStart(12, '0')}`;

/** Ana has sent many messages since Ben left. */
const begin = async (between: Between = {}) => {
  rig = await withServer({
    storage: counting(between),
    authenticate: ({ token }) => (token ? { id: token, name: token } : null),
  });
  const ana = rig.chat.as({ id: 'ana', name: 'ana' });
  await ana.call('room:create', { roomId: 'r' });
  const ben = rig.chat.as({ id: 'ben', name: 'ben' });
  await ben.call('room:join', { roomId: 'r' });
  for (let count = 1; count <= many; count++) await say(ana, count);
  return { ana, ben };
};

const say = (session: Session, count: number, more = {}) =>
  session.call('message:send', { roomId: 'r', id: id(count), text: `${count}`, ...more });
const remove = (session: Session, count: number) =>
  session.call('message:delete', { roomId: 'r', messageId: id(count) });

const enter = async (): Promise<ChatRoom> => {
  const room = rig.client({ token: 'ben', storage: false }).room('r');
  await room.join();
  return room;
};
const unread = (room: ChatRoom) => room.receipts.get().unread;

/** Once all events have arrived, this page and a new one show the same unread count. */
const expectUnread = async (room: ChatRoom, ana: Session, expected: number) => {
  await say(ana, 999);
  await eventually(() => expect(room.messages.get().items.at(-1)?.text).toBe('999'));
  await eventually(() => expect(unread(room)).toBe(expected + 1));
  expect(unread(await enter())).toBe(expected + 1);
};

const changes = {
  'if a message is sent': [(ana: Session) => say(ana, many + 1), many + 1],
  'if a loaded message is deleted': [(ana: Session) => remove(ana, many), many - 1],
  'if a message above the loaded ones is deleted': [(ana: Session) => remove(ana, 40), many - 1],
} as const;

describe.each(Object.entries(changes))('%s', (_, [change, expected]) => {
  test.each(['before', 'after'] as const)('%s the count, a new page has the right count', async (when) => {
    const between: Between = {};
    const { ana } = await begin(between);
    between[when] = () => change(ana);
    const room = await enter();
    expect(between[when]).toBeUndefined();
    await expectUnread(room, ana, expected);
  });

  test.each(['before', 'after'] as const)(
    '%s the count, a reconnecting page has the right count',
    async (when) => {
      const between: Between = {};
      const { ana } = await begin(between);
      const room = await enter();
      between[when] = () => change(ana);
      rig.chat.io.disconnectSockets(true);
      await eventually(() => expect(between[when]).toBeUndefined());
      await expectUnread(room, ana, expected);
    },
  );
});

test('a read marker of another page applies in a room without loaded messages', async () => {
  const { ana, ben } = await begin();
  const room = await enter();
  await ben.call('receipt:read', { roomId: 'r', seq: 30 });
  await eventually(() => expect(unread(room)).toBe(many - 30));
  await expectUnread(room, ana, many - 30);
});

test('deleting a thread reply to an already deleted message does not lower the count', async () => {
  const { ana } = await begin();
  const room = await enter();
  await remove(ana, 20);
  await eventually(() => expect(unread(room)).toBe(many - 1));
  await say(ana, 500, { threadId: id(20) });
  await remove(ana, 500);
  await expectUnread(room, ana, many - 1);
});
