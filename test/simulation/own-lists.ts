import { isTransient, type ChatError } from '@chat/protocol';
import type { ChatRoom } from '../../packages/client/src/room/chat-room.ts';
import type { Change, CommitResult } from '../../packages/server/src/storage/contract/change.ts';
import { reminderKind } from '../../packages/server/src/storage/decide/personal/message-reminders.ts';
import { savedKind } from '../../packages/server/src/storage/decide/personal/saved.ts';
import { roomIds } from './actions.ts';
import { createChance } from './chance.ts';
import type { RoomLedger } from './ledger.ts';
import type { Report } from './report.ts';
import type { Tab } from './tab.ts';
import type { World } from './world.ts';

const quietly = (work: Promise<unknown>): void => void work.catch(() => undefined);
const isOfSeed = (seed: number): boolean => seed % 8 === 2;

/** Lets users save messages and set reminders in some seeds, by random numbers of its own: other seeds run as before. */
export const ownListsIn = (world: World, seed: number): (() => void) => {
  if (!isOfSeed(seed)) return () => undefined;
  const { scheduler } = world;
  const chance = createChance(seed + 0x5a7e);
  const soon = (): number =>
    Math.round(scheduler.wall()) + (chance.hit(0.1) ? 3_600_000 : chance.int(-1_000, 40_000));

  const act = ({ client: { saved, reminders } }: Tab, { id: roomId, messages }: ChatRoom): void => {
    if (!saved.get().loaded) return quietly(saved.load());
    if (!reminders.get().loaded) return quietly(reminders.load());
    const messageId = chance.pick(messages.get().items.filter(({ status }) => status === 'sent'))?.id;
    const own = chance.pick(saved.get().items)?.message;
    const reminder = chance.pick(reminders.get().items);
    if (own && chance.hit(0.2)) return quietly(saved.remove(own.roomId, own.id));
    if (reminder && chance.hit(0.2)) return quietly(reminders.remove(reminder.roomId, reminder.messageId));
    if (messageId === undefined) return;
    quietly(chance.hit(0.5) ? saved.add(roomId, messageId) : reminders.set(roomId, messageId, soon()));
  };

  return () => {
    if (!chance.hit(0.5)) return;
    const tab = chance.pick(world.tabs());
    const room = tab?.rooms.get(chance.pick(roomIds) ?? '');
    if (tab && room) world.inTab(tab, 'own lists', () => act(tab, room));
  };
};

type List = 'saved' | 'reminder';

/** A saved message, or a reminder of one. */
interface Entry {
  list: List;
  userId: string;
  messageId: string;
  /** When it was saved, or is to be reminded of. */
  at: number;
  isDue: boolean;
}

const modelOf = new WeakMap<RoomLedger, Map<string, Entry>>();
/** Keys of all entries that there ever were. */
const everIn = new WeakMap<RoomLedger, Set<string>>();

const entriesOf = (ledger: RoomLedger): Map<string, Entry> => {
  const model = modelOf.get(ledger) ?? new Map<string, Entry>();
  modelOf.set(ledger, model);
  return model;
};

const keyOf = (list: List, userId: string, messageId: string): string => `${list} ${userId} ${messageId}`;

/** Whether the user ever saved a message, or set a reminder of it. */
export const hasOwn = (ledger: RoomLedger, list: List, userId: string, messageId: string): boolean =>
  everIn.get(ledger)?.has(keyOf(list, userId, messageId)) === true;

/** Follows what users have saved in a room; reports a reminder that comes again, or too early. */
export const checkOwnLists = (
  ledger: RoomLedger,
  change: Change,
  { records, event, also }: CommitResult & { ok: true },
  report: Report,
): void => {
  const entries = entriesOf(ledger);
  for (const each of [event, also])
    if (each?.type === 'message:deleted')
      for (const [key, { messageId }] of entries) if (messageId === each.message.id) entries.delete(key);
  if (change.kind === 'erase-record')
    for (const list of ['saved', 'reminder'] as const)
      if (change.recordKind.startsWith(`${list}:`)) entries.delete(keyOf(list, change.userId, change.key));
  if (!('messageId' in change) || !records?.length) return;
  const { kind, messageId, at } = change;
  const userId = change.actor.id;
  const reminder = keyOf('reminder', userId, messageId);
  const put = (list: List, time: number): void => {
    const key = keyOf(list, userId, messageId);
    entries.set(key, { list, userId, messageId, at: time, isDue: false });
    everIn.set(ledger, (everIn.get(ledger) ?? new Set<string>()).add(key));
  };
  if (kind === 'save') put('saved', at);
  if (kind === 'unsave') entries.delete(keyOf('saved', userId, messageId));
  if (kind === 'set-reminder') put('reminder', change.remindAt);
  if (kind === 'cancel-reminder') entries.delete(reminder);
  if (kind !== 'fire-reminder') return;
  const found = entries.get(reminder);
  const what = `reminders: ${userId} is reminded of ${messageId} in ${ledger.id}`;
  if (!found || found.isDue) report(`${what}, and has no such reminder`);
  else if (at < found.at) report(`${what} ${found.at - at} ms too early`);
  if (records.every(({ body }) => body === null)) entries.delete(reminder);
  else if (found) found.isDue = true;
};

