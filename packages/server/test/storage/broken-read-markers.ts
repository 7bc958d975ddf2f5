import { newReadMarker, raiseReadMarker } from '../../src/storage/shared/read-marker.ts';
import type { ChatStorage, ReadMarker } from '../../src/storage/contract/storage.ts';
import { latestCounters } from '../../src/storage/shared/as-of.ts';
import { andMore, type Broken } from './break-storage.ts';

type Timeline = ChatStorage['timeline'];

const asOfHead = 'unread messages can be counted as of a head';

const later = () => new Promise((resolve) => setTimeout(resolve, 0));

const timeline = (name: string, found: string[], make: (sound: Timeline) => Partial<Timeline>): Broken => ({
  name,
  found,
  damage: (sound) => ({ timeline: make(sound.timeline) }),
});

/** Stores read markers separately, so that mistakes can be planted. */
const marks = (
  name: string,
  found: string[],
  make: (kept: Map<string, ReadMarker>) => Pick<Timeline, 'readMarker' | 'markRead'>,
): Broken => timeline(name, found, () => make(new Map()));

const keyOf = (roomId: string, userId: string) => `${roomId} ${userId}`;

const soundMark =
  (kept: Map<string, ReadMarker>): Timeline['readMarker'] =>
  async (roomId, userId, first) => {
    const mark = kept.get(keyOf(roomId, userId)) ?? newReadMarker(first);
    kept.set(keyOf(roomId, userId), mark);
    return mark;
  };

const soundRead =
  (kept: Map<string, ReadMarker>): Timeline['markRead'] =>
  async (roomId, userId, seq, { at, turn }) => {
    const mark = kept.get(keyOf(roomId, userId));
    if (mark === undefined) return null;
    const raised = raiseReadMarker(mark, seq, at, turn);
    kept.set(keyOf(roomId, userId), raised);
    return raised;
  };

