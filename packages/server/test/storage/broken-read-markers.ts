import { newReadMarker, raiseReadMarker } from '../../src/storage/shared/read-marker.ts';
import type { ChatStorage, ReadMarker } from '../../src/storage/contract/storage.ts';
import { latestCounters } from '../../src/storage/shared/as-of.ts';
import { andMore, type Broken } from './break-storage.ts';

type Timeline = ChatStorage['timeline'];

const asOfHead = 'unread are counted as they were at a head';

const later = () => new Promise((resolve) => setTimeout(resolve, 0));

const timeline = (name: string, found: string[], make: (sound: Timeline) => Partial<Timeline>): Broken => ({
  name,
  found,
  damage: (sound) => ({ timeline: make(sound.timeline) }),
});

/** Marks kept apart, so that they can be kept badly. */
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
    'lists marks as they were made',
    [
      'marks of a room are listed by user id, as they now are',
      'what has come to devices is raised, for many at once',
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
    'lets every call make the mark',
    ['a mark is made once', 'a mark made many times at once is made once', andMore],
    (kept) => ({
      readMarker: async (roomId, userId, first) => {
        kept.set(keyOf(roomId, userId), newReadMarker(first));
        return newReadMarker(first);
      },
      markRead: soundRead(kept),
    }),
  ),
  marks(
    'lets two calls make the mark at once',
    ['a mark made many times at once is made once', andMore],
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
    'lets a read mark fall',
    [
      'a read mark rises, and reading does not lower it',
      'a read mark raised many times at once ends at the highest',
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
    ['a read mark raised many times at once ends at the highest', andMore],
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
  timeline('makes a mark by reading', ['there is nothing to raise without a mark'], (sound) => ({
    markRead: async (roomId, userId, seq, how) => {
      await sound.readMarker(roomId, userId, { joinedAt: 0, joinedSeq: 0, readSeq: seq });
      return sound.markRead(roomId, userId, seq, how);
    },
  })),
  timeline(
    'counts own messages as unread',
    [
      'unread are the messages of others above a seq',
      'unread are private messages too, but not those to others',
      'unread are no messages that stand in a thread alone',
      asOfHead,
    ],
    (sound) => ({
      unread: (roomId, _, ...of) => sound.unread(roomId, 'nobody', ...of),
    }),
  ),
  timeline(
    'counts deleted messages as unread',
    [
      'unread are the messages of others above a seq',
      'unread are private messages too, but not those to others',
      'unread are no messages that stand in a thread alone',
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
    'counts the message at `after`',
    [
      'unread are the messages of others above a seq',
      'unread are private messages too, but not those to others',
      asOfHead,
    ],
    (sound) => ({
      unread: (roomId, userId, after, ...of) => sound.unread(roomId, userId, after - 1, ...of),
    }),
  ),
  timeline(
    'counts unread without end',
    [
      'unread are the messages of others above a seq',
      'unread are private messages too, but not those to others',
      asOfHead,
    ],
    (sound) => ({
      unread: (roomId, userId, after, _, asOf) => sound.unread(roomId, userId, after, 1_000, asOf),
    }),
  ),
  timeline('counts what was said since', [asOfHead], (sound) => ({
    unread: (roomId, userId, after, cap, asOf) =>
      sound.unread(roomId, userId, after, cap, asOf && { ...latestCounters, rev: asOf.rev }),
  })),
  timeline('does not count what was deleted since', [asOfHead], (sound) => ({
    unread: (roomId, userId, after, cap, asOf) =>
      sound.unread(roomId, userId, after, cap, asOf && { ...latestCounters, seq: asOf.seq }),
  })),
  timeline(
    'finds no rooms by mark',
    ['rooms of a user are those they belong to or have a mark in'],
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
    'finds no rooms by invitation',
    ['rooms of a user are those they belong to or have a mark in'],
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
    'finds rooms by byte',
    ['rooms of a user are those they belong to or have a mark in'],
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
    'finds rooms that somebody left',
    ['rooms of a user are those they belong to or have a mark in'],
    (sound) => ({
      roomsOf: async (userId, query) => {
        const page = await sound.roomsOf(userId, query);
        const left = (await sound.member('left', userId)) === null ? [] : ['left'];
        return { ...page, roomIds: [...page.roomIds, ...(page.hasMore ? [] : left)] };
      },
    }),
  ),
  timeline(
    'prunes what was created at that time too',
    ['pruning forgets what was created before'],
    (sound) => ({
      prune: (roomId, before) => sound.prune(roomId, before + 1),
    }),
  ),
  timeline(
    'does not prune',
    [
      'calls after closing reject',
      'pruning forgets what was created before',
      'a search finds nothing that was forgotten',
      'private messages are pruned, and their ids are known, like others',
      'a tombstone and a forgotten message have no reactions',
      'a tombstone and a forgotten message are not pinned',
      'a call that was forgotten goes on nowhere',
      'a forgotten message calls nobody',
      'a tombstone and a forgotten message have no versions',
    ],
    () => ({ prune: async () => 0 }),
  ),
  timeline(
    'goes on changing what is kept no longer until it is pruned',
    ['nobody changes what a room keeps no longer, pruned or not'],
    (sound) => ({
      commit: (roomId, changes) =>
        sound.commit(
          roomId,
          changes.map((change) => (change.kind === 'react' ? { ...change, at: 3_000 } : change)),
        ),
    }),
  ),
  timeline(
    'does not say how many it pruned',
    [
      'pruning forgets what was created before',
      'private messages are pruned, and their ids are known, like others',
    ],
    (sound) => ({
      prune: async (roomId, before) => {
        await sound.prune(roomId, before);
        return 0;
      },
    }),
  ),
  timeline('counts messages that are left', ['pruning leaves counters and marks'], (sound) => ({
    head: async (roomId) => {
      const head = await sound.head(roomId);
      const newest = await sound.page(roomId, { limit: 1 });
      return head && { ...head, seq: newest.messages[0]?.seq ?? 0 };
    },
  })),
  timeline('prunes marks', ['pruning leaves counters and marks'], (sound) => {
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
