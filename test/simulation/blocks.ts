import type { ChatEvent, Message } from '@chat/protocol';
import type { ChatServer } from '../../packages/server/src/chat-server.ts';
import { blockedIn } from '../../packages/server/src/users/blocked-users.ts';
import { createChance } from './chance.ts';
import { markBaseline } from './faults.ts';
import type { Ledger } from './ledger.ts';
import type { Report } from './report.ts';
import type { Tab } from './tab.ts';
import type { World } from './world.ts';

const quietly = (work: Promise<unknown>): void => void work.catch(() => undefined);
const isOfSeed = (seed: number): boolean => seed % 8 === 3;

/** Users who write to each other. */
const pairs: readonly (readonly [string, string])[] = [
  ['ana', 'cy'],
  ['bo', 'di'],
];

/** What one user decided about another one. */
interface Decided {
  isPending: boolean;
  /** A command was not acknowledged: it may still be done, any time later. */
  isUnsure: boolean;
  /** When the last block was acknowledged; null: not blocked. */
  since: number | null;
}

interface Book {
  /** The direct rooms, by id, with their members. */
  rooms: Map<string, readonly [string, string]>;
  /** By the user who blocks, and the one who is blocked. */
  decided: Map<string, Decided>;
  /** When each command reached a server. */
  arrived: WeakMap<object, number>;
}

const books = new WeakMap<Ledger, Book>();
const keyOf = (owner: string, userId: string): string => `${owner} ${userId}`;

/** Makes the direct rooms of the users who block each other in this seed. */
export const makeDirectRooms = async (world: World, seed: number): Promise<void> => {
  if (!isOfSeed(seed)) return;
  const { scheduler, people, ledger } = world;
  const book: Book = { rooms: new Map(), decided: new Map(), arrived: new WeakMap() };
  books.set(ledger, book);
  const make = async (chat: ChatServer): Promise<void> => {
    for (const pair of pairs) {
      const [first, second] = pair;
      const session = chat.as(people.find(({ id }) => id === first) ?? { id: first, name: first });
      const { id } = await session.call('room:create', { type: 'direct', userIds: [second] });
      book.rooms.set(id, pair);
      session.close();
    }
  };
  // Users are unknown until they have connected, which takes longer in some seeds.
  world.inServer('make direct rooms', (chat) => quietly(make(chat)));
  await scheduler.runUntil(scheduler.now() + 500);
  markBaseline(world);
};

/** The direct rooms of a user. */
export const directRoomsOf = ({ ledger }: World, userId: string): string[] =>
  [...(books.get(ledger)?.rooms ?? [])].flatMap(([id, pair]) => (pair.includes(userId) ? [id] : []));

/** Lets users block each other in some seeds, by random numbers of its own: other seeds run as before. */
export const blocksIn = (world: World, seed: number): (() => void) => {
  const book = books.get(world.ledger);
  if (!isOfSeed(seed) || !book) return () => undefined;
  const { outboxes, scheduler } = world;
  const chance = createChance(seed + 0xb10c);

  const decide = ({ client: { users }, user }: Tab, other: string): void => {
    const decided = book.decided.get(keyOf(user.id, other)) ?? {
      isPending: false,
      isUnsure: false,
      since: null,
    };
    if (decided.isPending) return;
    book.decided.set(keyOf(user.id, other), decided);
    const blocks = decided.since === null;
    decided.isPending = true;
    decided.since = null;
    (blocks ? users.block(other) : users.unblock(other)).then(
      () => Object.assign(decided, { isPending: false, since: blocks ? scheduler.now() : null }),
      () => Object.assign(decided, { isPending: false, isUnsure: true }),
    );
  };

  const act = (tab: Tab, roomId: string, other: string): void => {
    const room = tab.rooms.get(roomId);
    if (!room || room.state.get().status === 'left') return tab.join(roomId);
    if (chance.hit(0.25)) return decide(tab, other);
    if (chance.hit(0.2)) return room.typing.start();
    if (chance.hit(0.1)) return room.receipts.read();
    const text = outboxes.write(tab.actor.name);
    room.messages.send({ text }).then(
      (message) => outboxes.resolved(text, message, tab.user.id),
      () => undefined,
    );
  };

  return () => {
    if (!chance.hit(0.6)) return;
    const tab = chance.pick(world.tabs());
    const roomId = tab && chance.pick(directRoomsOf(world, tab.user.id));
    const other = book.rooms.get(roomId ?? '')?.find((id) => id !== tab?.user.id);
    if (tab && roomId !== undefined && other !== undefined)
      world.inTab(tab, 'block', () => act(tab, roomId, other));
  };
};