export const brokenReadMarkers: Broken[] = [
  timeline(
    'lists read markers as they were created',
    [
      'read markers of a room are listed by user id, in their current state',
      'delivery is recorded for many users at once',
    ],
    (sound) => ({
      readMarkers: async (roomId, query) => {
        const { readMarkers: marks, hasMore } = await sound.readMarkers(roomId, query);
        return {
          readMarkers: marks.map((mark) => ({ ...mark, seenSeq: 2, seenAt: null, deliveredSeq: 2 })),
          hasMore,
        };
      },
    }),
  ),
  marks(
    'creates the read marker with every call',
    ['a read marker is created once', 'concurrent calls create one read marker', andMore],
    (kept) => ({
      readMarker: async (roomId, userId, first) => {
        kept.set(keyOf(roomId, userId), newReadMarker(first));
        return newReadMarker(first);
      },
      markRead: soundRead(kept),
    }),
  ),
  marks(
    'lets two concurrent calls create a read marker',
    ['concurrent calls create one read marker', andMore],
    (kept) => ({
      readMarker: async (roomId, userId, first) => {
        const mark = kept.get(keyOf(roomId, userId)) ?? newReadMarker(first);
        await later();
        kept.set(keyOf(roomId, userId), mark);
        return mark;
      },
      markRead: soundRead(kept),
    }),
  ),
  marks(
    'lets reading move a read marker back',
    [
      'a read marker moves forward, and reading never moves it back',
      'concurrent reads leave a read marker at the highest',
      andMore,
    ],
    (kept) => ({
      readMarker: soundMark(kept),
      markRead: async (roomId, userId, seq, { at }) => {
        const mark = kept.get(keyOf(roomId, userId));
        if (mark === undefined) return null;
        const lowered = { ...raiseReadMarker(mark, seq, at), readSeq: seq };
        kept.set(keyOf(roomId, userId), lowered);
        return lowered;
      },
    }),
  ),
  marks(
    'lets two reads overwrite each other',
    ['concurrent reads leave a read marker at the highest', andMore],
    (kept) => ({
      readMarker: soundMark(kept),
      markRead: async (roomId, userId, seq, { at }) => {
        const mark = kept.get(keyOf(roomId, userId));
        if (mark === undefined) return null;
        await later();
        const raised = raiseReadMarker(mark, seq, at);
        kept.set(keyOf(roomId, userId), raised);
        return raised;
      },
    }),
  ),
  timeline('creates a read marker by reading', ['reading without a read marker returns null'], (sound) => ({
    markRead: async (roomId, userId, seq, how) => {
      await sound.readMarker(roomId, userId, { joinedAt: 0, joinedSeq: 0, readSeq: seq });
      return sound.markRead(roomId, userId, seq, how);
    },
  })),
  timeline(
    'counts own messages as unread',
    [
      'unread messages are those by others above a seq',
      'private messages count as unread for their recipients only',
      'messages only in a thread do not count as unread',
      asOfHead,
    ],
    (sound) => ({
      unread: (roomId, _, ...of) => sound.unread(roomId, 'nobody', ...of),
    }),
  ),
  timeline(
    'counts deleted messages as unread',
    [
      'unread messages are those by others above a seq',
      'private messages count as unread for their recipients only',
      'messages only in a thread do not count as unread',
      asOfHead,
    ],
    (sound) => ({
      unread: async (roomId, userId, after, cap) => {
        const { messages } = await sound.page(roomId, { after, limit: 1_000 });
        return Math.min(cap, messages.filter(({ author }) => author.id !== userId).length);
      },
    }),
  ),
  timeline(
    'counts the unread message at `after`',
    [
      'unread messages are those by others above a seq',
      'private messages count as unread for their recipients only',
      asOfHead,
    ],
    (sound) => ({
      unread: (roomId, userId, after, ...of) => sound.unread(roomId, userId, after - 1, ...of),
    }),
  ),
  timeline(
    'ignores `cap` when counting unread messages',
    [
      'unread messages are those by others above a seq',
      'private messages count as unread for their recipients only',
      asOfHead,
    ],
    (sound) => ({
      unread: (roomId, userId, after, _, asOf) => sound.unread(roomId, userId, after, 1_000, asOf),
    }),
  ),
  timeline('counts messages above the head', [asOfHead], (sound) => ({
    unread: (roomId, userId, after, cap, asOf) =>
      sound.unread(roomId, userId, after, cap, asOf && { ...latestCounters, rev: asOf.rev }),
  })),
  timeline('does not count messages deleted after the head', [asOfHead], (sound) => ({
    unread: (roomId, userId, after, cap, asOf) =>
      sound.unread(roomId, userId, after, cap, asOf && { ...latestCounters, seq: asOf.seq }),
  })),
  timeline(
    'lists no rooms by read marker',
    ['rooms of a user are those with a membership or a read marker'],
    (sound) => ({
      roomsOf: async (userId, { after, limit }) => {
        const { roomIds } = await sound.roomsOf(userId, {
          limit: 1_000,
          ...(after === undefined ? {} : { after }),
        });
        const members = await Promise.all(roomIds.map((roomId) => sound.member(roomId, userId)));
        const joined = roomIds.filter((_, index) =>
          ['joined', 'invited'].includes(members[index]?.state ?? ''),
        );
        return { roomIds: joined.slice(0, limit), hasMore: joined.length > limit };
      },
    }),
  ),
  timeline(
    'lists no rooms by invitation',
    ['rooms of a user are those with a membership or a read marker'],
    (sound) => ({
      roomsOf: async (userId, { after, limit }) => {
        const { roomIds } = await sound.roomsOf(userId, {
          limit: 1_000,
          ...(after === undefined ? {} : { after }),
        });
        const members = await Promise.all(roomIds.map((roomId) => sound.member(roomId, userId)));
        const answered = roomIds.filter((_, index) => members[index]?.state !== 'invited');
        return { roomIds: answered.slice(0, limit), hasMore: answered.length > limit };
      },
    }),
  ),
  timeline(
    'lists rooms of a user by byte',
    ['rooms of a user are those with a membership or a read marker'],
    (sound) => ({
      roomsOf: async (userId, { after = '', limit }) => {
        const { roomIds } = await sound.roomsOf(userId, { limit: 1_000 });
        const sorted = roomIds.toSorted((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
        const rest = sorted.slice(sorted.indexOf(after) + 1);
        return { roomIds: rest.slice(0, limit), hasMore: rest.length > limit };
      },
    }),
  ),
  timeline(
    'lists rooms that a user left',
    ['rooms of a user are those with a membership or a read marker'],
    (sound) => ({
      roomsOf: async (userId, query) => {
        const page = await sound.roomsOf(userId, query);
        const left = (await sound.member('left', userId)) === null ? [] : ['left'];
        return { ...page, roomIds: [...page.roomIds, ...(page.hasMore ? [] : left)] };
      },
    }),
  ),
  timeline(
    'prunes messages created at that time too',
    ['pruning removes older messages and their reports'],
    (sound) => ({
      prune: (roomId, before) => sound.prune(roomId, before + 1),
    }),
  ),
  timeline(
    'does not prune',
    [
      'calls after closing reject',
      'pruning removes older messages and their reports',
      'the records of a message are removed with it',
      'a search finds no pruned messages',
      'private messages are pruned, and their ids recognized, like others',
      'tombstones and pruned messages have no reactions',
      'tombstones and pruned messages are not pinned',
      'the call of a pruned message is not listed',
      'a pruned message mentions nobody',
      'tombstones and pruned messages have no versions',
    ],
    () => ({ prune: async () => 0 }),
  ),
  timeline(
    'accepts changes of expired messages until they are pruned',
    ['expired messages cannot be changed, pruned or not'],
    (sound) => ({
      commit: (roomId, changes) =>
        sound.commit(
          roomId,
          changes.map((change) => (change.kind === 'react' ? { ...change, at: 3_000 } : change)),
        ),
    }),
  ),
  timeline(
    'does not return how many messages it pruned',
    [
      'pruning removes older messages and their reports',
      'private messages are pruned, and their ids recognized, like others',
    ],
    (sound) => ({
      prune: async (roomId, before) => {
        await sound.prune(roomId, before);
        return 0;
      },
    }),
  ),
  timeline('counts messages that are left', ['pruning leaves counters and read markers'], (sound) => ({
    head: async (roomId) => {
      const head = await sound.head(roomId);
      const newest = await sound.page(roomId, { limit: 1 });
      return head && { ...head, seq: newest.messages[0]?.seq ?? 0 };
    },
  })),
  timeline('prunes read markers', ['pruning leaves counters and read markers'], (sound) => {
    const pruned = new Set<string>();
    return {
      prune: (roomId, before) => {
        pruned.add(roomId);
        return sound.prune(roomId, before);
      },
      markRead: async (roomId, ...rest) => (pruned.has(roomId) ? null : sound.markRead(roomId, ...rest)),
    };
  }),
];
