import { memoryStorage, wordFilter, type ChatServerOptions, type ChatStorage } from '@chat/server';
import { mongodbStorage } from '@chat/server/mongodb';
import { postgresStorage } from '@chat/server/postgres';
import { sqliteStorage } from '@chat/server/sqlite';
import type { Input } from '@chat/protocol';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startMongodb, type MongodbServer } from '../storage/mongodb-server.ts';
import { startPostgres, type PostgresServer } from '../storage/postgres-server.ts';
import { connect, message, startServer, type Peer } from './harness.ts';

let postgres: PostgresServer;
let mongodb: MongodbServer;
let databases = 0;
beforeAll(async () => {
  [postgres, mongodb] = await Promise.all([startPostgres(), startMongodb()]);
});
afterAll(() => Promise.all([postgres.close(), mongodb.close()]));

const stores: [string, () => ChatStorage][] = [
  ['memory', () => memoryStorage()],
  ['SQLite', () => sqliteStorage(':memory:')],
  [
    'PostgreSQL',
    () => postgresStorage(postgres.connection, { schema: `approval_${(databases += 1)}`, connections: 4 }),
  ],
  [
    'MongoDB',
    () => mongodbStorage(mongodb.address, { database: `approval_${(databases += 1)}`, connections: 4 }),
  ],
];

/** Ana owns the room; Bea and Caro are guests in it. */
const meeting = async (settings: Partial<Input<'room:update'>> = {}, options: ChatServerOptions = {}) => {
  const { url, chat } = await startServer({ storage: memoryStorage(), ...options });
  const [ana, bea, caro] = [
    await connect(url, { name: 'Ana' }),
    await connect(url, { name: 'Bea' }),
    await connect(url, { name: 'Caro' }),
  ];
  for (const peer of [ana, bea, caro]) await peer.call('room:join', { roomId: 'r' });
  await ana.call('room:update', { roomId: 'r', ...settings });
  return { url, chat, ana, bea, caro };
};

const sends = (peer: Peer, text: string, more: object = {}) =>
  peer.call('message:send', { ...message('r', text), ...more });
const waits = { code: 'forbidden', reason: 'pending_approval' };
/** Sends a message that waits, and returns its id. */
const hold = async (peer: Peer, text: string, more: object = {}): Promise<string> => {
  const input = { ...message('r', text), ...more };
  await expect(peer.call('message:send', input)).rejects.toMatchObject(waits);
  return input.id;
};
const queue = async (peer: Peer, own = false) => {
  const { messages, count } = await peer.call('approval:list', { roomId: 'r', ...(own ? { own } : {}) });
  return [count, ...messages.map(({ message: { text }, state }) => (state === 'pending' ? text : [text]))];
};
const texts = async (peer: Peer) =>
  (await peer.call('message:list', { roomId: 'r' })).messages.map(({ text }) => text);
const target = (messageId: string) => ({ roomId: 'r', messageId });

