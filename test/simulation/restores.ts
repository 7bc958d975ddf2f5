import type { DurableEvent, Message } from '@chat/protocol';
import type { Change } from '../../packages/server/src/storage/contract/change.ts';
import { createChance } from './chance.ts';
import type { RoomLedger } from './ledger.ts';
import type { Report } from './report.ts';
import type { Tab } from './tab.ts';
import type { World } from './world.ts';

/** Some seeds have deletions that are undone, by a chance of their own: the others go as they would without. */
export const hasRestores = (seed: number): boolean => seed % 6 === 3;

const undoMs = 10_000;

/** A member deletes a message, and restores it at once, later, or too late. */
export const restoresIn = (world: World, seed: number): (() => void) => {
  if (!hasRestores(seed)) return () => undefined;
  const chance = createChance(seed + 0x3e57);
  const quietly = (work: Promise<unknown>): void => void work.catch(() => undefined);

  const slip = (tab: Tab, roomId: string): void => {
    const room = tab.rooms.get(roomId);
    const { can } = room?.state.get() ?? {};
    const shown = room?.messages.get().items.filter(({ status }) => status === 'sent') ?? [];
    const mayDelete = shown.filter(
      ({ author, deletedAt }) =>
        deletedAt === undefined && (author.id === tab.user.id || can?.['message:moderate']),
    );
    const message = chance.pick(mayDelete.slice(-8));
    if (!room || !message) return;
    quietly(room.messages.delete(message.id));
    const waitMs = chance.pick([0, 0, 50, 2_000, 9_000, 12_000]) ?? 0;
    world.scheduler.after(tab.actor, waitMs, 'restore', () => quietly(room.messages.restore(message.id)));
  };

  return () => {
    if (!chance.hit(0.15)) return;
    const tab = chance.pick(world.tabs());
    const roomId = chance.pick(['plaza', 'club']);
    if (tab && roomId !== undefined) world.inTab(tab, 'slip', () => slip(tab, roomId));
  };
};

interface Removed {
  message: Message;
  by: string;
  at: number;
}

const removedIn = new WeakMap<RoomLedger, Map<string, Removed>>();

/** Returns what the last deletion of a message took away. */
export const removedFrom = (ledger: RoomLedger, messageId: string): Removed | undefined =>
  removedIn.get(ledger)?.get(messageId);

/** The fields of a message that an undone deletion must not change. */
const contentOf = ({ id, seq, author, text, to, mentions, createdAt, editedAt, threadId }: Message): string =>
  JSON.stringify([id, seq, author.id, text, to, mentions, createdAt, editedAt, threadId]);

/** A deleted message comes back as it was, to the user who deleted it, in time. */
export const checkRestore = (
  ledger: RoomLedger,
  change: Change,
  event: DurableEvent & { message: Message },
  report: Report,
): void => {
  const { message } = event;
  const before = ledger.messages.get(message.id);
  const removed = removedIn.get(ledger) ?? new Map<string, Removed>();
  removedIn.set(ledger, removed);
  const what = `restores: ${message.id} of ${ledger.id}`;
  const isRestore = change.kind === 'restore' && change.messageId === message.id;
  if (before?.deletedAt === undefined && message.deletedAt !== undefined) {
    if (before) removed.set(message.id, { message: before, by: change.actor.id, at: change.at });
    return;
  }
  if (before?.deletedAt !== undefined && message.deletedAt === undefined && !isRestore)
    report(`${what} comes back by ${change.kind}`);
  if (!isRestore) return;
  const last = removed.get(message.id);
  if (before?.deletedAt === undefined || !last) return report(`${what} comes back without a deletion`);
  if (contentOf(message) !== contentOf(last.message)) report(`${what} comes back as another`);
  if (last.by !== change.actor.id) report(`${what} was deleted by ${last.by}, not by ${change.actor.id}`);
  // The clock may have been set back since.
  if (change.at - last.at > undoMs + 5_000) report(`${what} comes back after ${change.at - last.at} ms`);
};