/** A command has reached a server. */
export const noteArrival = (ledger: Ledger, input: unknown, now: number): void => {
  if (typeof input === 'object' && input !== null) books.get(ledger)?.arrived.set(input, now);
};

/** The blocks of a store that was restored may be gone. */
export const forgetBlocks = (ledger: Ledger): void =>
  books.get(ledger)?.decided.forEach((decided) => Object.assign(decided, { isUnsure: true }));

const refused: readonly string[] = ['message:send', 'message:edit', 'reaction:add', 'typing:set'];
/** A node applies a block so long after it was acknowledged, as in docs/guarantees.md. */
const appliesMs = 5_000;

/** What a blocked user does in the direct room is refused. */
export const checkReached = (
  ledger: Ledger,
  userId: string,
  command: string,
  input: unknown,
  report: Report,
): void => {
  const book = books.get(ledger);
  if (!book || !refused.includes(command) || typeof input !== 'object' || input === null) return;
  const { roomId = '' } = input as { roomId?: string };
  const other = book.rooms.get(roomId)?.find((id) => id !== userId);
  const decided = other === undefined ? undefined : book.decided.get(keyOf(other, userId));
  if (!decided || decided.isUnsure || decided.since === null || ledger.erased.has(other ?? '')) return;
  const lateMs = (book.arrived.get(input) ?? 0) - decided.since;
  if (lateMs > appliesMs)
    report(`blocks: ${command} of ${userId} reaches ${other}, who blocked them ${lateMs} ms before`);
};

/** Users hear of those whom they blocked themselves. */
export const checkBlockedEvent = (
  ledger: Ledger,
  userId: string,
  { userIds }: ChatEvent & { type: 'blocked:changed' },
  report: Report,
): void => {
  for (const id of userIds)
    if (!books.get(ledger)?.decided.has(keyOf(userId, id)))
      report(`blocks: ${userId} is told of ${id}, whom they did not block`);
};

/** The users whom each user has blocked, as stored. */
export type StoredBlocks = ReadonlyMap<string, ReadonlySet<string>>;

export const storedBlocks = async ({ disk, people }: World): Promise<StoredBlocks> => {
  const found = new Map<string, Set<string>>();
  for (const { id } of people)
    found.set(id, new Set(blockedIn(await disk.truth.profiles.get(id)).map(({ userId }) => userId)));
  return found;
};

/** Whether a message is not counted as unread, because of its author. */
export const isBlocked = (blocks: StoredBlocks, userId: string, { author }: Message): boolean =>
  blocks.get(userId)?.has(author.id) === true;

/** The store has the last acknowledged decisions, and all pages know them. */
export const verifyBlocks = async (world: World, seed: number): Promise<void> => {
  const book = books.get(world.ledger);
  if (!isOfSeed(seed) || !book) return;
  const { ledger, report, network, hosts } = world;
  const blocks = await storedBlocks(world);
  for (const [key, { isPending, isUnsure, since }] of book.decided) {
    const [owner = '', userId = ''] = key.split(' ');
    if (isPending || isUnsure || ledger.erased.has(owner)) continue;
    if (blocks.get(owner)?.has(userId) !== (since !== null))
      report(`blocks: ${owner} has ${since === null ? '' : 'not '}blocked ${userId} in the store`);
  }
  for (const tab of world.tabs()) {
    const expected = [...(blocks.get(tab.user.id) ?? [])].join();
    // The event is ephemeral.
    const mayMiss = network.wires().some((wire) => wire.page === tab.actor && wire.mayMiss);
    if (mayMiss || hosts.length > 1 || ledger.erased.has(tab.user.id)) continue;
    for (const { id, state } of tab.rooms.values()) {
      const { status, blocked } = state.get();
      if (status === 'joined' && blocked.join() !== expected)
        report(`blocks: ${tab.actor.name} in ${id} knows '${blocked.join()}', not '${expected}'`);
    }
  }
};
