// Blocking a user for oneself: what no longer arrives, and what the blocked user does not learn.
import type { User } from '@chat/protocol';
import { memoryStorage } from '@chat/server';
import { webPush } from '@chat/server/push';
import { describe, expect, test, vi } from 'vitest';
import { patient } from '../../../../test/unhurried.ts';
import { start, storages } from '../chat/data-rights-harness.ts';
import { connect, message, startServer, type Peer } from '../chat/harness.ts';
import { startNodes } from '../nodes/nodes.ts';
import { startPushService } from '../push-service.ts';
import { breakStorage } from '../storage/break-storage.ts';

const roomId = 'r';
const authenticate = ({ token = '' }): User => ({ id: token, name: token });

const inRoom = async (url: string, ...names: string[]): Promise<Peer[]> => {
  const peers = await Promise.all(names.map((token) => connect(url, { token })));
  for (const peer of peers) await peer.call('room:join', { roomId });
  return peers;
};

const twoInRoom = async (options = {}) => {
  const running = await startServer({ authenticate, ...options });
  const [ana, bea] = (await inRoom(running.url, 'ana', 'bea')) as [Peer, Peer];
  return { ...running, ana, bea };
};

const blockedIds = async (peer: Peer) =>
  (await peer.call('user:blocked', {})).users.map(({ user }) => user.id);

