import type { Erasure } from '@chat/protocol';
import type { ErasureStore } from '../contract/erasure-store.ts';
import { idOf, orderKey } from '../shared/id-order-key.ts';
import { anonymizeAuditEntry, anonymizeReport } from '../shared/anonymize.ts';
import { lockRoom, lockUsers } from './commit.ts';
import type { Database } from './database.ts';
import { readMarkerId, type ReadMarkerRow } from './read-markers.ts';
import { keyOf, pageOf, parseBody, type BodyRow, type MessageRow } from './rows.ts';
import type { AuditRow, ReportRow, TraceRow } from './save-batch.ts';
import type { ReactionRow } from './save-messages.ts';
import type { Row, Table } from './table.ts';

export interface ErasureRow extends Row {
  at: number;
  doneAt?: number;
  /** Not finished yet. */
  open: boolean;
}

const pageSize = 500;

const toErasure = ({ _id, at, doneAt }: ErasureRow): Erasure => ({
  userId: idOf(_id),
  at,
  ...(doneAt === undefined ? {} : { doneAt }),
});

export const mongodbErasures = ({ tables, write }: Database): Omit<ErasureStore, 'recordsOf'> => ({
  roomsWithDataOf: async (userId, { after = '', limit }) => {
    const theirs = { user: orderKey(userId), room: { $gt: orderKey(after) } };
    const first = { sort: { room: 1 }, limit: limit + 1 } as const;
    const found = [
      ...(await tables<TraceRow>('traces').find(theirs, first)),
      ...(await tables<ReadMarkerRow>('marks').find(theirs, first)),
    ];
    const { rows, hasMore } = pageOf(roomsIn(found), limit);
    return { roomIds: rows, hasMore };
  },
  messagesBy: async (roomId, userId, { after = 0, limit }) => {
    const theirs = { room: orderKey(roomId), author: orderKey(userId), seq: { $gt: after } };
    const all = await tables<MessageRow>('messages').find(theirs, { sort: { seq: 1 }, limit: limit + 1 });
    const { rows, hasMore } = pageOf(all, limit);
    return { messages: rows.map(parseBody), hasMore };
  },
  reactionsBy: async (roomId, userId, { after, limit }) => {
    const all = await tables<ReactionRow>('reactions').find(
      {
        room: orderKey(roomId),
        user: orderKey(userId),
        ...(after === undefined
          ? {}
          : {
              $or: [
                { message: { $gt: after.messageId } },
                { message: { $eq: after.messageId }, emoji: { $gt: after.emoji } },
              ],
            }),
      },
      { sort: { message: 1, emoji: 1 }, limit: limit + 1 },
    );
    const { rows, hasMore } = pageOf(all, limit);
    return { reactions: rows.map(({ message: messageId, emoji }) => ({ messageId, emoji })), hasMore };
  },
  anonymize: (roomId, userId) =>
    write(async (within) => {
      const [room, user] = [orderKey(roomId), orderKey(userId)];
      const { rev } = await lockRoom(within, roomId);
      // The room does not exist: the lock created this row.
      if (rev === undefined) await within.tables('timelines').remove({ _id: room });
      await within.tables<ReadMarkerRow>('marks').remove({ _id: readMarkerId(roomId, userId) });
      await rewrite(within.tables<AuditRow>('audit'), room, (entry) => anonymizeAuditEntry(entry, userId));
      await rewrite(within.tables<ReportRow>('reports'), room, (report) => anonymizeReport(report, userId));
      await within.tables<TraceRow>('traces').remove({ _id: keyOf(user, room) });
    }),
  beginErasure: (userId, at) =>
    write(async (within) => {
      // Pending writes of the user come first, or are retried after it.
      await lockUsers(within, [userId]);
      const erasures = within.tables<ErasureRow>('erasures');
      return toErasure(await erasures.upsert(orderKey(userId), { $setOnInsert: { at, open: true } }));
    }),
  erasure: async (userId) => {
    const row = await tables<ErasureRow>('erasures').get(orderKey(userId));
    return row && toErasure(row);
  },
  erasures: async (limit) =>
    (await tables<ErasureRow>('erasures').find({ open: true }, { sort: { _id: 1 }, limit })).map(toErasure),
  finishErasure: async (userId, doneAt) =>
    void (await tables<ErasureRow>('erasures').update(
      { _id: orderKey(userId) },
      { $set: { doneAt, open: false } },
    )),
});

/** Returns the ids of the rooms, each once, in order. */
export const roomsIn = (rows: readonly { room: string }[]): string[] =>
  [...new Set(rows.map(({ room }) => idOf(room)))].sort((a, b) => (a < b ? -1 : 1));

/** Rewrites, page by page, the records of a room that `change` alters. */
const rewrite = async <T>(
  table: Table<BodyRow<T> & { room: string; rev: number }>,
  room: string,
  change: (record: T) => T,
): Promise<void> => {
  for (let after = 0; ;) {
    const rows = await table.find({ room, rev: { $gt: after } }, { sort: { rev: 1 }, limit: pageSize });
    await table.bulk(
      rows.flatMap((row) => {
        const record = parseBody<T>(row);
        const changed = change(record);
        const put = { filter: { _id: row._id }, update: { $set: { body: JSON.stringify(changed) } } };
        return changed === record ? [] : [{ updateOne: put }];
      }),
    );
    after = rows.at(-1)?.rev ?? after;
    if (rows.length < pageSize) return;
  }
};
