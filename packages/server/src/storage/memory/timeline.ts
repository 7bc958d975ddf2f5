import { isOpenCall, maxVersions, type Erasure, type Message, type MessageVersion } from '@chat/protocol';
import { decideBatch } from '../batch/decide-batch.ts';
import { immutable } from '../shared/immutable.ts';
import { isVisibleTo } from '../shared/visible-to.ts';
import {
  lowerReadMarker,
  newReadMarker,
  raiseDeliveredSeq,
  raiseReadMarker,
  toPublicReadMarker,
} from '../shared/read-marker.ts';
import { pageBy, type Walk } from '../shared/page-walk.ts';
import { featureRecords } from '../records/feature-records.ts';
import { memoryTable } from './memory-table.ts';
import { moderationLog, type ModerationLog } from './moderation-log.ts';
import type { Head, StoredMember, ReplacedVersion } from '../contract/records.ts';
import type { ReadMarker, TimelineStore } from '../contract/storage.ts';
import type { MemoryBudget } from './memory-budget.ts';
import type { MaybeSync } from '../shared/reject-when-closed.ts';
import { scanMessages } from '../shared/message-scan.ts';
import { createReactors, type Reactors } from './reactors.ts';
import { roomLog, type RoomLog } from './room-log.ts';
import { pageOfKeys } from './sorted.ts';

interface RoomRecords {
  head: Head | null;
  log: RoomLog;
  reactors: Reactors;
  versions: Versions;
  members: Map<string, StoredMember>;
  marks: Map<string, ReadMarker>;
  moderation: ModerationLog;
  /** Message id of the latest call. */
  lastCall?: string;
}

const emptyWalk: Walk = { down: () => [], up: () => [] };
const isCurrentMember = (member: StoredMember | undefined): boolean =>
  member?.state === 'joined' || member?.state === 'invited';

export interface TimelineBounds {
  /** Maximum of messages per room; the oldest above it are dropped. Unlimited unless given. */
  maxMessages?: number;
  /**
   * Maximum of bytes for the messages of one room, by a rough estimate; the oldest above it are dropped.
   * Unlimited unless given.
   */
  maxBytes?: number;
  /** A memory budget that the rooms share with those of other storages. */
  budget?: MemoryBudget;
}

/** In memory a character takes two bytes, and a record has a few hundred bytes of overhead. */
const overheadBytes = 400;
const weightOf = (message: Message, versions: readonly MessageVersion[]): number =>
  overheadBytes +
  2 * (JSON.stringify(message).length + (versions.length > 0 ? JSON.stringify(versions).length : 0));