describe('the list of blocked users', () => {
  test.each(storages)('%s: holds each user once, with the time, in pages', async (_, make) => {
    const { url } = await start(make, { authenticate, now: () => 1_700_000_000_000 });
    const [ana] = (await inRoom(url, 'ana', 'bea', 'b.c$d', 'zoe')) as [Peer];
    for (const userId of ['zoe', 'bea', 'b.c$d', 'bea']) await ana.call('user:block', { userId });
    expect(await blockedIds(ana)).toEqual(['b.c$d', 'bea', 'zoe']);
    expect(await ana.call('user:blocked', { limit: 1, after: 'b.c$d' })).toEqual({
      users: [{ user: { id: 'bea', name: 'bea' }, blockedAt: 1_700_000_000_000 }],
      hasMore: true,
    });
    await ana.call('user:unblock', { userId: 'bea' });
    await ana.call('user:unblock', { userId: 'nobody' });
    expect(await blockedIds(ana)).toEqual(['b.c$d', 'zoe']);
  });

  test('has an upper limit, and takes neither oneself nor strangers', async () => {
    const { ana, url } = await twoInRoom({ limits: { maxBlockedUsers: 1 } });
    await inRoom(url, 'cleo');
    await connect(url, { token: 'stranger' });
    await ana.call('user:block', { userId: 'bea' });
    await expect(ana.call('user:block', { userId: 'cleo' })).rejects.toMatchObject({ code: 'conflict' });
    await expect(ana.call('user:block', { userId: 'ana' })).rejects.toMatchObject({ code: 'invalid' });
    await expect(ana.call('user:block', { userId: 'stranger' })).rejects.toMatchObject({
      code: 'not_found',
    });
  });

  test('reaches all devices of the user and nobody else', async () => {
    const { url, ana, bea } = await twoInRoom();
    const [phone] = (await inRoom(url, 'ana')) as [Peer];
    await ana.call('user:block', { userId: 'bea' });
    for (const device of [ana, phone])
      expect(await device.until(({ type }) => type === 'blocked:changed')).toEqual({
        type: 'blocked:changed',
        roomId,
        userIds: ['bea'],
      });
    const [tablet] = (await inRoom(url, 'ana')) as [Peer];
    expect(await tablet.call('room:join', { roomId })).toMatchObject({ blocked: ['bea'] });
    expect(await bea.call('room:join', { roomId })).not.toHaveProperty('blocked');
    expect(JSON.stringify(bea.events)).not.toContain('block');
    expect(await bea.call('user:get', { userId: 'ana' })).not.toHaveProperty('blocked');
  });

  test('reaches devices on other nodes, which apply it', async () => {
    const { nodes } = await startNodes(2, { authenticate });
    const [one, two] = nodes as [(typeof nodes)[0], (typeof nodes)[0]];
    const [ana] = (await inRoom(one.url, 'ana', 'bea')) as [Peer];
    const [phone, other] = (await inRoom(two.url, 'ana', 'bea')) as [Peer, Peer];
    const room = await other.call('room:create', { type: 'direct', userIds: ['ana'] });
    await other.call('room:join', { roomId: room.id });
    await other.call('message:send', message(room.id, 'hi'));
    await ana.call('user:block', { userId: 'bea' });
    await phone.until((event) => event.type === 'blocked:changed' && event.userIds.includes('bea'));
    await expect(other.call('message:send', message(room.id, 'again'))).rejects.toMatchObject({
      code: 'forbidden',
    });
  });

  test('reaches a device that was joining the room meanwhile', async () => {
    const sound = memoryStorage();
    let release = (): void => {};
    let reading: Promise<void> | null = null;
    let isReading = false;
    const slow = breakStorage(sound, ({ timeline }) => ({
      timeline: {
        page: async (...input) => {
          const page = await timeline.page(...input);
          isReading = reading !== null;
          await reading;
          return page;
        },
      },
    }));
    const { url, chat } = await startServer({ authenticate, storage: slow });
    const [ana] = (await inRoom(url, 'ana', 'bea')) as [Peer];
    await chat.as({ id: 'cleo', name: 'cleo' }).call('room:create', { roomId: 'other' });
    const phone = await connect(url, { token: 'ana' });
    reading = new Promise((resolve) => (release = resolve));
    const joining = phone.call('room:join', { roomId: 'other' });
    await vi.waitFor(() => expect(isReading).toBe(true), patient);
    await ana.call('user:block', { userId: 'bea' });
    release();
    expect(await joining).not.toHaveProperty('blocked');
    expect(await phone.until(({ type }) => type === 'blocked:changed')).toEqual({
      type: 'blocked:changed',
      roomId: 'other',
      userIds: ['bea'],
    });
  });

  test('applies on a node that has not heard of it, five seconds after it was acknowledged', async () => {
    const sound = memoryStorage();
    let skewMs = 0;
    /** Reads of Ana's profile by the second node that wait, in their order. */
    const reads: (() => void)[] = [];
    let isSlow = false;
    const slow = breakStorage(sound, ({ profiles }) => ({
      profiles: {
        get: async (userId) => {
          const profile = await profiles.get(userId);
          if (isSlow && userId === 'ana') await new Promise<void>((resolve) => reads.push(resolve));
          return profile;
        },
      },
    }));
    const now = () => Date.now() + skewMs;
    const { hub, start: startNode } = await startNodes(0, { authenticate, now }, sound);
    const [one, two] = [await startNode(), await startNode(slow)];
    const [ana] = (await inRoom(one.url, 'ana')) as [Peer];
    // Commands of one connection run in turn.
    const [bea, phone] = (await inRoom(two.url, 'bea', 'bea')) as [Peer, Peer];
    const room = await bea.call('room:create', { type: 'direct', userIds: ['ana'] });
    for (const peer of [bea, phone]) await peer.call('room:join', { roomId: room.id });
    hub.isCut = true;
    const send = (peer: Peer, text: string) => peer.call('message:send', message(room.id, text));
    const isRead = (count: number) => vi.waitFor(() => expect(reads.length).toBe(count), patient);

    // This node has known the profile for long, and reads it again before Ana blocks Bea.
    skewMs += 10_000;
    isSlow = true;
    const before = send(bea, 'before');
    await isRead(1);
    await ana.call('user:block', { userId: 'bea' });
    skewMs += 6_000;
    const after = send(phone, 'after').catch((error: unknown) => error);
    await isRead(2);
    isSlow = false;
    for (const arrive of reads) arrive();
    await before;
    expect(await after).toMatchObject({ code: 'forbidden' });
    await expect(send(bea, 'later')).rejects.toMatchObject({ code: 'forbidden' });
  });

  test('is stored although this node has not heard of the last unblocking', async () => {
    const { hub, start: startNode } = await startNodes(0, { authenticate });
    const [one, two] = [await startNode(), await startNode()];
    const [ana] = (await inRoom(one.url, 'ana', 'bea')) as [Peer];
    const [phone] = (await inRoom(two.url, 'ana')) as [Peer];
    await ana.call('user:block', { userId: 'bea' });
    hub.isCut = true;
    await phone.call('user:unblock', { userId: 'bea' });
    await ana.call('user:block', { userId: 'bea' });
    const [tablet] = (await inRoom((await startNode()).url, 'ana')) as [Peer];
    expect((await tablet.call('user:blocked', {})).users).toMatchObject([{ user: { id: 'bea' } }]);
  });

  test('is part of the exported data, and is erased with the user', async () => {
    const storage = memoryStorage();
    const { chat, url } = await startServer({ authenticate, storage });
    const [ana] = (await inRoom(url, 'ana', 'bea')) as [Peer, Peer];
    await ana.call('user:block', { userId: 'bea' });
    const { url: address } = await ana.call('user:export', { userId: 'ana' });
    const data = (await (await fetch(new URL(address, url))).json()) as object;
    expect(data).toMatchObject({ blocked: [{ userId: 'bea' }] });
    await chat.eraseUser('ana');
    expect(await storage.profiles.get('ana')).toEqual({});
  });
});

