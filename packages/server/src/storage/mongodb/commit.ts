import type { Change, CommitResult } from '../contract/change.ts';
import { orderKey } from '../shared/id-order-key.ts';
import { decidePreloaded, preloadedView } from '../batch/preloaded-view.ts';
import type { TimelineStore } from '../contract/storage.ts';
import type { Database, Transaction } from './database.ts';
import { loadersOf } from './loaders.ts';
import { toHead } from '../shared/head-row.ts';
import { keyOf, type TimelineRow } from './rows.ts';
import { saveBatch } from './save-batch.ts';
import type { Row } from './table.ts';

/** Counts a user's changes in one partition of the rooms. */
interface WriterRow extends Row {
  turn: number;
}

/** Number of partitions: one user can write to rooms of different partitions at once without waiting. */
const parts = 8;
const partOf = (roomId: string): number => {
  let sum = 7;
  for (let at = 0; at < roomId.length; at += 1) sum = (sum * 31 + roomId.charCodeAt(at)) % 65_521;
  return sum % parts;
};

/** Locks the room: of two concurrent transactions, the second is retried. */
export const lockRoom = ({ tables }: Transaction, roomId: string): Promise<TimelineRow> =>
  tables<TimelineRow>('timelines').upsert(orderKey(roomId), { $inc: { turn: 1 } });

/** Prevents a concurrent erasure of users, for the partition of one room or for all. */
export const lockUsers = async (
  { tables }: Transaction,
  userIds: readonly string[],
  roomId?: string,
): Promise<void> => {
  const which = roomId === undefined ? Array.from({ length: parts }, (_, at) => at) : [partOf(roomId)];
  await tables<WriterRow>('writers').bulk(
    [...new Set(userIds)].sort().flatMap((userId) =>
      which.map((part) => ({
        updateOne: {
          filter: { _id: keyOf(orderKey(userId), part) },
          update: { $inc: { turn: 1 } },
          upsert: true,
        },
      })),
    ),
  );
};

/** Decides and writes one batch. */
export const createCommit = ({ write, epoch }: Database): TimelineStore['commit'] => {
  const oneAtATime = roomQueues();
  return (roomId, changes) =>
    oneAtATime(roomId, async () => {
      const own = await epoch();
      return write((within) => commitWithin(within, own, roomId, changes));
    });
};

const commitWithin = async (
  within: Transaction,
  epoch: string,
  roomId: string,
  changes: readonly Change[],
): Promise<CommitResult[]> => {
  const row = await lockRoom(within, roomId);
  await lockUsers(
    within,
    changes.map(({ actor }) => actor.id),
    roomId,
  );
  // A row that the lock created has no head.
  const head = row.rev === undefined ? null : toHead(row, epoch);
  const view = preloadedView(loadersOf(within.tables, roomId), head, changes);
  const batch = await decidePreloaded(view, changes, epoch);
  if (batch.head !== null)
    await saveBatch(within.tables, roomId, head, { ...batch, head: batch.head }, view.before);
  // Known results were read in this transaction, so they are durable when it is. A batch of refusals stores
  // nothing.
  else if (!batch.results.some((result) => result.ok)) within.undo();
  return batch.results;
};

/** Queues the calls of one room here, so that they do not conflict in the database. */
const roomQueues = () => {
  const last = new Map<string, Promise<unknown>>();
  return <T>(roomId: string, work: () => Promise<T>): Promise<T> => {
    const mine = (last.get(roomId) ?? Promise.resolve()).then(work, work);
    const settled = mine.then(
      () => {},
      () => {},
    );
    last.set(roomId, settled);
    void settled.then(() => {
      if (last.get(roomId) === settled) last.delete(roomId);
    });
    return mine;
  };
};