/** The timeline as synchronous methods, each of which is atomic. */
export const memoryTimeline = (epoch: string, bounds: TimelineBounds = {}): MaybeSync<TimelineStore> => {
  const { maxMessages = Infinity, maxBytes = Infinity, budget } = bounds;
  const isWeighed = budget !== undefined || maxBytes !== Infinity;
  const rooms = new Map<string, RoomRecords>();
  const roomsByUser = new Map<string, Set<string>>();
  const traces = new Map<string, Set<string>>();
  const erasures = new Map<string, Erasure>();
  const features = featureRecords(memoryTable());

  /** Created only by writes: reads of unknown rooms must not fill the memory. */
  const roomFor = (roomId: string): RoomRecords => {
    const known = rooms.get(roomId);
    if (known) return known;
    const reactors = createReactors();
    const versions = createVersions();
    const emptied = (messageId: string) => {
      reactors.forget(messageId);
      versions.forget(messageId);
      features.forgetMessages(roomId, [{ id: messageId }]);
    };
    const room: RoomRecords = {
      head: null,
      log: roomLog(emptied),
      reactors,
      versions,
      members: new Map(),
      marks: new Map(),
      moderation: moderationLog(),
    };
    rooms.set(roomId, room);
    budget?.add(room.log);
    return room;
  };

  /** Updates `roomsByUser` after a change to a membership or read marker. */
  const index = (roomId: string, userId: string): void => {
    const room = rooms.get(roomId);
    const inRoom = isCurrentMember(room?.members.get(userId)) || room?.marks.has(userId);
    const ids = roomsByUser.get(userId) ?? new Set();
    if (inRoom) roomsByUser.set(userId, ids.add(roomId));
    else ids.delete(roomId);
  };

  const openCallOf = (room: RoomRecords | undefined) => {
    const stored = room?.lastCall === undefined ? null : room.log.get(room.lastCall);
    return stored && isOpenCall(stored.message) ? stored : null;
  };

  const changeMark = (
    roomId: string,
    userId: string,
    change: (mark: ReadMarker) => ReadMarker,
  ): ReadMarker | null => {
    const marks = rooms.get(roomId)?.marks;
    const stored = marks?.get(userId);
    if (marks === undefined || stored === undefined) return null;
    const changed = Object.freeze(change(stored));
    marks.set(userId, changed);
    return changed;
  };

  const trace = (roomId: string, userId: string): void =>
    void traces.set(userId, (traces.get(userId) ?? new Set()).add(roomId));

  return {
    ...features.pages,
    head: (roomId) => rooms.get(roomId)?.head ?? null,
    heads: (roomIds) =>
      roomIds.flatMap((roomId) => {
        const head = rooms.get(roomId)?.head;
        return head ? [{ roomId, rev: head.rev, epoch: head.epoch }] : [];
      }),
    commit: (roomId, changes) => {
      const stored = rooms.get(roomId);
      const batch = decideBatch(
        {
          head: () => stored?.head ?? null,
          member: (userId) => stored?.members.get(userId) ?? null,
          joined: () => [...(stored?.members.values() ?? [])].filter(({ state }) => state === 'joined'),
          message: (messageId) => stored?.log.get(messageId) ?? null,
          report: (messageId) => stored?.moderation.report(messageId) ?? null,
          reacted: (...reaction) => stored?.reactors.has(...reaction) ?? false,
          reactors: (messageId, emoji, limit) => stored?.reactors.page(messageId, emoji, { limit }) ?? [],
          replies: (threadId, limit) => stored?.log.replies(threadId, limit) ?? [],
          lastSentAt: (userId) => stored?.log.lastSentAt(userId) ?? null,
          openCall: () => openCallOf(stored),
          pinned: () => stored?.log.pinned().length ?? 0,
          hasReadMarker: (userId) => stored?.marks.has(userId) ?? false,
          record: (...by) => features.view(roomId).record(...by),
          records: (...by) => features.view(roomId).records(...by),
          isErased: (userId) => erasures.has(userId),
        },
        changes,
        epoch,
      );
      if (batch.head === null) return batch.results;
      const room = roomFor(roomId);
      room.head = batch.head;
      room.log.put(batch.messages);
      for (const { message } of batch.messages) if (isOpenCall(message)) room.lastCall = message.id;
      for (const userId of batch.involvedUserIds) trace(roomId, userId);
      for (const reaction of batch.reactions) room.reactors.put(reaction);
      for (const version of batch.versions) room.versions.put(version);
      features.save(roomId, batch);
      for (const member of batch.members) {
        room.members.set(member.user.id, member);
        index(roomId, member.user.id);
      }
      room.moderation.put(batch.reports, batch.audit);
      room.log.trimTo(maxMessages);
      if (isWeighed) {
        for (const { message } of batch.messages)
          if (room.log.get(message.id))
            room.log.weigh(message.id, weightOf(message, room.versions.of(message.id)));
        room.log.keepBytes(maxBytes, 1);
        budget?.fit();
      }
      room.moderation.trimTo(maxMessages);
      return batch.results;
    },
    page: (roomId, query) => pageBy(rooms.get(roomId)?.log.walk(query) ?? emptyWalk, query),
    search: (roomId, query) =>
      scanMessages(rooms.get(roomId)?.log.walk({ ...query, unfiltered: true }) ?? emptyWalk, query),
    message: (roomId, messageId, reading = {}) => {
      const message = rooms.get(roomId)?.log.get(messageId)?.message;
      return message !== undefined && isVisibleTo(message, reading) ? message : null;
    },
    versions: (roomId, messageId) => rooms.get(roomId)?.versions.of(messageId) ?? [],
    pinned: (roomId, { after = 0, limit }) => {
      const found =
        rooms
          .get(roomId)
          ?.log.pinned()
          .filter(({ seq }) => seq > after) ?? [];
      return { messages: found.slice(0, limit), hasMore: found.length > limit };
    },
    changes: (roomId, since, limit, reading = {}) => {
      const { head, log, members: all } = rooms.get(roomId) ?? {};
      if (head == null || log === undefined || all === undefined) return null;
      const messages = log.changedSince(since, limit);
      if (messages === null) return null;
      const members = [...all.values()].filter(({ rev }) => rev > since).sort((a, b) => a.rev - b.rev);
      if (messages.length + members.length > limit) return null;
      return {
        head,
        messages: messages.filter((message) => isVisibleTo(message, reading)),
        members,
        room: head.roomRev > since,
      };
    },
    member: (roomId, userId) => rooms.get(roomId)?.members.get(userId) ?? null,
    members: (roomId, query) => {
      const all = rooms.get(roomId)?.members ?? new Map<string, StoredMember>();
      const joined = [...all.values()].filter(isCurrentMember).map(({ user }) => user.id);
      const { keys, hasMore } = pageOfKeys(joined, query);
      return { members: keys.flatMap((key) => all.get(key) ?? []), hasMore };
    },
    banned: (roomId, query) => {
      const all = rooms.get(roomId)?.members ?? new Map<string, StoredMember>();
      const banned = [...all.values()].filter(({ state }) => state === 'banned').map(({ user }) => user.id);
      const { keys, hasMore } = pageOfKeys(banned, query);
      return { members: keys.flatMap((key) => all.get(key) ?? []), hasMore };
    },
    reports: (roomId, query) =>
      rooms.get(roomId)?.moderation.reports(query) ?? { reports: [], hasMore: false },
    audit: (roomId, query) => rooms.get(roomId)?.moderation.audit(query) ?? { entries: [], hasMore: false },
    reacted: (roomId, userId, reactions) =>
      reactions.map(
        ({ messageId, emoji }) => rooms.get(roomId)?.reactors.has(messageId, emoji, userId) ?? false,
      ),
    reactors: (roomId, { messageId, emoji }, { after, limit }) => {
      const from = after === undefined ? {} : { after };
      const found = rooms.get(roomId)?.reactors.page(messageId, emoji, { ...from, limit: limit + 1 }) ?? [];
      return { userIds: found.slice(0, limit), hasMore: found.length > limit };
    },
    readMarker: (roomId, userId, first) => {
      const { marks } = roomFor(roomId);
      const stored = marks.get(userId) ?? immutable(newReadMarker(first));
      marks.set(userId, stored);
      trace(roomId, userId);
      index(roomId, userId);
      return stored;
    },
    markRead: (roomId, userId, seq, { at, turn }) =>
      changeMark(roomId, userId, (mark) => raiseReadMarker(mark, seq, at, turn)),
    markUnread: (roomId, userId, seq) => changeMark(roomId, userId, (mark) => lowerReadMarker(mark, seq)),
    markDelivered: (roomId, delivered) => {
      for (const { userId, seq } of delivered)
        changeMark(roomId, userId, (mark) => raiseDeliveredSeq(mark, seq));
    },
    readMarkers: (roomId, query) => {
      const marks = rooms.get(roomId)?.marks ?? new Map<string, ReadMarker>();
      const { keys, hasMore } = pageOfKeys(marks.keys(), query);
      const found = keys.flatMap((userId) => {
        const mark = marks.get(userId);
        if (mark === undefined) return [];
        return toPublicReadMarker({ userId, ...mark });
      });
      return { readMarkers: found, hasMore };
    },
    unread: (roomId, ...of) => rooms.get(roomId)?.log.unread(...of) ?? 0,
    mentions: (roomId, userId, after, limit) => rooms.get(roomId)?.log.mentions(userId, after, limit) ?? [],
    roomsOf: (userId, query) => {
      const { keys, hasMore } = pageOfKeys(roomsByUser.get(userId) ?? [], query);
      return { roomIds: keys, hasMore };
    },
    openCalls: (query) => {
      const calling = [...rooms].filter(([, room]) => openCallOf(room) !== null).map(([roomId]) => roomId);
      const { keys, hasMore } = pageOfKeys(calling, query);
      return { messages: keys.flatMap((key) => openCallOf(rooms.get(key))?.message ?? []), hasMore };
    },
    prune: (roomId, before) => {
      rooms.get(roomId)?.moderation.prune(before);
      return rooms.get(roomId)?.log.prune(before) ?? 0;
    },
    roomsWithDataOf: (userId, query) => {
      const { keys, hasMore } = pageOfKeys(traces.get(userId) ?? [], query);
      return { roomIds: keys, hasMore };
    },
    messagesBy: (roomId, userId, { after = 0, limit }) => {
      const found = rooms.get(roomId)?.log.authored(userId, after, limit + 1) ?? [];
      return { messages: found.slice(0, limit), hasMore: found.length > limit };
    },
    reactionsBy: (roomId, userId, { after, limit }) => {
      const found = rooms.get(roomId)?.reactors.of(userId, after, limit + 1) ?? [];
      return { reactions: found.slice(0, limit), hasMore: found.length > limit };
    },
    anonymize: (roomId, userId) => {
      const room = rooms.get(roomId);
      room?.marks.delete(userId);
      room?.moderation.anonymize(userId);
      traces.get(userId)?.delete(roomId);
      index(roomId, userId);
    },
    beginErasure: (userId, at) => {
      const erasure = erasures.get(userId) ?? Object.freeze({ userId, at });
      erasures.set(userId, erasure);
      return erasure;
    },
    erasure: (userId) => erasures.get(userId) ?? null,
    erasures: (limit) => [...erasures.values()].filter(({ doneAt }) => doneAt === undefined).slice(0, limit),
    finishErasure: (userId, doneAt) => {
      const erasure = erasures.get(userId);
      if (erasure) erasures.set(userId, Object.freeze({ ...erasure, doneAt }));
    },
  };
};

/** Earlier texts of the messages of one room. */
interface Versions {
  /** Returns the earlier texts of a message, newest first. */
  of(messageId: string): MessageVersion[];
  put(mark: ReplacedVersion): void;
  /** Removes all earlier texts of a message. */
  forget(messageId: string): void;
}

const createVersions = (): Versions => {
  const byMessage = new Map<string, MessageVersion[]>();
  return {
    of: (messageId) => byMessage.get(messageId) ?? [],
    put: ({ messageId, version }) =>
      void byMessage.set(messageId, [version, ...(byMessage.get(messageId) ?? [])].slice(0, maxVersions)),
    forget: (messageId) => void byMessage.delete(messageId),
  };
};
