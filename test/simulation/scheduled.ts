import { isTransient, type ErrorCode } from '@chat/protocol';
import type { ChatRoom } from '../../packages/client/src/room/chat-room.ts';
import type { Change, CommitResult } from '../../packages/server/src/storage/contract/change.ts';
import { scheduledKind, scheduledKey } from '../../packages/server/src/storage/decide/personal/scheduled.ts';
import { roomIds } from './actions.ts';
import { createChance } from './chance.ts';
import type { RoomLedger } from './ledger.ts';
import type { Report } from './report.ts';
import type { Tab } from './tab.ts';
import type { World } from './world.ts';

const quietly = (work: Promise<unknown>): void => void work.catch(() => undefined);
const isOfSeed = (seed: number): boolean => seed % 8 === 0;

/** Messages whose `schedule` was acknowledged, by id, with their rooms. */
const ackedIn = new WeakMap<World, Map<string, string>>();

/** Lets users schedule messages in some seeds, by random numbers of its own: other seeds run as before. */
export const scheduledIn = (world: World, seed: number): (() => void) => {
  if (!isOfSeed(seed)) return () => undefined;
  const { scheduler } = world;
  const chance = createChance(seed + 0x5e4d);
  const acked = new Map<string, string>();
  ackedIn.set(world, acked);
  const stepRate = chance.pick([0, 0.02]) ?? 0;
  let written = 0;

  /** Near, past, or after the end of the run. */
  const soon = (): number =>
    Math.round(scheduler.wall()) + (chance.hit(0.1) ? 3_600_000 : chance.int(-1_000, 40_000));

  const act = (tab: Tab, { id: roomId, scheduled }: ChatRoom): void => {
    const { items, loaded } = scheduled.get();
    if (!loaded && chance.hit(0.5)) return quietly(scheduled.load());
    const found = chance.pick(items);
    if (!found || chance.hit(0.6)) {
      const text = `${tab.actor.name} later ${++written}`;
      return quietly(scheduled.schedule({ text }, soon()).then(({ id }) => acked.set(id, roomId)));
    }
    if (chance.hit(0.3)) return quietly(scheduled.cancel(found.id));
    if (chance.hit(0.3)) return quietly(scheduled.sendNow(found.id));
    quietly(scheduled.edit(found.id, chance.hit(0.5) ? { sendAt: soon() } : { text: `${found.text}!` }));
  };

  return () => {
    // As when a clock is set: timers keep their remaining time.
    if (chance.hit(stepRate)) scheduler.step(chance.int(-10_000, 30_000));
    if (!chance.hit(0.5)) return;
    const tab = chance.pick(world.tabs());
    const room = tab?.rooms.get(chance.pick(roomIds) ?? '');
    if (tab && room) world.inTab(tab, 'scheduled', () => act(tab, room));
  };
};

interface Waiting {
  userId: string;
  sendAt: number;
  version: number;
  failed?: ErrorCode;
}

interface ScheduledModel {
  waiting: Map<string, Waiting>;
  /** Ids of all that were sent or cancelled. */
  over: Set<string>;
}

const modelOf = new WeakMap<RoomLedger, ScheduledModel>();

const scheduledOf = (ledger: RoomLedger): ScheduledModel => {
  const model = modelOf.get(ledger) ?? { waiting: new Map(), over: new Set() };
  modelOf.set(ledger, model);
  return model;
};

const checkSent = (
  { id: roomId }: RoomLedger,
  { waiting, over }: ScheduledModel,
  { actor, at, message, scheduled }: Change & { kind: 'send' },
  report: Report,
): void => {
  const found = waiting.get(message.id);
  const what = `scheduled: '${message.text}' of ${actor.id} in ${roomId} is sent`;
  if (scheduled === undefined) {
    if (over.has(message.id)) report(`${what} again`);
    return;
  }
  if (!found) return report(`${what}, and does not wait`);
  if (found.version !== scheduled) report(`${what} as version ${scheduled}, and has ${found.version}`);
  if (found.failed) report(`${what} although it has failed`);
  if (at < found.sendAt) report(`${what} ${found.sendAt - at} ms too early`);
  waiting.delete(message.id);
  over.add(message.id);
};