describe.each(stores)('approval in %s', (_, makeStorage) => {
  const open = (settings: Partial<Input<'room:update'>>, options: ChatServerOptions = {}) =>
    meeting(settings, { storage: makeStorage(), ...options });

  test('a message waits in the order of arrival, and takes its seq when it is approved', async () => {
    const { ana, bea, caro } = await open({ approval: 'everyone' });
    const [one, two] = [await hold(bea, 'una'), await hold(caro, 'dos')];
    await sends(ana, 'los moderadores no esperan');
    expect(await queue(ana)).toEqual([2, 'una', 'dos']);
    expect([await queue(bea, true), await queue(caro, true)]).toEqual([
      [1, 'una'],
      [1, 'dos'],
    ]);
    const approved = await ana.call('approval:approve', target(two));
    expect(approved).toMatchObject({ id: two, seq: 2, text: 'dos', author: { name: 'Caro' } });
    await bea.until((event) => event.type === 'message:created' && event.message.id === two);
    await caro.until((event) => event.type === 'approval:changed' && event.outcome === 'approved');
    expect(await queue(ana)).toEqual([1, 'una']);
    expect(await texts(bea)).toEqual(['los moderadores no esperan', 'dos']);
    await ana.call('approval:approve', target(one));
    expect(await texts(bea)).toEqual(['los moderadores no esperan', 'dos', 'una']);
  });

  test('a repeated send waits once, and after its approval is acknowledged with the message', async () => {
    const { ana, bea } = await open({ approval: 'everyone' });
    const input = message('r', 'una');
    await hold(bea, 'una', { id: input.id });
    await hold(bea, 'una', { id: input.id });
    expect(await queue(ana)).toEqual([1, 'una']);
    await expect(sends(bea, 'otra', { id: input.id })).rejects.toMatchObject({ reason: 'id_reused' });
    const approved = await ana.call('approval:approve', target(input.id));
    expect(await bea.call('message:send', input)).toEqual(approved);
    // Also when the room no longer asks for approval.
    const later = message('r', 'dos');
    await hold(bea, 'dos', { id: later.id });
    await ana.call('room:update', { roomId: 'r', approval: 'off' });
    await hold(bea, 'dos', { id: later.id });
    expect(await sends(bea, 'tres')).toMatchObject({ seq: 2 });
  });

  test('two moderators at once publish a message once', async () => {
    const { ana, bea, caro } = await open({ approval: 'everyone' });
    await ana.call('member:update', { roomId: 'r', userId: caro.hello.user.id, role: 'moderator' });
    const id = await hold(bea, 'una');
    const outcomes = await Promise.allSettled(
      [ana, caro, ana].map((peer) => peer.call('approval:approve', target(id))),
    );
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const refused = outcomes.flatMap((each) => (each.status === 'rejected' ? [each.reason as unknown] : []));
    expect(refused).toEqual([0, 1].map(() => expect.objectContaining({ reason: 'not_pending' })));
    expect(await texts(bea)).toEqual(['una']);
    await expect(ana.call('approval:reject', target(id))).rejects.toMatchObject({ reason: 'not_pending' });
  });

  test('a rejected message shows its author the reason until they dismiss it', async () => {
    const { ana, bea, caro } = await open({ approval: 'everyone' });
    const id = await hold(bea, 'una');
    await ana.call('approval:reject', { ...target(id), reason: 'fuera de tema' });
    await bea.until((event) => event.type === 'approval:changed' && event.outcome === 'rejected');
    expect((await bea.call('approval:list', { roomId: 'r', own: true })).messages).toMatchObject([
      { state: 'rejected', reason: 'fuera de tema', message: { id, text: 'una' } },
    ]);
    expect([await queue(ana), await queue(caro, true), await texts(bea)]).toEqual([[0], [0], []]);
    await expect(sends(bea, 'una', { id })).rejects.toMatchObject({
      code: 'forbidden',
      reason: 'not_approved',
    });
    await expect(caro.call('approval:withdraw', target(id))).rejects.toMatchObject({ code: 'conflict' });
    await bea.call('approval:withdraw', target(id));
    expect(await queue(bea, true)).toEqual([0]);
  });

  test('the author withdraws a message; nobody else can', async () => {
    const { ana, bea, caro } = await open({ approval: 'everyone' });
    const id = await hold(bea, 'una');
    for (const peer of [ana, caro])
      await expect(peer.call('approval:withdraw', target(id))).rejects.toMatchObject({
        reason: 'not_pending',
      });
    await bea.call('approval:withdraw', target(id));
    expect([await queue(ana), await queue(bea, true)]).toEqual([[0], [0]]);
    await expect(ana.call('approval:approve', target(id))).rejects.toMatchObject({ reason: 'not_pending' });
  });

  test('messages of a trusted author no longer wait, until the trust is withdrawn', async () => {
    const { ana, bea } = await open({ approval: 'everyone' });
    const id = await hold(bea, 'una');
    expect(await ana.call('approval:trust', target(id))).toMatchObject({ text: 'una', seq: 1 });
    expect(await sends(bea, 'dos')).toMatchObject({ seq: 2 });
    await ana.call('approval:untrust', { roomId: 'r', userId: bea.hello.user.id });
    await hold(bea, 'tres');
  });

  test('only moderators see the queue and decide', async () => {
    const { bea, caro } = await open({ approval: 'everyone' });
    const id = await hold(bea, 'una');
    for (const peer of [bea, caro]) {
      const forbidden = { code: 'forbidden' };
      await expect(peer.call('approval:list', { roomId: 'r' })).rejects.toMatchObject(forbidden);
      await expect(peer.call('approval:approve', target(id))).rejects.toMatchObject(forbidden);
      await expect(peer.call('approval:trust', target(id))).rejects.toMatchObject(forbidden);
      await expect(peer.call('approval:reject', target(id))).rejects.toMatchObject(forbidden);
      const user = { roomId: 'r', userId: bea.hello.user.id };
      await expect(peer.call('approval:untrust', user)).rejects.toMatchObject(forbidden);
    }
    expect(JSON.stringify(caro.events)).not.toContain('approval:changed');
  });

  test('a user and a room have a maximum of messages that wait', async () => {
    const limits = { maxPendingMessages: 3, maxPendingMessagesPerUser: 2 };
    const { ana, bea, caro } = await open({ approval: 'everyone' }, { limits });
    const first = await hold(bea, 'una');
    await hold(bea, 'dos');
    const full = { code: 'conflict', reason: 'too_many_pending' };
    await expect(sends(bea, 'tres')).rejects.toMatchObject(full);
    await hold(caro, 'tres');
    await expect(sends(caro, 'cuatro')).rejects.toMatchObject(full);
    await ana.call('approval:reject', target(first));
    await hold(bea, 'tres');
  });

  test('pages of the queue follow each other', async () => {
    const { ana, bea } = await open({ approval: 'everyone' });
    for (const text of ['1', '2', '3']) await hold(bea, text);
    const first = await ana.call('approval:list', { roomId: 'r', limit: 2 });
    expect([first.count, first.hasMore, first.messages.map((each) => each.message.text)]).toEqual([
      3,
      true,
      ['1', '2'],
    ]);
    const after = first.messages[1]?.key ?? '';
    const next = await ana.call('approval:list', { roomId: 'r', after });
    expect([next.hasMore, next.messages.map((each) => each.message.text)]).toEqual([false, ['3']]);
  });

  test('every decision is in the audit log', async () => {
    const { ana, bea } = await open({ approval: 'everyone' });
    const [one, two, three] = [await hold(bea, '1'), await hold(bea, '2'), await hold(bea, '3')];
    await ana.call('approval:approve', target(one));
    await ana.call('approval:reject', target(two));
    await ana.call('approval:trust', target(three));
    const user = { id: bea.hello.user.id, name: 'Bea' };
    await ana.call('approval:untrust', { roomId: 'r', userId: user.id });
    const { entries } = await ana.call('audit:list', { roomId: 'r' });
    expect(
      entries.map(({ act, by, user: about, messageId }) => [act, by.name, about?.id, messageId]),
    ).toEqual([
      ['approval:untrust', 'Ana', user.id, undefined],
      ['approval:trust', 'Ana', user.id, three],
      ['approval:reject', 'Ana', user.id, two],
      ['approval:approve', 'Ana', user.id, one],
      ['room:update', 'Ana', undefined, undefined],
    ]);
  });

  test('messages expire with the retention of the room', async () => {
    let now = 1_000_000_000_000;
    const { ana, bea } = await open({ approval: 'everyone', retention: { days: 1 } }, { now: () => now });
    const id = await hold(bea, 'vieja');
    now += 86_400_001;
    expect([(await queue(ana)).slice(1), (await queue(bea, true)).slice(1)]).toEqual([[], []]);
    await expect(ana.call('approval:approve', target(id))).rejects.toMatchObject({ reason: 'not_pending' });
  });

  test('messages are erased with their author, and only the data of the author has them', async () => {
    const { url, ana, bea, caro } = await open({ approval: 'everyone' });
    const rejected = await hold(bea, 'canario rechazado');
    await ana.call('approval:reject', target(rejected));
    const erased = await hold(bea, 'canario');
    await hold(caro, 'otra');
    const dataOf = async (peer: Peer) => {
      const { url: address } = await peer.call('user:export', { userId: peer.hello.user.id });
      return (await fetch(url + address)).text();
    };
    expect(await dataOf(bea)).toMatch(/"canario"[^]*canario rechazado/);
    expect(await dataOf(caro)).not.toContain('canario');
    await bea.call('user:erase', { userId: bea.hello.user.id });
    await expect.poll(() => queue(ana), { timeout: 15_000 }).toEqual([1, 'otra']);
    // Moderators load the queue again.
    const told = () =>
      ana.events.filter((each) => each.type === 'approval:changed' && each.messageId === erased).length;
    await expect.poll(told, { timeout: 15_000 }).toBe(2);
  });

  test('only messages of guests, or with links, wait if the room says so', async () => {
    const { ana, bea, caro } = await open({ approval: 'guests' });
    await ana.call('member:update', { roomId: 'r', userId: caro.hello.user.id, role: 'member' });
    await hold(bea, 'soy invitada');
    expect(await sends(caro, 'soy miembro')).toMatchObject({ seq: 1 });
    await ana.call('room:update', { roomId: 'r', approval: 'links' });
    expect(await sends(bea, 'sin enlace. Nada más')).toMatchObject({ seq: 2 });
    for (const text of [
      'mira https://a.example/x',
      'WWW.algo.es',
      'ver tienda.com',
      'x\u200B.com y a\u200B.net',
    ])
      await hold(caro, text);
    const said = await sends(caro, 'antes');
    await expect(
      caro.call('message:edit', { ...target(said.id), text: 'ahora: spam.com' }),
    ).rejects.toMatchObject({ code: 'forbidden', reason: 'needs_approval' });
  });
});

