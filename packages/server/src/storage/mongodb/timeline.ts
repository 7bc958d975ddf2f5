import type { Message } from '@chat/protocol';
import { everyone } from '../shared/mentioned-users.ts';
import { isVisibleTo } from '../shared/visible-to.ts';
import { idOf, orderKey } from '../shared/id-order-key.ts';
import type { TimelineStore } from '../contract/storage.ts';
import { createCommit, lockRoom } from './commit.ts';
import type { Database } from './database.ts';
import { mongodbErasures, roomsIn } from './erasures.ts';
import { mongodbReadMarkers, type ReadMarkerRow } from './read-markers.ts';
import { recordPages } from './feature-records.ts';
import { messagePages } from './message-pages.ts';
import { toHead } from '../shared/head-row.ts';
import { everyReader, keyOf, pageOf, parseBody, type MessageRow, type TimelineRow } from './rows.ts';
import type { AuditRow, MemberRow, ReportRow } from './save-batch.ts';
import { deleteMessageDetails, type ReactionRow, type VersionRow } from './save-messages.ts';
import { searchBy } from './search.ts';
import type { Finding, Row, Table, Where } from './table.ts';

/** Messages pruned in one transaction: more would block other writes to the room. */
const pruneAtOnce = 250;
const currentStates = { $in: ['invited', 'joined'] };

/** Returns the first `limit` documents found, and whether there are more. */
const firstOf = async <R extends Row>(
  table: Table<R>,
  where: Where<R>,
  sort: NonNullable<Finding<R>['sort']>,
  limit: number,
): Promise<{ rows: R[]; hasMore: boolean }> =>
  pageOf(await table.find(where, { sort, limit: limit + 1 }), limit);

