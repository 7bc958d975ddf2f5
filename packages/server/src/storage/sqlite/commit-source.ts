import type { DatabaseSync } from 'node:sqlite';
import type { RecordSource } from '../batch/decide-batch.ts';
import type { Head, StoredMember, StoredMessage, StoredReport } from '../contract/records.ts';
import type { ReadMarker } from '../contract/storage.ts';
import { toHead, type HeadRow } from '../shared/head-row.ts';
import { immutable } from '../shared/immutable.ts';
import { idOf, orderKey } from '../shared/id-order-key.ts';
import { readRecords } from './feature-records.ts';
import { messagesIn, type MessageRow } from './message-row.ts';
import type { PrivateWrites } from './private.ts';
import { writeQueries as sql, readQueries } from './queries.ts';
import { parseBody, query, type BodyRow } from './query.ts';

export interface KeyedHeadRow extends HeadRow {
  key: number;
}

/** A room as the last commit left it. */
export interface KnownRoom {
  readonly roomKey: string;
  /** Null while the room is not stored. */
  key: number | null;
  head: Head | null;
  /** As stored. */
  inviteLinks: string | null;
  /** By the id as stored. Null: not a member. */
  readonly members: Map<string, StoredMember | null>;
  /** Users whose trace in the room is stored. */
  readonly traced: Set<string>;
}

/** What a batch has written of a room. */
export interface WrittenRoom {
  key: number | null;
  inviteLinks: string | null;
  head: Head;
  members: readonly StoredMember[];
  /** Users, by the id as stored, whose trace in the room is new. */
  traced: readonly string[];
}

/**
 * What commits read in their transaction. Most commits read the same few records as the one before, so rooms,
 * members and erasures stay in memory: this process is the only writer of the file.
 */
export interface CommitSource {
  open(roomId: string): KnownRoom;
  /** Reads for a batch of changes to the room. */
  reads(room: KnownRoom): RecordSource;
  written(room: KnownRoom, as: WrittenRoom): void;
  /** Forgets what is in memory: a transaction was rolled back, or something else has written these records. */
  forget(): void;
}

/** Rooms, members, traces and erasures in memory. With more than that, all are read again. */
const mostKnown = 20_000;

export const createCommitSource = (
  database: DatabaseSync,
  epoch: string,
  closed: PrivateWrites,
): CommitSource => {
  const headRow = query<KeyedHeadRow>(database, readQueries.head);
  const member = query<BodyRow<StoredMember>>(database, readQueries.member);
  const joined = query<BodyRow<StoredMember>>(database, sql.joined);
  const storedMessage = query<FingerprintRow>(database, sql.storedMessage);
  const replies = query<FingerprintRow>(database, sql.replies);
  const openCall = query<FingerprintRow>(database, sql.openCall);
  const storedReport = query<BodyRow<StoredReport>>(database, sql.storedReport);
  const lastSentAt = query<{ at: number }>(database, sql.lastSentAt);
  const reacted = query(database, readQueries.reacted);
  const reactors = query<{ key: string }>(database, readQueries.reactors);
  const pinnedCount = query<{ count: number }>(database, sql.pinnedCount);
  const readMarker = query<ReadMarker>(database, readQueries.mark);
  const erasure = query(database, readQueries.erasure);
  const features = readRecords(database);
  const rooms = new Map<string, KnownRoom>();
  const erased = new Map<string, boolean>();
  let known = 0;

  const forget = (): void => {
    rooms.clear();
    erased.clear();
    known = 0;
  };

  const isErased = (userId: string): boolean => {
    const userKey = orderKey(userId);
    let found = erased.get(userKey);
    if (found !== undefined) return found;
    found = erasure.first(userKey) !== undefined;
    erased.set(userKey, found);
    known += 1;
    return found;
  };

  const memberIn = ({ roomKey, members }: KnownRoom, userId: string): StoredMember | null => {
    const userKey = orderKey(userId);
    let found = members.get(userKey);
    if (found !== undefined) return found;
    const row = member.first(roomKey, userKey);
    found = row === undefined ? null : parseBody(row);
    members.set(userKey, found);
    known += 1;
    return found;
  };

  const lastSent = (key: number | null, userId: string, since: number): number | null => {
    const open = lastSentAt.first(key, since, orderKey(userId))?.at ?? null;
    const privately = closed.lastSentAt(key, userId, since);
    return open === null || privately === null ? (open ?? privately) : Math.max(open, privately);
  };

  return {
    open: (roomId) => {
      if (known > mostKnown) forget();
      const roomKey = orderKey(roomId);
      const found = rooms.get(roomKey);
      if (found) return found;
      const row = headRow.first(roomKey);
      const room: KnownRoom = {
        roomKey,
        key: row?.key ?? null,
        head: row === undefined ? null : toHead(row, epoch),
        inviteLinks: row?.inviteLinks ?? null,
        members: new Map(),
        traced: new Set(),
      };
      rooms.set(roomKey, room);
      known += 1;
      return room;
    },
    reads: (room) => {
      const { roomKey, key, head } = room;
      return {
        head: () => head,
        member: (userId) => memberIn(room, userId),
        joined: () =>
          joined
            .all(roomKey)
            .map(parseBody)
            .filter(({ state }) => state === 'joined'),
        message: (messageId) => toStored(roomKey, storedMessage.first(key, messageId)),
        reacted: (messageId, emoji, userId) =>
          reacted.first(roomKey, messageId, emoji, orderKey(userId)) !== undefined,
        reactors: (messageId, emoji, limit) =>
          reactors.all(roomKey, messageId, emoji, '', limit).map(({ key: user }) => idOf(user)),
        replies: (threadId, limit) =>
          [...replies.all(key, threadId, limit), ...closed.replies(key, threadId, limit)].flatMap(
            (row) => toStored(roomKey, row) ?? [],
          ),
        lastSentAt: (userId, since) => lastSent(key, userId, since),
        openCall: () => toStored(roomKey, openCall.first(key, roomKey)),
        pinned: () => pinnedCount.first(key)?.count ?? 0,
        hasReadMarker: (userId) => readMarker.first(orderKey(userId), roomKey) !== undefined,
        record: (...by) => features.record(roomKey, ...by),
        records: (...by) => features.records(roomKey, ...by),
        isErased,
        report: (messageId) => {
          const found = storedReport.first(key, messageId);
          return found === undefined ? null : parseBody(found);
        },
      };
    },
    written: (room, { key, inviteLinks, head, members, traced }) => {
      const { room: settings, inviteLinks: links } = room.head ?? {};
      // What a commit returns may be shared with its caller.
      const isNew = head.room !== settings || head.inviteLinks !== links;
      Object.assign(room, { key, inviteLinks, head: isNew ? immutable(head) : head });
      for (const stored of members) room.members.set(orderKey(stored.user.id), immutable(stored));
      for (const userKey of traced) room.traced.add(userKey);
      known += members.length + traced.length;
    },
    forget,
  };
};

type FingerprintRow = MessageRow & { fingerprint: number };

const toStored = (roomKey: string, row: FingerprintRow | undefined): StoredMessage | null =>
  row === undefined ? null : { message: messagesIn(roomKey)(row), fingerprint: row.fingerprint };
