import type { DurableEvent } from '@chat/protocol';
import type { ChatRoom } from '../../packages/client/src/room/chat-room.ts';
import type { Change, CommitResult } from '../../packages/server/src/storage/contract/change.ts';
import { pendingKinds, type PendingBody } from '../../packages/server/src/storage/decide/approval.ts';
import { roomIds } from './actions.ts';
import { createChance } from './chance.ts';
import type { RoomLedger } from './ledger.ts';
import type { Report } from './report.ts';
import type { Tab } from './tab.ts';
import type { World } from './world.ts';

const quietly = (work: Promise<unknown>): void => void work.catch(() => undefined);
const isOfSeed = (seed: number): boolean => seed % 8 === 7;
const hosts: readonly string[] = ['ana', 'bo'];

/** Lets messages wait for approval in some seeds, by random numbers of its own: other seeds run as before. */
export const approvalsIn = (world: World, seed: number): (() => void) => {
  if (!isOfSeed(seed)) return () => undefined;
  const chance = createChance(seed + 0xa44);

  const moderate = (room: ChatRoom): void => {
    const { approval, settings } = room;
    if (room.state.get().room?.approval !== 'everyone' ? chance.hit(0.5) : chance.hit(0.08))
      return quietly(settings.update({ approval: chance.hit(0.75) ? 'everyone' : 'off' }));
    const waiting = chance.pick(approval.get().items)?.message;
    if (!waiting) return quietly(approval.load());
    if (chance.hit(0.6)) return quietly(approval.approve(waiting.id));
    if (chance.hit(0.7)) return quietly(approval.reject(waiting.id, 'not now'));
    quietly(chance.hit(0.3) ? approval.trust(waiting.id) : approval.untrust(waiting.author.id));
  };

  return () => {
    if (!chance.hit(0.5)) return;
    const tab = chance.pick(world.tabs());
    const room = tab?.rooms.get(chance.pick(roomIds) ?? '');
    if (!tab || !room) return;
    world.inTab(tab, 'approval', () => {
      if (hosts.includes(tab.user.id)) return moderate(room);
      const own = chance.pick(pendingIn(room));
      if (own !== undefined && chance.hit(0.3)) quietly(room.approval.withdraw(own));
    });
  };
};

const pendingIn = (room: ChatRoom): string[] =>
  room.messages.get().items.flatMap(({ id, status }) => (status === 'pending' ? [id] : []));

/** What waits in a room, worked out from the stored changes. */
interface Approvals {
  /** By id, in the order of the queue. */
  held: Map<string, { userId: string; text: string; isThreadOnly: boolean }>;
  trusted: Set<string>;
  /** Users who have moderated the room. */
  hosts: Set<string>;
}

const approvalsOf = new WeakMap<RoomLedger, Approvals>();

const modelOf = (ledger: RoomLedger): Approvals => {
  const model = approvalsOf.get(ledger) ?? { held: new Map(), trusted: new Set(), hosts: new Set() };
  approvalsOf.set(ledger, model);
  return model;
};

const isHost = ({ members }: RoomLedger, userId: string): boolean => {
  const role = members.get(userId)?.role;
  return role === 'owner' || role === 'moderator';
};

/** A decision of a moderator is about a message that waits, and is the last about it. */
const checkDecision = (ledger: RoomLedger, change: Change, event: DurableEvent, report: Report): void => {
  const { held } = modelOf(ledger);
  if (change.kind !== 'approve' && change.kind !== 'reject') return;
  const { actor, messageId } = change;
  const what = `approval: ${actor.id} decides on ${messageId} in ${ledger.id}`;
  if (!isHost(ledger, actor.id)) report(`${what}, and is no moderator`);
  const author = held.get(messageId)?.userId;
  if (author === undefined) report(`${what}, which does not wait`);
  if (event.type === 'message:created' && event.message.author.id !== author)
    report(`${what}, which is published as one of ${event.message.author.id}`);
};

