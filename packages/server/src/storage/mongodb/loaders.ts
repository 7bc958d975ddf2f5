import type { RecordLoaders } from '../batch/preloaded-view.ts';
import { idOf, orderKey } from '../shared/id-order-key.ts';
import type { StoredMember, StoredReport } from '../contract/records.ts';
import type { ErasureRow } from './erasures.ts';
import { readRecord, readRecords } from './feature-records.ts';
import { readMarkerId, type ReadMarkerRow } from './read-markers.ts';
import { keyOf, parseBody, toStored, type BodyRow, type MessageRow } from './rows.ts';
import type { ReactionRow } from './save-messages.ts';
import type { MemberRow } from './save-batch.ts';
import type { Row, Tables } from './table.ts';

/** Loads what a decision needs of one room, within its transaction. */
export const loadersOf = (tables: Tables, roomId: string): RecordLoaders => {
  const room = orderKey(roomId);
  const messages = tables<MessageRow>('messages');

  const byId = async <T extends Row>(name: string, ids: string[]): Promise<(T | undefined)[]> => {
    const rows = new Map((await tables<T>(name).byIds(ids)).map((row) => [row._id, row]));
    return ids.map((id) => rows.get(id));
  };
  const eachOf = async <By, Answer>(all: By[], find: (by: By) => Promise<Answer>): Promise<Answer[]> => {
    const answers: Answer[] = [];
    for (const by of all) answers.push(await find(by));
    return answers;
  };
  const reactionOf = ({ messageId, emoji }: { messageId: string; emoji: string }) => ({
    room,
    message: { $eq: messageId },
    emoji: { $eq: emoji },
  });

  return {
    member: async (all) => {
      const ids = all.map(([userId]) => keyOf(room, orderKey(userId)));
      const rows = await byId<BodyRow<StoredMember>>('members', ids);
      return rows.map((row) => (row === undefined ? null : parseBody(row)));
    },
    joined: async () => [(await tables<MemberRow>('members').find({ room, state: 'joined' })).map(parseBody)],
    message: async (all) => {
      const ids = all.map(([messageId]) => keyOf(room, messageId));
      const rows = await byId<MessageRow>('messages', ids);
      return rows.map((row) => (row === undefined ? null : toStored(row)));
    },
    report: async (all) => {
      const ids = all.map(([messageId]) => keyOf(room, messageId));
      const rows = await byId<BodyRow<StoredReport>>('reports', ids);
      return rows.map((row) => (row === undefined ? null : parseBody(row)));
    },
    hasReadMarker: async (all) => {
      const ids = all.map(([userId]) => readMarkerId(roomId, userId));
      return (await byId<ReadMarkerRow>('marks', ids)).map((row) => row !== undefined);
    },
    isErased: async (all) => {
      const ids = all.map(([userId]) => orderKey(userId));
      return (await byId<ErasureRow>('erasures', ids)).map((row) => row !== undefined);
    },
    reacted: async (all) => {
      const ids = all.map(([messageId, emoji, userId]) => keyOf(room, messageId, emoji, orderKey(userId)));
      return (await byId<ReactionRow>('reactions', ids)).map((row) => row !== undefined);
    },
    reactors: (all) =>
      eachOf(all, async ([messageId, emoji, limit]) => {
        const those = reactionOf({ messageId, emoji });
        const rows = await tables<ReactionRow>('reactions').find(those, { sort: { user: 1 }, limit });
        return rows.map(({ user }) => idOf(user));
      }),
    replies: (all) =>
      eachOf(all, async ([threadId, limit]) => {
        const those = { room, thread: { $eq: threadId }, deleted: false };
        return (await messages.find(those, { sort: { seq: -1 }, limit })).map(toStored);
      }),
    lastSentAt: (all) =>
      eachOf(all, async ([userId, since]) => {
        const those = { room, createdAt: { $gt: since }, author: orderKey(userId) };
        const [row] = await messages.find(those, { sort: { createdAt: -1 }, limit: 1 });
        return row?.createdAt ?? null;
      }),
    record: (all) => eachOf(all, (by) => readRecord(tables, roomId, ...by)),
    records: (all) => eachOf(all, (by) => readRecords(tables, roomId, ...by)),
    openCall: async () => {
      const [row] = await messages.find({ openCall: true, room }, { limit: 1 });
      return [row === undefined ? null : toStored(row)];
    },
    pinned: async () => [await messages.count({ room, pinned: true })],
  };
};
