import type { Change, CommitResult } from '../contract/change.ts';
import { orderKey } from '../shared/id-order-key.ts';
import { decidePreloaded, preloadedView } from '../batch/preloaded-view.ts';
import type { Database, Run } from './database.ts';
import { loadersOf } from './loaders.ts';
import { toHead } from '../shared/head-row.ts';
import { headColumns, type KeyedHeadRow } from './rows.ts';
import { saveBatch } from './save-batch.ts';

/** Locks the room until the transaction ends. */
export const lockRoom = async (run: Run, roomId: string): Promise<void> =>
  void (await run("SELECT pg_advisory_xact_lock(hashtextextended('{s} ' || $1, 1))", [roomId]));

/** Prevents an erasure of the users, or writes by them during one, until the transaction ends. */
export const lockUsers = async (run: Run, userIds: readonly string[], how: '' | '_shared'): Promise<void> =>
  void (await run(
    `SELECT pg_advisory_xact_lock${how}(hashtextextended('{s} ' || id, 2)) FROM unnest($1::text[]) AS id`,
    [userIds],
  ));

/** Decides and writes one batch. Servers change a room one at a time. */
export const createCommit =
  ({ write, epoch }: Database) =>
  async (roomId: string, changes: readonly Change[]): Promise<CommitResult[]> => {
    const own = await epoch();
    return write(async (run) => {
      await lockUsers(run, [...new Set(changes.map(({ actor }) => actor.id))].sort(), '_shared');
      await lockRoom(run, roomId);
      const sql = `SELECT ${headColumns} FROM {s}.timelines WHERE room_id = $1`;
      const [row] = await run<KeyedHeadRow>(sql, [orderKey(roomId)]);
      const room = { roomId, key: row?.key ?? null, head: row === undefined ? null : toHead(row, own) };
      const view = preloadedView(loadersOf(run, room), room.head, changes);
      const batch = await decidePreloaded(view, changes, own);
      if (batch.head !== null) await saveBatch(run, room, { ...batch, head: batch.head }, view.before);
      return batch.results;
    });
  };