/** Follows the scheduled messages of a room; reports one that is sent twice, too early, or after it was cancelled. */
export const checkScheduled = (
  ledger: RoomLedger,
  change: Change,
  result: CommitResult & { ok: true },
  report: Report,
): void => {
  const model = scheduledOf(ledger);
  const { waiting, over } = model;
  if (change.kind === 'schedule' && result.records?.length)
    waiting.set(change.message.id, { userId: change.actor.id, sendAt: change.sendAt, version: 1 });
  // A repeated `message:send` is known; a scheduled one leaves the list in any case.
  if (change.kind === 'send' && (!result.known || change.scheduled !== undefined))
    checkSent(ledger, model, change, report);
  if (change.kind === 'erase-record' && change.recordKind === scheduledKind)
    waiting.delete(change.key.slice(change.key.indexOf('/') + 1));
  if (!('messageId' in change)) return;
  const found = waiting.get(change.messageId);
  if (!found) return;
  if (change.kind === 'edit-scheduled') {
    const { failed: _failed, ...before } = found;
    const { sendAt = before.sendAt } = change;
    waiting.set(change.messageId, { ...before, sendAt, version: before.version + 1 });
  }
  if (change.kind === 'cancel-scheduled') {
    waiting.delete(change.messageId);
    over.add(change.messageId);
  }
  if (change.kind === 'settle-scheduled' && 'failed' in change.outcome)
    found.failed = change.outcome.failed.code;
};

/** Everything has worked for longer. */
const lateMs = 20_000;

const verifyWaiting = (world: World, { id: roomId }: RoomLedger, { waiting }: ScheduledModel): void => {
  for (const [id, { sendAt, failed, userId }] of waiting) {
    const what = `scheduled: ${id} of ${userId} in ${roomId}`;
    if (failed !== undefined && (isTransient(failed) || failed === 'internal'))
      world.report(`${what} is given up because of ${failed}`);
    if (failed === undefined && sendAt < world.scheduler.wall() - lateMs)
      world.report(`${what} still waits, ${world.scheduler.wall() - sendAt} ms late`);
  }
};

const idsOf = ({ waiting }: ScheduledModel, userId: string): string =>
  [...waiting]
    .filter(([, each]) => each.userId === userId)
    .map(([id]) => id)
    .toSorted()
    .join();

/** Each acknowledged message is sent or waits for its time; the store and all pages have those that wait. */
export const verifyScheduled = async (world: World, seed: number): Promise<void> => {
  if (!isOfSeed(seed)) return;
  const { ledger, disk, report } = world;
  for (const room of ledger.rooms()) {
    const model = scheduledOf(room);
    verifyWaiting(world, room, model);
    const { records } = await disk.truth.timeline.records(room.id, scheduledKind, { limit: 1_000 });
    const expected = [...model.waiting].map(([id, { userId }]) => scheduledKey(userId, id));
    const stored = records.map(({ key }) => key);
    if (stored.toSorted().join() !== expected.toSorted().join())
      report(`scheduled: ${room.id} has '${stored.join()}', not '${expected.join()}'`);
    for (const tab of world.tabs()) {
      const shown = tab.rooms.get(room.id);
      // The event is ephemeral.
      const mayMiss = world.network.wires().some((wire) => wire.page === tab.actor && wire.mayMiss);
      if (mayMiss || world.hosts.length > 1 || ledger.erased.has(tab.user.id)) continue;
      if (shown?.state.get().status !== 'joined' || !shown.scheduled.get().loaded) continue;
      const ids = shown.scheduled
        .get()
        .items.map(({ id }) => id)
        .toSorted()
        .join();
      if (ids !== idsOf(model, tab.user.id))
        report(
          `scheduled: ${tab.actor.name} in ${room.id} shows '${ids}', not '${idsOf(model, tab.user.id)}'`,
        );
    }
  }
  if (disk.restored) return;
  for (const [id, roomId] of ackedIn.get(world) ?? []) {
    const { waiting, over } = scheduledOf(ledger.room(roomId));
    if (!waiting.has(id) && !over.has(id) && ledger.erased.size === 0)
      report(`scheduled: ${id} in ${roomId} was acknowledged, and is neither sent nor waits`);
  }
};
