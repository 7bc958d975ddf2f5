import * as fc from 'fast-check';
import { mongodbStorage } from '@chat/server/mongodb';
import { postgresStorage } from '@chat/server/postgres';
import { sqliteStorage } from '@chat/server/sqlite';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parsePhrases, type User } from '@chat/protocol';
import type { Change } from '../../src/storage/contract/change.ts';
import { memoryStorage } from '../../src/storage/memory/memory-storage.ts';
import type { ChatStorage } from '../../src/storage/contract/storage.ts';
import { ana, bo, createRoom, cy } from '../../src/testing/sample.ts';
import { startMongodb, type MongodbServer } from './mongodb-server.ts';
import { startPostgres, type PostgresServer } from './postgres-server.ts';

const user: fc.Arbitrary<User> = fc.constantFrom(ana, bo, cy, { id: 'dee\uFF5E', name: 'Dee', guest: true });
const messageId = fc.constantFrom('m1', 'm2', 'm3', 'm4');
const at = fc.integer({ min: 1, max: 50_000 });
const actor = user;
const text = fc.constantFrom('one', 'two', '\u{1F600} "quoted"\n');
const data = fc.option(fc.dictionary(fc.constantFrom('a', '__proto__', 'z'), fc.jsonValue({ maxDepth: 2 })), {
  nil: undefined,
});
const draft = fc.record({
  id: messageId,
  kind: fc.constant('text' as const),
  text,
  attachments: fc.constant([]),
  replyTo: fc.option(messageId, { nil: undefined }),
  threadId: fc.option(messageId, { nil: undefined }),
  alsoToRoom: fc.constantFrom(undefined, true as const),
  mentions: fc.uniqueArray(fc.constantFrom('ana', 'bo', 'dee\uFF5E'), { maxLength: 2 }),
  mentionsAll: fc.constantFrom(undefined, true as const),
  to: fc.option(fc.uniqueArray(fc.constantFrom('ana', 'bo', 'cy', 'dee\uFF5E'), { maxLength: 2 }), {
    nil: undefined,
    freq: 2,
  }),
  data,
});
const edited = fc.constantFrom(undefined, [], ['bo'], ['ana', 'cy']);
const role = fc.constantFrom('owner' as const, 'moderator' as const, 'member' as const);
const reason = fc.constantFrom('left' as const, 'removed' as const, 'banned' as const);
const patch = fc.record(
  {
    title: text,
    frozen: fc.boolean(),
    slowModeSeconds: fc.constantFrom(0, 5),
    startsAt: fc.option(at, { nil: undefined }),
  },
  { requiredKeys: [] },
);
const kind = <K extends Change['kind']>(value: K) => fc.constant(value);

const change = fc.oneof(
  { weight: 6, arbitrary: fc.record({ kind: kind('send'), actor, at, message: draft }) },
  {
    weight: 3,
    arbitrary: fc.record({ kind: kind('edit'), actor, at, messageId, text, data, mentions: edited }),
  },
  { weight: 2, arbitrary: fc.record({ kind: kind('delete'), actor, at, messageId }) },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: kind('react'),
      actor,
      at,
      messageId,
      emoji: fc.constantFrom('\u{1F44D}', '\u{1F389}', '\u2764\uFE0F'),
      added: fc.boolean(),
      visibleAfter: fc.constantFrom(0, 1),
      most: fc.constant(2),
    }),
  },
  fc.record({
    kind: kind('start-call'),
    actor,
    at,
    callId: messageId,
    media: fc.constant('audio' as const),
    callee: fc.constantFrom('bo', 'cy'),
  }),
  fc.record({ kind: kind('answer-call'), actor, at, callId: messageId }),
  fc.record({
    kind: kind('end-call'),
    actor,
    at,
    callId: messageId,
    why: fc.constantFrom('hangup' as const, 'timeout' as const, 'lost' as const),
  }),
  fc.record({ kind: kind('update-room'), actor, at, patch }),
  fc.record({ kind: kind('add-member'), actor, at, user, role }),
  fc.record({ kind: kind('invite'), actor, at, user }),
  fc.record({ kind: kind('answer-invitation'), actor, at, accept: fc.boolean() }),
  fc.record({
    kind: kind('create-invite-link'),
    actor,
    at,
    link: fc.record({
      linkId: fc.constantFrom('l1', 'l2'),
      hash: fc.constantFrom('h1', 'h2'),
      expiresAt: at,
      maxUses: fc.constantFrom(1, 2),
    }),
    most: fc.constant(2),
  }),
  fc.record({ kind: kind('revoke-invite-link'), actor, at, linkId: fc.constantFrom('l1', 'l2') }),
  fc.record({ kind: kind('accept-invite-link'), actor, at, hash: fc.constantFrom('h1', 'h2') }),
  fc.record({ kind: kind('set-role'), actor, at, user, role }),
  fc.record({ kind: kind('mute'), actor, at, user, until: fc.option(at) }),
  fc.record({ kind: kind('end-membership'), actor, at, user, reason }),
  fc.record({ kind: kind('report'), actor, at, messageId }),
  fc.record({ kind: kind('resolve-report'), actor, at, messageId, outcome: fc.constant('acted' as const) }),
  fc.record({ kind: kind('unban'), actor, at, userId: user.map(({ id }) => id) }),
) as fc.Arbitrary<Change>;

