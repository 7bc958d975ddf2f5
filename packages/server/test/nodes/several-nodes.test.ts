// Nodes on one store: each delivers what the other commits, once and in order, even if hints are lost.
import type { ChatEvent, User } from '@chat/protocol';
import { memoryStorage, type ChatStorage } from '@chat/server';
import { mongodbStorage } from '@chat/server/mongodb';
import { postgresStorage } from '@chat/server/postgres';
import { sqliteStorage } from '@chat/server/sqlite';
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest';
import { connect, message, startServer, type Peer, type Running } from '../chat/harness.ts';
import { startMongodb, type MongodbServer } from '../storage/mongodb-server.ts';
import { startPostgres, type PostgresServer } from '../storage/postgres-server.ts';
import { breakStorage } from '../storage/break-storage.ts';
import { createHub, type Hub } from './hub.ts';
import { startNodes } from './nodes.ts';
import { patient } from '../../../../test/unhurried.ts';

let postgres: PostgresServer;
let mongodb: MongodbServer;
let schemas = 0;
beforeAll(async () => {
  [postgres, mongodb] = await Promise.all([startPostgres(), startMongodb()]);
});
afterAll(() => Promise.all([postgres.close(), mongodb.close()]));

/** The storage of each of two nodes: one object, or, like two processes, two over one database. */
const stores: Record<string, () => readonly [ChatStorage, ChatStorage]> = {
  memory: () => {
    const storage = memoryStorage();
    return [storage, storage];
  },
  SQLite: () => {
    const storage = sqliteStorage(':memory:');
    return [storage, storage];
  },
  PostgreSQL: () => {
    const schema = `nodes_${(schemas += 1)}`;
    return [
      postgresStorage(postgres.connection, { schema }),
      postgresStorage(postgres.connection, { schema }),
    ];
  },
  MongoDB: () => {
    const database = `nodes_${(schemas += 1)}`;
    return [mongodbStorage(mongodb.address, { database }), mongodbStorage(mongodb.address, { database })];
  },
};

const authenticate = ({ token = '' }): User => ({ id: token, name: token });

/** The application, which adds whom it will. */
const root = ({ chat }: Running) => chat.as({ id: 'root', name: 'Root', role: 'admin' });

const startTwo = async (name: string, hub: Hub | null = createHub()) => {
  const [first, theirs] = (stores[name] as (typeof stores)[string])();
  const { heads } = theirs.timeline;
  let looks = Promise.resolve();
  const timeline = {
    ...theirs.timeline,
    heads: async (...asked: Parameters<typeof heads>) => {
      await looks;
      return heads(...asked);
    },
  };
  /** Node two compares nothing with the store by itself, until that is called off. */
  const blind = () => {
    let see = () => {};
    looks = new Promise<void>((resolve) => (see = resolve));
    onTestFinished(() => see());
    return see;
  };
  const servers: Running[] = [];
  for (const storage of [first, { ...theirs, timeline }])
    servers.push(
      await startServer({
        storage,
        files: false,
        authenticate,
        ...(hub ? { io: { adapter: hub.adapter } } : {}),
      }),
    );
  // Registered first, so that it ends last.
  const close = async (): Promise<void> =>
    void (await Promise.all([...new Set([first, theirs])].map((each) => each.close())));
  const [one, two] = servers as [Running, Running];
  onTestFinished(async () => {
    await Promise.all(servers.map((each) => each.stop()));
    await close();
  });
  return { one, two, hub, blind };
};

const come = async (node: Running, token: string, roomId = 'plaza'): Promise<Peer> => {
  const peer = await connect(node.url, { token });
  await peer.call('room:join', { roomId });
  return peer;
};
const durable = (peer: Peer) => peer.events.flatMap((event) => ('rev' in event ? [event] : []));
const text = (event: ChatEvent): string => ('message' in event ? event.message.text : event.type);
const says = (wanted: string) => (event: ChatEvent) =>
  event.type === 'message:created' && text(event) === wanted;
const isNext = (peer: Peer): void => {
  const revs = durable(peer).map(({ rev }) => rev);
  expect(revs).toEqual(revs.map((_, index) => (revs[0] ?? 0) + index));
};