const shownEntry = ({ messageId, at, isDue }: Pick<Entry, 'messageId' | 'at' | 'isDue'>): string =>
  `${messageId} ${at}${isDue ? ' due' : ''}`;

/** Everything has worked for longer. */
const lateMs = 20_000;

const verifyStored = async (world: World, ledger: RoomLedger): Promise<void> => {
  const { disk, report, scheduler } = world;
  // Those of expired messages go with them.
  const entries = [...entriesOf(ledger).values()].filter(({ messageId }) => ledger.messages.has(messageId));
  for (const { list, userId, messageId, at, isDue } of entries)
    if (list === 'reminder' && !isDue && at < scheduler.wall() - lateMs)
      report(`reminders: ${userId} was not reminded of ${messageId}, ${scheduler.wall() - at} ms ago`);
  for (const { id: userId } of world.people)
    for (const list of ['saved', 'reminder'] as const) {
      const kind = list === 'saved' ? savedKind(userId) : reminderKind(userId);
      const { records } = await disk.truth.timeline.records(ledger.id, kind, { limit: 1_000 });
      const stored = records.map(({ key: messageId, dueAt = 0, body }) =>
        shownEntry({ messageId, at: dueAt, isDue: 'due' in (body ?? {}) }),
      );
      const expected = entries.filter((each) => each.list === list && each.userId === userId).map(shownEntry);
      if (stored.toSorted().join() !== expected.toSorted().join())
        report(`${list}: ${userId} has '${stored.join()}' in ${ledger.id}, not '${expected.join()}'`);
    }
};

/** The user may read all of the room, and always could. */
const mayAlwaysRead = ({ ledger }: World, roomId: string, userId: string): boolean => {
  const { room, events } = ledger.room(roomId);
  const isOut = events.some((event) => event.type === 'member:left' && event.userId === userId);
  return room?.history === 'all' && !isOut && ledger.closedTo(roomId, userId) === null;
};

/** What a page shows in a list, the server returns, and the room has. */
const compare = (
  world: World,
  tab: Tab,
  list: List,
  shown: Entry[],
  listed: Entry[],
  roomId: string,
): void => {
  if (!mayAlwaysRead(world, roomId, tab.user.id)) return;
  const room = world.ledger.room(roomId);
  const isHere = ({ messageId }: Entry): boolean => room.messages.get(messageId)?.deletedAt === undefined;
  const text = (entries: Entry[]): string =>
    entries
      .filter((each) => room.messages.has(each.messageId) && isHere(each))
      .map(shownEntry)
      .toSorted()
      .join();
  const expected = text(
    [...entriesOf(room).values()].filter((each) => each.list === list && each.userId === tab.user.id),
  );
  const what = `${list}: ${tab.actor.name} in ${roomId}`;
  if (text(listed) !== expected) world.report(`${what} is given '${text(listed)}', not '${expected}'`);
  if (text(shown) !== expected) world.report(`${what} shows '${text(shown)}', not '${expected}'`);
};

const inRoom = <T>(
  items: readonly T[],
  roomId: string,
  toEntry: (item: T) => Entry & { roomId: string },
): Entry[] => items.map(toEntry).filter((each) => each.roomId === roomId);

const verifyPage = async (world: World, tab: Tab): Promise<void> => {
  const { id: userId } = tab.user;
  const { call, saved, reminders } = tab.client;
  const toSaved = (item: { savedAt: number; message: { id: string; roomId: string } }) => ({
    list: 'saved' as const,
    userId,
    messageId: item.message.id,
    roomId: item.message.roomId,
    at: item.savedAt,
    isDue: false,
  });
  const toReminder = (item: { roomId: string; messageId: string; remindAt: number; due?: true }) => ({
    list: 'reminder' as const,
    userId,
    messageId: item.messageId,
    roomId: item.roomId,
    at: item.remindAt,
    isDue: item.due === true,
  });
  if (!saved.get().loaded || !reminders.get().loaded) return;
  const listed = {
    ...(await call('message:saved', { limit: 100 })),
    ...(await call('message:reminders', {})),
  };
  for (const roomId of roomIds) {
    const lists = [
      ['saved', inRoom(saved.get().items, roomId, toSaved), inRoom(listed.saved, roomId, toSaved)],
      [
        'reminder',
        inRoom(reminders.get().items, roomId, toReminder),
        inRoom(listed.reminders, roomId, toReminder),
      ],
    ] as const;
    for (const [list, ...both] of lists) compare(world, tab, list, ...both, roomId);
  }
};

/** The store has what users saved and did not remove, and so has each of their pages. */
export const verifyOwnLists = async (world: World, seed: number): Promise<void> => {
  if (!isOfSeed(seed)) return;
  const { ledger, scheduler, network, hosts } = world;
  for (const room of ledger.rooms()) await verifyStored(world, room);
  for (const tab of world.tabs()) {
    // The event is ephemeral.
    const mayMiss = network.wires().some((wire) => wire.page === tab.actor && wire.mayMiss);
    if (mayMiss || hosts.length > 1 || ledger.erased.has(tab.user.id)) continue;
    world.inTab(tab, 'compare lists', () => {
      verifyPage(world, tab).catch((error: ChatError) => {
        if (!isTransient(error.code)) world.report(`own lists: ${tab.actor.name}: ${error}`);
      });
    });
  }
  await scheduler.runUntil(scheduler.now() + 4_000);
};