describe('a blocked user', () => {
  test('cannot write, react, edit or call in the direct room, and gets the error of a missing right', async () => {
    const { ana, bea } = await twoInRoom();
    const { id } = await bea.call('room:create', { type: 'direct', userIds: ['ana'] });
    for (const peer of [ana, bea]) await peer.call('room:join', { roomId: id });
    const first = message(id, 'hello');
    await bea.call('message:send', first);
    await ana.call('user:block', { userId: 'bea' });
    const attempts = [
      bea.call('message:send', message(id, 'hello?')),
      bea.call('message:edit', { roomId: id, messageId: first.id, text: 'HELLO' }),
      bea.call('reaction:add', { roomId: id, messageId: first.id, emoji: '👋' }),
      bea.call('poll:create', { roomId: id, id: first.id, question: '?', options: ['a', 'b'] }),
      bea.call('typing:set', { roomId: id, typing: true }),
      bea.call('call:start', { roomId: id, kind: 'audio' }),
    ];
    for (const attempt of attempts) {
      const error = await attempt.catch((each: unknown) => each);
      expect(error).toMatchObject({ code: 'forbidden' });
      expect(error).not.toHaveProperty('reason');
      expect(String(error)).not.toMatch(/block/i);
    }
    // Whoever blocks can still write, and so can the other once unblocked.
    await ana.call('message:send', message(id, 'bye'));
    await ana.call('user:unblock', { userId: 'bea' });
    await bea.call('message:send', message(id, 'thanks'));
  });

  test('cannot begin a direct room, invite or call in a public room, and sees no last seen', async () => {
    const { ana, bea, url } = await twoInRoom({ calls: { publicRooms: true } });
    await ana.call('user:block', { userId: 'bea' });
    const notFound = { code: 'not_found', message: 'no such user' };
    await expect(bea.call('room:create', { type: 'direct', userIds: ['ana'] })).rejects.toMatchObject(
      notFound,
    );
    await expect(bea.call('room:create', { type: 'private', userIds: ['ana'] })).rejects.toMatchObject(
      notFound,
    );
    await expect(bea.call('call:start', { roomId, kind: 'audio' })).rejects.toMatchObject({
      code: 'forbidden',
    });
    await bea.call('message:send', message(roomId, 'in the room I may'));
    ana.socket.disconnect();
    const [cleo] = (await inRoom(url, 'cleo')) as [Peer];
    await vi.waitFor(async () => {
      expect(await cleo.call('user:get', { userId: 'ana' })).toHaveProperty('lastSeenAt');
    }, patient);
    expect(await bea.call('user:get', { userId: 'ana' })).not.toHaveProperty('lastSeenAt');
  });

  test('cannot invite back a former member, and gets the error of an unknown user', async () => {
    const { ana, bea } = await twoInRoom();
    const { id } = await bea.call('room:create', { type: 'private', userIds: ['ana'] });
    await ana.call('member:accept', { roomId: id });
    await ana.call('user:block', { userId: 'bea' });
    // A current member is one: it shows nothing.
    await bea.call('member:add', { roomId: id, userId: 'ana' });
    await ana.call('room:leave', { roomId: id });
    const back = () => bea.call('member:add', { roomId: id, userId: 'ana' });
    await expect(back()).rejects.toMatchObject({ code: 'not_found', message: 'no such user' });
    await ana.call('user:unblock', { userId: 'bea' });
    expect(await back()).toMatchObject({ user: { id: 'ana' }, invitedBy: { id: 'bea' } });
  });

  test('counts neither as unread nor as a mention, and is not the last message of a list', async () => {
    const { ana, bea, url } = await twoInRoom();
    const [cleo] = (await inRoom(url, 'cleo')) as [Peer];
    await ana.call('user:block', { userId: 'bea' });
    await cleo.call('message:send', message(roomId, 'from cleo'));
    await bea.call('message:send', { ...message(roomId, 'from bea'), mentions: ['ana'] });
    const counts = { unread: 1, unreadMentions: 0 };
    expect(await ana.call('room:join', { roomId })).toMatchObject({ ...counts, mentionSeqs: [] });
    const { rooms } = await ana.call('room:list', {});
    expect(rooms).toMatchObject([{ ...counts, lastMessage: { text: 'from cleo' } }]);
    await ana.call('user:unblock', { userId: 'bea' });
    expect(await ana.call('room:join', { roomId })).toMatchObject({ unread: 2, unreadMentions: 1 });
  });

  test('sends no notification to the absent user who blocked them', async () => {
    const service = await startPushService();
    const push = webPush({
      subject: 'mailto:ops@example.org',
      services: [service.host],
      agent: service.agent,
    });
    const { ana, bea, url } = await twoInRoom({ push, limits: { presenceGraceMs: 0 } });
    const [cleo] = (await inRoom(url, 'cleo')) as [Peer];
    await ana.call('notification:subscribe', service.device('ana'));
    await ana.call('user:block', { userId: 'bea' });
    ana.socket.disconnect();
    await bea.until((event) => event.type === 'presence:changed' && event.left.includes('ana'));
    await bea.call('message:send', message(roomId, 'from bea'));
    await cleo.call('message:send', message(roomId, 'from cleo'));
    const { payload } = await service.delivery(0);
    expect(payload).toMatchObject({ text: 'from cleo' });
  });
});