describe.each(Object.keys(stores))('over %s', (name) => {
  test('messages sent on one node are delivered on the other, once and in order', async () => {
    const { one, two } = await startTwo(name);
    const ana = await come(one, 'ana');
    const bo = await come(two, 'bo');
    const sends = Array.from({ length: 40 }, (_, index) =>
      (index % 2 ? ana : bo).call('message:send', message('plaza', `m${index}`)),
    );
    await Promise.all(sends);
    for (const peer of [ana, bo]) {
      await vi.waitFor(() => expect(durable(peer)).toHaveLength(40), patient);
      isNext(peer);
      expect(durable(peer).map(({ type }) => type)).toEqual(Array(40).fill('message:created'));
    }
    expect(durable(bo).map(text)).toEqual(durable(ana).map(text));
  });

  test('a lost hint delays events by a few seconds, and loses nothing', async () => {
    const hub = createHub();
    const { one, two, blind } = await startTwo(name, hub);
    const ana = await come(one, 'ana');
    const bo = await come(two, 'bo');
    hub.isCut = true;
    const see = blind();
    const { id } = await ana.call('message:send', message('plaza', 'first'));
    await ana.call('message:edit', { roomId: 'plaza', messageId: id, text: 'changed' });
    await ana.call('message:send', message('plaza', 'last'));
    see();
    await bo.until(says('last'));
    expect(durable(bo).map((event) => [event.type, text(event)])).toEqual([
      ['skip', 'skip'],
      ['message:created', 'changed'],
      ['message:created', 'last'],
    ]);
    isNext(bo);
    // Bo's message comes after all of that.
    const { seq } = await bo.call('message:send', message('plaza', 'answer'));
    expect(seq).toBe(3);
  });

  test('a node delivers the commits of the other node before its own', async () => {
    const hub = createHub();
    const { one, two } = await startTwo(name, hub);
    const ana = await come(one, 'ana');
    const bo = await come(two, 'bo');
    hub.isCut = true;
    await ana.call('message:send', message('plaza', 'before'));
    await bo.call('message:send', message('plaza', 'after'));
    await bo.until(says('after'));
    expect(durable(bo).map(text)).toEqual(['before', 'after']);
    isNext(bo);
  });

  test('a message that changes before its delivery is delivered as new, and can be marked as read', async () => {
    const hub = createHub();
    const { one, two, blind } = await startTwo(name, hub);
    const ana = await come(one, 'ana');
    const bo = await come(two, 'bo');
    hub.isCut = true;
    blind();
    const { id: messageId } = await ana.call('message:send', message('plaza', 'hello'));
    await bo.call('reaction:add', { roomId: 'plaza', messageId, emoji: '👍' });
    await bo.until(says('hello'));
    expect(durable(bo).map((event) => [event.type, text(event)])).toEqual([
      ['skip', 'skip'],
      ['message:created', 'hello'],
    ]);
    expect(await bo.call('receipt:read', { roomId: 'plaza', seq: 1 })).toMatchObject({ seq: 1, unread: 0 });
  });

  test('a member removed on one node gets that event on the other, and nothing after it', async () => {
    const hub = createHub();
    const { one, two, blind } = await startTwo(name, hub);
    const ana = await connect(one.url, { token: 'ana' });
    await ana.call('room:create', { roomId: 'club', type: 'private' });
    await ana.call('room:join', { roomId: 'club' });
    for (const userId of ['bo', 'cy']) await root(one).call('member:add', { roomId: 'club', userId });
    const bo = await come(two, 'bo', 'club');
    const cy = await come(two, 'cy', 'club');
    hub.isCut = true;
    blind();
    await ana.call('message:send', message('club', 'for all'));
    await ana.call('member:remove', { roomId: 'club', userId: 'bo' });
    await ana.call('message:send', message('club', 'secret'));
    // A second change of the same record: nobody knows any more when the first was.
    await ana.call('member:ban', { roomId: 'club', userId: 'bo' });
    await cy.call('message:send', message('club', 'of cy'));
    await cy.until(says('of cy'));
    expect(durable(cy).filter(says('secret'))).toHaveLength(1);
    isNext(cy);
    isNext(bo);
    expect(bo.events.some(says('secret'))).toBe(false);
    expect(durable(bo).at(-1)).toMatchObject({ type: 'member:left', userId: 'bo', reason: 'banned' });
    await expect(bo.call('message:send', message('club', 'still here?'))).rejects.toThrow('no such room');
  });

  test('an invite link of five uses admits five users who enter on both nodes at once', async () => {
    const { one, two } = await startTwo(name);
    const owner = one.chat.as({ id: 'ana', name: 'ana' });
    const { id: roomId } = await owner.call('room:create', { type: 'private' });
    const { code } = await owner.call('invite:create', { roomId, maxUses: 5 });
    const entries = await Promise.allSettled(
      Array.from({ length: 40 }, (_, index) => {
        const { chat } = index % 2 ? one : two;
        return chat
          .as({ id: `u${index}`, name: `u${index}` })
          .call('invite:accept', { roomId, code })
          .then(({ user }) => user.id);
      }),
    );
    const entered = entries.flatMap((entry) => (entry.status === 'fulfilled' ? [entry.value] : []));
    expect(entered).toHaveLength(5);
    const refused = entries.filter((entry) => entry.status === 'rejected');
    for (const { reason } of refused) expect(reason).toMatchObject({ reason: 'invite_invalid' });
    for (const node of [one, two]) {
      const { members } = await root(node).call('member:list', { roomId, limit: 100 });
      expect(members.map(({ user }) => user.id).sort()).toEqual(['ana', ...entered].sort());
      // A member whose reply was lost enters again, and is not counted.
      for (const id of entered)
        await expect(
          node.chat.as({ id, name: id }).call('invite:accept', { roomId, code }),
        ).resolves.toMatchObject({ user: { id } });
    }
    expect(await owner.call('invite:list', { roomId })).toEqual({ links: [] });
  });

  test('permissions changed on one node hold on the other at once', async () => {
    const hub = createHub();
    const { one, two } = await startTwo(name, hub);
    const ana = await connect(one.url, { token: 'ana' });
    await ana.call('room:create', { roomId: 'club', type: 'private' });
    const bo = await connect(two.url, { token: 'bo' });
    await expect(bo.call('room:join', { roomId: 'club' })).rejects.toThrow('no such room');
    hub.isCut = true;
    await root(one).call('member:add', { roomId: 'club', userId: 'bo' });
    expect((await bo.call('room:join', { roomId: 'club' })).me.role).toBe('member');
    await ana.call('member:mute', { roomId: 'club', userId: 'bo', until: Date.now() + 60_000 });
    await expect(bo.call('message:send', message('club', 'hm'))).rejects.toThrow('muted');
  });

  test('a client with a newer rev than its node makes the node read the store', async () => {
    const hub = createHub();
    const { one, two } = await startTwo(name, hub);
    const ana = await come(one, 'ana');
    await come(two, 'bo');
    hub.isCut = true;
    const { rev } = await ana.call('message:send', message('plaza', 'm1'));
    const { epoch } = await ana.call('room:join', { roomId: 'plaza' });
    const moved = await connect(two.url, { token: 'ana' });
    const answer = await moved.call('room:join', { roomId: 'plaza', since: { epoch, rev } });
    expect([answer.mode, answer.rev, answer.messages]).toEqual(['resume', rev, []]);
  });

  test('room lists follow changes on other nodes', async () => {
    const { one, two } = await startTwo(name);
    const bo = await connect(two.url, { token: 'bo' });
    await bo.call('room:list', {});
    const ana = await connect(one.url, { token: 'ana' });
    await ana.call('room:create', { roomId: 'club', type: 'private', title: 'Club' });
    await ana.call('room:join', { roomId: 'club' });
    await root(one).call('member:add', { roomId: 'club', userId: 'bo' });
    const isOf = (unread: number) => (event: ChatEvent) =>
      event.type === 'room:changed' && event.roomId === 'club' && event.summary.unread === unread;
    await bo.until(isOf(0));
    await ana.call('message:send', message('club', 'hello'));
    expect(await bo.until(isOf(1))).toMatchObject({ summary: { room: { title: 'Club' } } });
  });
});

