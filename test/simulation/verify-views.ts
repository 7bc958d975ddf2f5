import { mentionsUser, isThreadOnly, isFor, type Message } from '@chat/protocol';
import { isBlocked, storedBlocks, type StoredBlocks } from './blocks.ts';
import { verifyPins } from './pins.ts';
import { difference, ephemeral, loadAll, viewOf } from './room-view.ts';
import type { Tab } from './tab.ts';
import { loadThreads, verifyThreads } from './threads.ts';
import type { World } from './world.ts';

/** Unread messages of a user, worked out from the ledger. */
const unreadIn = (
  world: World,
  blocks: StoredBlocks,
  { roomId, userId, after }: { roomId: string; userId: string; after: number },
): Message[] =>
  [...world.ledger.room(roomId).messages.values()].filter(
    (message) =>
      message.seq > after &&
      message.author.id !== userId &&
      message.deletedAt === undefined &&
      !isThreadOnly(message) &&
      isFor(message, userId) &&
      !isBlocked(blocks, userId, message),
  );

const verifyRoom = (world: World, blocks: StoredBlocks, tab: Tab, fresh: Tab, roomId: string): void => {
  const { ledger, report } = world;
  const room = tab.rooms.get(roomId);
  const other = fresh.rooms.get(roomId);
  if (!room || !other) return;
  const { status, error, since } = room.state.get();
  const who = `view: ${tab.actor.name} in ${roomId}`;
  const closedAt = ledger.closedTo(roomId, tab.user.id);
  if (status === 'left') {
    if (error === null) report(`${who} has left without a reason`);
    return;
  }
  if (status !== 'joined') return report(`${who} is ${status}`);
  if (closedAt !== null)
    return report(`${who} believes to be in a room that was closed to them at ${closedAt}`);
  if (since?.rev !== ledger.room(roomId).events.length)
    report(`${who} is at rev ${since?.rev} of ${ledger.room(roomId).events.length}`);
  if (other.state.get().status !== 'joined') return report(`${who}: a fresh page cannot join`);
  const mayMiss = world.network.wires().some((wire) => wire.page === tab.actor && wire.mayMiss);
  const passed = mayMiss || world.hosts.length > 1 ? ephemeral : [];
  const theirs = viewOf(fresh, other);
  const seen = difference(viewOf(tab, room), theirs, passed);
  if (seen !== null) report(`${who} is not as a fresh page sees it: ${seen}`);
  const history = room.state.get().room?.history;
  const told = [...ledger.room(roomId).messages.values()]
    .filter((message) => isFor(message, tab.user.id) && !isThreadOnly(message))
    .map(({ id, rev }) => `${id} ${rev}`);
  const shown = room.messages.get().items.filter((item) => item.status === 'sent');
  if (history === 'all' && told.join() !== shown.map(({ id, rev }) => `${id} ${rev}`).join())
    report(`${who} does not show what is stored`);
  if (history === 'all') {
    verifyThreads(world, tab, room);
    verifyPins(world, tab, room);
  }
  // The event may be lost between nodes; `verifyBlocks` checks one alone.
  const isTold = room.state.get().blocked.join() === [...(blocks.get(tab.user.id) ?? [])].join();
  if (world.hosts.length > 1 && !isTold) return;
  const { readSeq, unread, unreadMentions } = room.receipts.get();
  const left = unreadIn(world, blocks, { roomId, userId: tab.user.id, after: readSeq });
  const calling = left.filter((message) => mentionsUser(message, tab.user.id)).length;
  if (history === 'all' && unread !== left.length) report(`${who} counts ${unread} unread of ${left.length}`);
  if (history === 'all' && unreadMentions !== calling)
    report(`${who} counts ${unreadMentions} unread mentions of ${calling}`);
};

/** Some lines are slow; and what the server does by itself, such as a reminder, may come while one waits for them. */
const allTold = async ({ ledger, scheduler }: World): Promise<void> => {
  const committed = () => ledger.rooms().reduce((sum, { events }) => sum + events.length, 0);
  let before;
  do {
    before = committed();
    await scheduler.runUntil(scheduler.now() + 20_000);
  } while (committed() !== before);
};

/** Every view of a room equals the one a fresh page gets. */
export const verifyViews = async (world: World): Promise<void> => {
  const { tabs, open, inTab, scheduler, ledger } = world;
  const looked = tabs().filter(({ user }) => !ledger.erased.has(user.id));
  const fresh = new Map<string, Tab>();
  for (const { user } of looked) if (!fresh.has(user.id)) fresh.set(user.id, open(user));
  for (const [userId, tab] of fresh) {
    const rooms = new Set(
      looked.filter(({ user }) => user.id === userId).flatMap((each) => [...each.rooms.keys()]),
    );
    for (const roomId of rooms) {
      const joinedNow = looked.some(
        (each) => each.user.id === userId && each.rooms.get(roomId)?.state.get().status === 'joined',
      );
      if (joinedNow) inTab(tab, 'join', () => tab.join(roomId));
    }
  }
  await scheduler.runUntil(scheduler.now() + 4_000);
  for (const tab of [...looked, ...fresh.values()]) {
    inTab(tab, 'load all', () => {
      for (const room of tab.rooms.values())
        if (room.state.get().status === 'joined')
          Promise.all([loadAll(room), loadThreads(room)]).catch((error) => world.report(`load: ${error}`));
    });
  }
  await allTold(world);
  const blocks = await storedBlocks(world);
  for (const tab of looked)
    for (const roomId of tab.rooms.keys())
      verifyRoom(world, blocks, tab, fresh.get(tab.user.id) as Tab, roomId);
};