export const mongodbTimeline = (database: Database): TimelineStore => {
  const { tables, write, readTogether, epoch } = database;
  const messages = tables<MessageRow>('messages');
  const members = tables<MemberRow>('members');

  return {
    ...mongodbErasures(database),
    ...mongodbReadMarkers(database),
    ...recordPages(tables),
    page: messagePages(tables),
    search: searchBy(tables),
    commit: createCommit(database),
    head: async (roomId) => {
      const row = await tables<TimelineRow>('timelines').get(orderKey(roomId));
      return row === null ? null : toHead(row, await epoch());
    },
    heads: async (roomIds) => {
      const life = await epoch();
      const rows = await tables<TimelineRow>('timelines').find({ _id: { $in: roomIds.map(orderKey) } });
      return rows.map(({ _id, rev }) => ({ roomId: idOf(_id), rev, epoch: life }));
    },
    message: async (roomId, messageId, reading = {}) => {
      const row = await messages.get(keyOf(orderKey(roomId), messageId));
      const found = row === null ? null : parseBody(row);
      return found !== null && isVisibleTo(found, reading) ? found : null;
    },
    versions: async (roomId, messageId) => {
      const those = { room: orderKey(roomId), message: { $eq: messageId } };
      return (await tables<VersionRow>('versions').find(those, { sort: { rev: -1 } })).map(parseBody);
    },
    pinned: async (roomId, { after = 0, limit }) => {
      const those = { room: orderKey(roomId), pinned: true, seq: { $gt: after } };
      const { rows, hasMore } = await firstOf(messages, those, { seq: 1 }, limit);
      return { messages: rows.map(parseBody), hasMore };
    },
    changes: async (roomId, since, limit, reading = {}) => {
      const own = await epoch();
      return readTogether(async (within) => {
        const row = await within<TimelineRow>('timelines').get(orderKey(roomId));
        if (row === null) return null;
        const newer = { room: orderKey(roomId), rev: { $gt: since } };
        const first = { sort: { rev: 1 }, limit: limit + 1 } as const;
        const said = await within<MessageRow>('messages').find(newer, { ...first, fields: ['body'] });
        const people = await within<MemberRow>('members').find(newer, first);
        if (said.length + people.length > limit) return null;
        return {
          head: toHead(row, own),
          messages: said.map(parseBody<Message>).filter((message) => isVisibleTo(message, reading)),
          members: people.map(parseBody),
          room: row.roomRev > since,
        };
      });
    },
    member: async (roomId, userId) => {
      const row = await members.get(keyOf(orderKey(roomId), orderKey(userId)));
      return row && parseBody(row);
    },
    members: async (roomId, { after = '', limit }) => {
      const those = { room: orderKey(roomId), state: currentStates, user: { $gt: orderKey(after) } };
      const { rows, hasMore } = await firstOf(members, those, { user: 1 }, limit);
      return { members: rows.map(parseBody), hasMore };
    },
    banned: async (roomId, { after = '', limit }) => {
      const those = { room: orderKey(roomId), state: 'banned', user: { $gt: orderKey(after) } };
      const { rows, hasMore } = await firstOf(members, those, { user: 1 }, limit);
      return { members: rows.map(parseBody), hasMore };
    },
    reports: async (roomId, { after = 0, limit }) => {
      const those = { room: orderKey(roomId), open: true, rev: { $gt: after } };
      const { rows, hasMore } = await firstOf(tables<ReportRow>('reports'), those, { rev: 1 }, limit);
      return { reports: rows.map(parseBody), hasMore };
    },
    audit: async (roomId, { before = Number.MAX_SAFE_INTEGER, limit }) => {
      const those = { room: orderKey(roomId), rev: { $lt: before } };
      const { rows, hasMore } = await firstOf(tables<AuditRow>('audit'), those, { rev: -1 }, limit);
      return { entries: rows.map(parseBody), hasMore };
    },
    reacted: async (roomId, userId, reactions) => {
      const [room, user] = [orderKey(roomId), orderKey(userId)];
      const ids = reactions.map(({ messageId, emoji }) => keyOf(room, messageId, emoji, user));
      const found = new Set((await tables<ReactionRow>('reactions').byIds(ids)).map(({ _id }) => _id));
      return ids.map((id) => found.has(id));
    },
    reactors: async (roomId, { messageId, emoji }, { after = '', limit }) => {
      const all = await tables<ReactionRow>('reactions').find(
        {
          room: orderKey(roomId),
          message: { $eq: messageId },
          emoji: { $eq: emoji },
          user: { $gt: orderKey(after) },
        },
        { sort: { user: 1 }, limit: limit + 1 },
      );
      const { rows, hasMore } = pageOf(all, limit);
      return { userIds: rows.map(({ user }) => idOf(user)), hasMore };
    },
    unread: (roomId, userId, after, cap, asOf) =>
      messages.count(
        {
          room: orderKey(roomId),
          aside: false,
          readers: { $in: [everyReader, orderKey(userId)] },
          seq: { $gt: after, ...(asOf && { $lte: asOf.seq }) },
          author: { $ne: orderKey(userId) },
          ...(asOf ? { $or: [{ deleted: false }, { rev: { $gt: asOf.rev } }] } : { deleted: false }),
        },
        cap,
      ),
    mentions: async (roomId, userId, after, limit) => {
      const those = {
        room: orderKey(roomId),
        calls: { $in: [everyone, orderKey(userId)] },
        seq: { $gt: after },
        author: { $ne: orderKey(userId) },
      };
      return (await messages.find(those, { sort: { seq: 1 }, limit, fields: ['seq'] })).map(({ seq }) => seq);
    },
    roomsOf: async (userId, { after = '', limit }) => {
      const theirs = { user: orderKey(userId), room: { $gt: orderKey(after) } };
      const first = { sort: { room: 1 }, limit: limit + 1 } as const;
      const found = [
        ...(await members.find({ ...theirs, state: currentStates }, first)),
        ...(await tables<ReadMarkerRow>('marks').find(theirs, first)),
      ];
      const { rows, hasMore } = pageOf(roomsIn(found), limit);
      return { roomIds: rows, hasMore };
    },
    openCalls: async ({ after = '', limit }) => {
      const those = { openCall: true, room: { $gt: orderKey(after) } };
      const { rows, hasMore } = await firstOf(messages, those, { room: 1 }, limit);
      return { messages: rows.map(parseBody), hasMore };
    },
    prune: async (roomId, before) => {
      const room = orderKey(roomId);
      const old = { room, createdAt: { $lt: before } };
      for (let forgotten = 0; ;) {
        const some = await write(async (within) => {
          const those = await within.tables<MessageRow>('messages').find(old, {
            sort: { createdAt: 1 },
            limit: pruneAtOnce,
            fields: ['id'],
          });
          await within.tables<ReportRow>('reports').remove(old);
          if (those.length === 0) return 0;
          await lockRoom(within, roomId);
          await within.tables<MessageRow>('messages').remove({ _id: { $in: those.map(({ _id }) => _id) } });
          await deleteMessageDetails(
            within.tables,
            room,
            those.map(({ id }) => id),
          );
          return those.length;
        });
        forgotten += some;
        if (some < pruneAtOnce) return forgotten;
      }
    },
  };
};