test.each(['PostgreSQL', 'MongoDB'])(
  'two processes on one %s database converge without an adapter',
  async (name) => {
    const { one, two } = await startTwo(name, null);
    const ana = await come(one, 'ana');
    const bo = await come(two, 'bo');
    await ana.call('message:send', message('plaza', 'm1'));
    expect(await bo.until(says('m1'))).toMatchObject({ message: { seq: 1 } });
    isNext(bo);
  },
);

test('a message deleted on a node before its event arrives there is in that node’s first page', async () => {
  const { nodes, hub } = await startNodes(2);
  const [one, two] = nodes as [Running, Running];
  const ana = await connect(two.url, { name: 'Ana' });
  await ana.call('room:join', { roomId: 'r' });
  const bo = await connect(one.url, { name: 'Bo' });
  await bo.call('room:join', { roomId: 'r' });
  hub.isCut = true;
  const first = await bo.call('message:send', message('r', 'una'));
  const second = await bo.call('message:send', message('r', 'otra'));
  await ana.call('message:delete', { roomId: 'r', messageId: first.id });
  const late = await connect(two.url, { name: 'Caro' });
  const { messages } = await late.call('room:join', { roomId: 'r' });
  expect(messages.map(({ id, text }) => [id, text])).toEqual([
    [first.id, ''],
    [second.id, 'otra'],
  ]);
});

test('users who wait for a room on one node enter it if another node creates it first', async () => {
  const sound = memoryStorage();
  let release = (): void => {};
  const gate = new Promise<void>((resolve) => (release = resolve));
  let isWaiting = false;
  const slow = breakStorage(sound, ({ timeline }) => ({
    timeline: {
      commit: async (roomId, changes) => {
        if (changes[0]?.kind === 'create-room') {
          isWaiting = true;
          await gate;
        }
        return timeline.commit(roomId, changes);
      },
    },
  }));
  const { nodes, start } = await startNodes(1, {}, sound);
  const [one, two] = [await start(slow), nodes[0] as Running];
  const enter = async ({ url }: Running, name: string) =>
    (await connect(url, { name })).call('room:join', { roomId: 'r' });
  const ana = enter(one, 'Ana');
  await vi.waitFor(() => expect(isWaiting).toBe(true), patient);
  const bo = enter(one, 'Bo');
  const caro = await enter(two, 'Caro');
  expect(caro.me.role).toBe('owner');
  release();
  for (const joined of [await ana, await bo]) expect(joined.room.createdBy).toBe(caro.me.user.id);
});
