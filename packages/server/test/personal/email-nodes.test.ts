// E-mail from two nodes over each store: one of them sends each mail, and continues for one that has gone.
import { randomUUID } from 'node:crypto';
import type { ChatServerOptions, ChatStorage, Mail } from '@chat/server';
import { beforeEach, expect, onTestFinished, test, vi } from 'vitest';
import { patient } from '../../../../test/unhurried.ts';
import { message, startServer, type Running } from '../chat/harness.ts';
import { joined, pairsOfStores, startTwo, type Storages } from '../live/two-nodes.ts';
import { createHub } from '../nodes/hub.ts';
import { breakStorage } from '../storage/break-storage.ts';

const stores = pairsOfStores();
let users: string[];
let roomIds: [string, string];
beforeEach(() => {
  // Tests share a database.
  const test = randomUUID().slice(0, 8);
  users = ['u0', 'u1', 'u2'].map((id) => `${id}-${test}`);
  roomIds = [`plans-${test}`, `office-${test}`];
});
/** Longer than a lease. */
const leaseMs = 121_000;
/** Longer than several rounds of a node. */
const severalRoundsMs = 1_500;
const quiet = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

/** The mails of all nodes. `hold` lets none out until the function that it returns is called. */
const createOutbox = () => {
  const sent: Mail[] = [];
  /** Mails that were handed over, sent or not. */
  const taken: Mail[] = [];
  let held: Promise<void> | null = null;
  const options = {
    email: {
      send: async (mail) => {
        taken.push(mail);
        await held;
        sent.push(mail);
      },
      from: 'Chat <chat@example.org>',
      addressOf: ({ id }) => `${id}@example.org`,
      baseUrl: 'http://127.0.0.1',
      afterMs: 1_000,
    },
  } satisfies ChatServerOptions;
  /** How many mails to a user have a message. */
  const times = (userId: string, text: string): number =>
    sent.filter((mail) => mail.to === `${userId}@example.org` && mail.text.includes(`: ${text}\n`)).length;
  const hold = (): (() => void) => {
    let release = (): void => {};
    held = new Promise((resolve) => (release = resolve));
    return release;
  };
  return { sent, taken, options, times, hold };
};

type Outbox = ReturnType<typeof createOutbox>;

/** Each user has read everything, and is away. */
const bringUsers = async ({ chat }: Running): Promise<void> => {
  for (const id of users) {
    const session = chat.as({ id, name: id });
    for (const roomId of roomIds) await session.call('room:join', { roomId });
    session.close();
  }
};

const mention = async ({ chat }: Running, roomId: string, text: string): Promise<void> => {
  const session = chat.as({ id: 'ana', name: 'Ana' });
  await session.call('room:join', { roomId });
  await session.call('message:send', { ...message(roomId, text, randomUUID()), mentions: users });
  session.close();
};

const everybodyHas = (outbox: Outbox, text: string): Promise<void> =>
  vi.waitFor(() => {
    for (const userId of users) expect([userId, text, outbox.times(userId, text)]).toEqual([userId, text, 1]);
  }, patient);

/** Looks again after a later mail to everybody, by which a second one would have arrived. */
const expectOnce = async (node: Running, outbox: Outbox, texts: readonly string[]): Promise<void> => {
  for (const text of texts) await everybodyHas(outbox, text);
  await mention(node, roomIds[0], 'the last one.');
  for (const text of ['the last one.', ...texts]) await everybodyHas(outbox, text);
};

test.each(stores)('%s: of two nodes exactly one sends each mail', { timeout: 120_000 }, async (_, make) => {
  const outbox = createOutbox();
  const nodes = await startTwo(make(), outbox.options);
  await bringUsers(nodes[0]);
  const texts: string[] = [];
  for (let round = 0; round < 2; round += 1) {
    const written = nodes.flatMap((node, at) =>
      roomIds.map((roomId) => ({ node, roomId, text: `round ${round} on ${at} in ${roomId}.` })),
    );
    texts.push(...written.map(({ text }) => text));
    await Promise.all(written.map(({ node, roomId, text }) => mention(node, roomId, text)));
    // A mail shows three messages of a room.
    for (const { text } of written) await everybodyHas(outbox, text);
  }
  await expectOnce(nodes[1], outbox, texts);
  expect(outbox.taken).toEqual(outbox.sent);
});

test.each(stores)(
  '%s: a node mails what another one has stored, without having heard of it',
  { timeout: 120_000 },
  async (_, make) => {
    const outbox = createOutbox();
    const hub = createHub();
    hub.isCut = true;
    const [one, two] = await startTwo(make(), outbox.options, hub);
    await bringUsers(one);
    // The second node has the room open, as of now. Users who are present would get their mail a quarter of an hour later.
    const cy = await joined(two, 'cy', roomIds[0]);
    const present = async () =>
      (await cy.call('room:join', { roomId: roomIds[0] })).members.map(({ user }) => user.id);
    await vi.waitFor(async () => expect(await present()).toEqual(['cy']), patient);
    await mention(one, roomIds[0], 'by the other.');
    await one.stop();
    await everybodyHas(outbox, 'by the other.');
    expect(outbox.sent).toHaveLength(users.length);
  },
);

/** Starts a node and has it hand over a mail to a mailer that waits; then starts another one. */
const startWhileOneSends = async (
  [first, second]: Storages,
  outbox: Outbox,
  options: ChatServerOptions = {},
): Promise<{ one: Running; two: Running; release(): void }> => {
  onTestFinished(async () => {
    for (const storage of new Set([first, second])) await storage.close();
  });
  const hub = createHub();
  const start = (storage: ChatStorage) =>
    startServer({ ...outbox.options, ...options, storage, io: { adapter: hub.adapter } });
  const one = await start(first);
  await bringUsers(one);
  const release = outbox.hold();
  await mention(one, roomIds[0], 'before the end.');
  await vi.waitFor(() => expect(outbox.taken).toHaveLength(1), patient);
  return { one, two: await start(second), release };
};

test.each(stores)(
  '%s: a node continues for one that has died, once its lease is over',
  { timeout: 120_000 },
  async (_, make) => {
    const outbox = createOutbox();
    const [first, second] = make();
    let isDead = false;
    let skewMs = 0;
    const mortal = breakStorage(first, ({ timeline }) => ({
      timeline: {
        commit: async (...input) => {
          if (isDead) throw new Error('this node is dead');
          return timeline.commit(...input);
        },
      },
    }));
    const { two, release } = await startWhileOneSends([mortal, second], outbox, {
      logger: quiet,
      now: () => Date.now() + skewMs,
    });
    isDead = true;
    // The mailer takes the mail, and the node cannot record it.
    release();
    await new Promise((resolve) => setTimeout(resolve, severalRoundsMs));
    expect(outbox.sent).toHaveLength(1);
    skewMs = leaseMs;
    await expectOnce(two, outbox, ['before the end.']);
  },
);

test.each(stores)(
  '%s: a node continues at once for one that was closed while it sent',
  { timeout: 120_000 },
  async (_, make) => {
    const outbox = createOutbox();
    const { one, two, release } = await startWhileOneSends(make(), outbox);
    const stopped = one.stop();
    release();
    await stopped;
    await expectOnce(two, outbox, ['before the end.']);
    expect(outbox.taken).toEqual(outbox.sent);
  },
);