const batches = fc.array(fc.array(change, { minLength: 1, maxLength: 6 }), { maxLength: 10 });
const type = fc.constantFrom('public' as const, 'private' as const);

/** Returns everything that can be read of a room. */
const lookAt = async ({ timeline }: ChatStorage) => ({
  head: await timeline.head('r'),
  changes: await timeline.changes('r', 3, 1_000),
  newest: await timeline.page('r', { limit: 3 }),
  around: await timeline.page('r', { around: 3, limit: 4, visibleAfter: 1 }),
  theirs: await Promise.all(
    ['ana', 'bo', 'cy'].map(async (reader) => ({
      newest: await timeline.page('r', { limit: 2, reader }),
      changes: await timeline.changes('r', 3, 1_000, { reader }),
      unread: await timeline.unread('r', reader, 0, 4),
      unreadThen: await timeline.unread('r', reader, 0, 9, { seq: 5, rev: 9 }),
      mentions: await timeline.mentions('r', reader, 0, 3),

      found: await timeline.search('r', { phrases: parsePhrases('one'), limit: 2, reader, visibleAfter: 1 }),
      quoted: await timeline.search('r', { phrases: parsePhrases('"\u{1F600} quoted"'), limit: 5, reader }),
      since: await timeline.search('r', { phrases: [], from: 'ana', after: 20_000, limit: 3, reader }),
      until: await timeline.search('r', { phrases: parsePhrases('two'), before: 30_000, limit: 3, reader }),
    })),
  ),
  thread: await timeline.page('r', { threadId: 'm1', limit: 3, reader: 'bo' }),
  all: await timeline.page('r', { limit: 100, unfiltered: true }),
  calls: await timeline.openCalls({ limit: 2 }),
  members: await timeline.members('r', { limit: 2 }),
  reactors: await timeline.reactors('r', { messageId: 'm1', emoji: '\u{1F44D}' }, { limit: 2 }),
  reacted: await timeline.reacted('r', 'bo', [{ messageId: 'm2', emoji: '\u{1F389}' }]),
  rooms: await timeline.roomsOf('bo', { limit: 2 }),
  banned: await timeline.banned('r', { limit: 2 }),
  reports: await timeline.reports('r', { limit: 3 }),
  audit: await timeline.audit('r', { limit: 5 }),
  unread: await timeline.unread('r', 'bo', 1, 3),
});

let postgres: PostgresServer;
let mongodb: MongodbServer | undefined;
let schemas = 0;
beforeAll(async () => {
  postgres = await startPostgres();
});
afterAll(() => Promise.all([postgres.close(), mongodb?.close()]));

const options = { id: () => 'epoch' };
const others = [
  ['SQLite', 150, () => sqliteStorage(':memory:', options)],
  [
    'PostgreSQL',
    40,
    () =>
      postgresStorage(postgres.connection, { ...options, schema: `same_${(schemas += 1)}`, connections: 2 }),
  ],
  [
    'MongoDB',
    5,
    async () => {
      // A new one each time, since it copies all its data for each transaction.
      await mongodb?.close();
      mongodb = await startMongodb();
      return mongodbStorage(mongodb.address, { ...options, connections: 2 });
    },
  ],
] as const;

test.each(others)(
  '%s and memory decide and show the same, and number without a gap',
  { timeout: 60_000 },
  async (_, numRuns, open) => {
    await fc.assert(
      fc.asyncProperty(type, batches, fc.nat({ max: 60_000 }), async (roomType, all, before) => {
        const storages = [memoryStorage(options), await open()];
        const seen = await Promise.all(
          storages.map(async (storage) => {
            const committed = [await storage.timeline.commit('r', [createRoom('r', { type: roomType })])];
            for (const batch of all) committed.push(await storage.timeline.commit('r', batch));
            const whole = await lookAt(storage);
            const pruned = await storage.timeline.prune('r', before);
            return { committed, whole, pruned, rest: await lookAt(storage) };
          }),
        );
        await Promise.all(storages.map((storage) => storage.close()));
        expect(seen[1]).toStrictEqual(seen[0]);
        const taken = seen[0]?.committed
          .flat()
          .flatMap((result) =>
            result.ok && !result.known ? [result.event, ...(result.also ? [result.also] : [])] : [],
          );
        expect(taken?.map(({ rev }) => rev)).toEqual(taken?.map((_, index) => index + 1));
        const messages = taken?.flatMap((event) =>
          event.type === 'message:created' ? [event.message.seq] : [],
        );
        expect(messages).toEqual(messages?.map((_, index) => index + 1));
      }),
      { numRuns },
    );
  },
);
