import type { Change, CommitResult } from '../contract/change.ts';
import { orderKey } from '../shared/id-order-key.ts';
import { decidePreloaded, preloadedView } from '../decide/preloaded-view.ts';
import type { TimelineStore } from '../contract/storage.ts';
import type { Database, Transaction } from './database.ts';
import { loadersOf } from './loaders.ts';
import { keyOf, toHead, type TimelineRow } from './rows.ts';
import { saveBatch } from './save-batch.ts';
import type { Row } from './table.ts';

/** How often somebody changed something, in a part of all rooms. */
interface WriterRow extends Row {
  turn: number;
}

/** Rooms fall in so many parts: those of different parts are written to by one user at once, and do not wait for each other. */
const parts = 8;
const partOf = (roomId: string): number => {
  let sum = 7;
  for (let at = 0; at < roomId.length; at += 1) sum = (sum * 31 + roomId.charCodeAt(at)) % 65_521;
  return sum % parts;
};

/** Nobody else changes the room at once: of two transactions that do, the second begins anew. */
export const lockRoom = ({ tables }: Transaction, roomId: string): Promise<TimelineRow> =>
  tables<TimelineRow>('timelines').upsert(orderKey(roomId), { $inc: { turn: 1 } });

/** Users are not erased at once, in the part of a room or in all of them. */
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
  // Made by the lock, it has no head.
  const head = row.rev === undefined ? null : toHead(row, epoch);
  const view = preloadedView(loadersOf(within.tables, roomId), head, changes);
  const batch = await decidePreloaded(view, changes, epoch);
  if (batch.head !== null)
    await saveBatch(within.tables, roomId, head, { ...batch, head: batch.head }, view.before);
  // What is known was read in this transaction: it is durable when this one is. Of what was refused nothing is to be kept.
  else if (!batch.results.some((result) => result.ok)) within.undo();
  return batch.results;
};

/** Calls of one room wait for each other here, rather than meet in the database and begin anew. */
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