describe('modes of a room', () => {
  test('only emoji', async () => {
    const { ana, bea } = await meeting({ emojiOnly: true });
    const refused = { code: 'forbidden', reason: 'emoji_only' };
    await expect(sends(bea, 'hola 👍')).rejects.toMatchObject(refused);
    const said = await sends(bea, '👍🏽 👨‍👩‍👧\n❤️');
    await expect(bea.call('message:edit', { ...target(said.id), text: 'hola' })).rejects.toMatchObject(
      refused,
    );
    await sends(ana, 'los moderadores escriben');
  });

  test('no links', async () => {
    const { ana, bea } = await meeting({ allowLinks: false });
    const refused = { code: 'forbidden', reason: 'links_not_allowed' };
    await expect(sends(bea, 'mira a.example/x en https://a.example')).rejects.toMatchObject(refused);
    const said = await sends(bea, 'el 3.5 y la 4.ª, p. ej.');
    await expect(bea.call('message:edit', { ...target(said.id), text: 'tienda.com' })).rejects.toMatchObject(
      refused,
    );
    await sends(ana, 'https://a.example');
  });

  test('private messages to hosts only, or to nobody', async () => {
    const { ana, bea, caro } = await meeting({ privateMessages: 'hosts' });
    const [toAna, toBea, toCaro] = [ana, bea, caro].map((peer) => ({ to: [peer.hello.user.id] }));
    const refused = { code: 'forbidden', reason: 'private_not_allowed' };
    await sends(bea, 'a solas', toAna);
    await expect(sends(bea, 'a solas', toCaro)).rejects.toMatchObject(refused);
    const begun = await sends(ana, 'los moderadores escriben', toBea);
    await ana.call('room:update', { roomId: 'r', privateMessages: 'nobody' });
    await expect(sends(bea, 'a solas', toAna)).rejects.toMatchObject(refused);
    // A reply in a private thread is a private message.
    await expect(sends(bea, 'a solas', { threadId: begun.id })).rejects.toMatchObject(refused);
    await sends(ana, 'a solas', toBea);
  });

  test('some reactions, or none', async () => {
    const { ana, bea } = await meeting({ allowedReactions: ['👍'] });
    const { id } = await sends(ana, 'hola');
    const react = (emoji: string) => bea.call('reaction:add', { ...target(id), emoji });
    const refused = { code: 'forbidden', reason: 'reaction_not_allowed' };
    await react('👍');
    await expect(react('💩')).rejects.toMatchObject(refused);
    await expect(bea.call('reaction:burst', { roomId: 'r', emoji: '💩' })).rejects.toMatchObject(refused);
    await ana.call('room:update', { roomId: 'r', allowedReactions: [] });
    await expect(react('👍')).resolves.toMatchObject({ id });
    await bea.call('reaction:remove', { ...target(id), emoji: '👍' });
    await expect(react('👍')).rejects.toMatchObject(refused);
    await ana.call('room:update', { roomId: 'r', allowedReactions: 'all' });
    await react('💩');
  });

  test('messages that the word filter finds can wait for approval', async () => {
    const hooks = wordFilter({ words: ['asno'], action: 'hold' });
    const { ana, bea } = await meeting({}, { hooks });
    const id = await hold(bea, 'eres un asno');
    await hold(bea, 'eres un asno', { id });
    await expect(sends(bea, 'asno', { to: [ana.hello.user.id] })).rejects.toMatchObject({
      reason: 'moderated',
    });
    const said = await sends(bea, 'hola');
    await expect(bea.call('message:edit', { ...target(said.id), text: 'asno' })).rejects.toMatchObject({
      reason: 'moderated',
    });
    expect(await queue(ana)).toEqual([1, 'eres un asno']);
    await ana.call('approval:approve', target(id));
    expect(await texts(bea)).toEqual(['hola', 'eres un asno']);
  });
});