/** Takes what a stored change means for messages that wait into the model. Called before the ledger has it. */
export const checkApproval = (
  ledger: RoomLedger,
  change: Change,
  result: CommitResult & { ok: true },
  { report, everHeld }: { report: Report; everHeld: Set<string> },
): void => {
  const model = modelOf(ledger);
  const { held, trusted } = model;
  for (const [userId] of ledger.members) if (isHost(ledger, userId)) model.hosts.add(userId);
  const { event, known } = result;
  const isSent = change.kind === 'send' && !known && ledger.room?.approval === 'everyone';
  if (isSent && event.type === 'message:created') {
    const { message } = event;
    const waits = message.to === undefined && !isHost(ledger, message.author.id);
    if (waits && !trusted.has(message.author.id))
      report(`approval: '${message.text}' of ${message.author.id} is published by itself`);
  }
  if (!known) checkDecision(ledger, change, event, report);
  for (const { kind, key, body } of result.records ?? []) {
    if (kind === pendingKinds.trusted && body === null) trusted.delete(key);
    else if (kind === pendingKinds.trusted) trusted.add(key);
    if (kind === pendingKinds.place && body === null) held.delete(key);
    if (kind !== pendingKinds.message || body === null) continue;
    const { draft, author } = body as PendingBody;
    const isThreadOnly = draft.threadId !== undefined && draft.alsoToRoom !== true;
    held.set(draft.id, { userId: author.id, text: draft.text, isThreadOnly });
    everHeld.add(draft.id);
  }
};

/** Reports what is given to a user of messages that wait: only their author and moderators may have it. */
export const checkHeld = (
  rooms: readonly RoomLedger[],
  userId: string,
  given: unknown,
  report: Report,
): void => {
  const concerned = rooms.filter((ledger) => (approvalsOf.get(ledger)?.held.size ?? 0) > 0);
  if (concerned.length === 0) return;
  const told = JSON.stringify(given) ?? '';
  for (const ledger of concerned) {
    const model = modelOf(ledger);
    if (model.hosts.has(userId) || isHost(ledger, userId)) continue;
    for (const [id, { userId: author, text }] of model.held)
      if (author !== userId && (told.includes(id) || told.includes(JSON.stringify(text))))
        report(`approval: ${userId} is given '${text}', which waits in ${ledger.id}`);
  }
};

const verifyShown = ({ report }: World, tab: Tab, room: ChatRoom, held: Approvals['held']): void => {
  const who = `approval: ${tab.actor.name} in ${room.id}`;
  const own = [...held].flatMap(([id, { userId, isThreadOnly }]) =>
    userId === tab.user.id && !isThreadOnly ? [id] : [],
  );
  const shown = pendingIn(room);
  if (shown.toSorted().join() !== own.toSorted().join())
    report(`${who} shows as waiting '${shown.join()}', not '${own.join()}'`);
  const queue = room.approval.get();
  if (!queue.loaded || !room.state.get().can?.['message:moderate']) return;
  const listed = queue.items.map(({ message }) => message.id);
  if (listed.join() !== [...held.keys()].slice(0, listed.length).join() || queue.count !== held.size)
    report(`${who} lists ${queue.count} in the queue, '${listed.join()}', not '${[...held.keys()].join()}'`);
};

/** The store and all pages have exactly the messages that wait. */
export const verifyApprovals = async (world: World, seed: number): Promise<void> => {
  if (!isOfSeed(seed)) return;
  const { ledger, disk, report, tabs } = world;
  for (const room of ledger.rooms()) {
    const { held } = modelOf(room);
    const { records } = await disk.truth.timeline.records(room.id, pendingKinds.message, { limit: 100 });
    const stored = records.map(({ body }) => (body as PendingBody).draft.id);
    if (stored.join() !== [...held.keys()].join())
      report(`approval: ${room.id} has '${stored.join()}' in the queue, not '${[...held.keys()].join()}'`);
    for (const id of held.keys())
      if (room.messages.has(id)) report(`approval: ${id} waits, and is published`);
    for (const tab of tabs().filter(({ user }) => !ledger.erased.has(user.id))) {
      // The event is ephemeral.
      const mayMiss = world.network.wires().some((wire) => wire.page === tab.actor && wire.mayMiss);
      if (mayMiss || world.hosts.length > 1) continue;
      const shown = tab.rooms.get(room.id);
      if (shown?.state.get().status === 'joined') verifyShown(world, tab, shown, held);
    }
  }
};
