import type { Erasure } from '@chat/protocol';
import type { CommitResult } from '../../src/storage/contract/change.ts';
import type { ChatStorage } from '../../src/storage/contract/storage.ts';
import { andMore, type Broken } from './break-storage.ts';

type Timeline = ChatStorage['timeline'];

const timeline = (name: string, found: string[], make: (sound: Timeline) => Partial<Timeline>): Broken => ({
  name,
  found,
  damage: (sound) => ({ timeline: make(sound.timeline) }),
});

export const brokenErasures: Broken[] = [
  timeline(
    'finds the rooms of a user where they belong or have been alone',
    ['traces of a user are found in every room', andMore],
    (sound) => ({ roomsWithDataOf: (userId, query) => sound.roomsOf(userId, query) }),
  ),
  timeline(
    'keeps the trace of who was forgotten',
    ['who was forgotten in a room left no trace there'],
    (sound) => {
      const forgotten = new Map<string, string[]>();
      return {
        anonymize: async (roomId, userId) => {
          const { roomIds } = await sound.roomsWithDataOf(userId, { limit: 100 });
          forgotten.set(userId, roomIds);
          await sound.anonymize(roomId, userId);
        },
        roomsWithDataOf: async (userId, query) => {
          const roomIds = forgotten.get(userId);
          return roomIds ? { roomIds, hasMore: false } : sound.roomsWithDataOf(userId, query);
        },
      };
    },
  ),
  timeline('passes over tombstones of an author', ['messages of one author are found'], (sound) => ({
    messagesBy: async (roomId, userId, { after = 0, limit }) => {
      const { messages } = await sound.messagesBy(roomId, userId, { limit: 1_000 });
      const rest = messages.filter(({ seq, deletedAt }) => seq > after && deletedAt === undefined);
      return { messages: rest.slice(0, limit), hasMore: rest.length > limit };
    },
  })),
  timeline('passes over private messages of an author', ['messages of one author are found'], (sound) => ({
    messagesBy: async (roomId, userId, query) => {
      const page = await sound.messagesBy(roomId, userId, query);
      return { ...page, messages: page.messages.filter(({ to }) => to === undefined) };
    },
  })),
  timeline('answers reactions from the first on again', ['reactions of one user are found'], (sound) => ({
    reactionsBy: (roomId, userId, { limit }) => sound.reactionsBy(roomId, userId, { limit }),
  })),
  timeline(
    'leaves the audit as it was',
    ['the audit and the reports speak of nobody who was forgotten'],
    (sound) => {
      let before: Awaited<ReturnType<Timeline['audit']>> | null = null;
      return {
        anonymize: async (roomId, userId) => {
          before = await sound.audit(roomId, { limit: 100 });
          await sound.anonymize(roomId, userId);
        },
        audit: async (roomId, query) => before ?? sound.audit(roomId, query),
      };
    },
  ),
  timeline('begins an erasure anew', ['an erasure begins once'], (sound) => ({
    beginErasure: async (userId, at) => ({ ...(await sound.beginErasure(userId, at)), at }),
  })),
  timeline(
    'takes changes of who is erased',
    [
      'who is erased changes nothing more',
      'what was erased is found under nobody',
      'nobody makes anything of who was erased',
    ],
    () => {
      const all = new Map<string, Erasure>();
      return {
        beginErasure: async (userId, at) => {
          const erasure = all.get(userId) ?? { userId, at };
          all.set(userId, erasure);
          return erasure;
        },
        erasure: async (userId) => all.get(userId) ?? null,
        finishErasure: async (userId, doneAt) => void all.set(userId, { userId, at: 5, doneAt }),
        erasures: async (limit) =>
          [...all.values()].filter(({ doneAt }) => doneAt === undefined).slice(0, limit),
      };
    },
  ),
  timeline(
    'asks of who acts alone whether they were erased',
    ['nobody makes anything of who was erased', andMore],
    (sound) => {
      const all = new Set<string>();
      const erased = { code: 'forbidden', message: 'erased', reason: 'erased' } as const;
      return {
        beginErasure: async (userId, at) => {
          all.add(userId);
          return { userId, at };
        },
        commit: async (roomId, changes) => {
          const committed: CommitResult[] = [];
          for (const change of changes)
            if (all.has(change.actor.id)) committed.push({ ok: false, error: erased });
            else committed.push(...(await sound.commit(roomId, [change])));
          return committed;
        },
      };
    },
  ),
  timeline('finds an erasure of anybody', ['an erasure is found'], (sound) => ({
    erasure: async (userId) => (await sound.erasure(userId)) ?? { userId, at: 0 },
  })),
  timeline('lists what is done', ['erasures are listed until they are done'], (sound) => {
    const all = new Set<string>();
    return {
      beginErasure: (userId, at) => {
        all.add(userId);
        return sound.beginErasure(userId, at);
      },
      erasures: async (limit) => [...all].slice(0, limit).map((userId) => ({ userId, at: 5 })),
    };
  }),
  timeline('never ends', ['an erasure is done', 'erasures are listed until they are done'], () => ({
    finishErasure: async () => undefined,
  })),
  {
    name: 'goes on knowing a user',
    found: ['a user is forgotten', 'somebody is not found by the name they had'],
    damage: () => ({ users: { forget: async () => undefined } }),
  },
  {
    name: 'fails at forgetting nobody',
    found: ['nobody is forgotten without harm'],
    damage: ({ users }) => ({
      users: {
        forget: async (userId) => {
          if (!(await users.get(userId))) throw new Error('no such user');
          await users.forget(userId);
        },
      },
    }),
  },
  {
    name: 'forgets wishes of one room',
    found: ['wishes are forgotten in every room'],
    damage: ({ preferences }) => ({ preferences: { forget: (userId) => preferences.put(userId, 'r', {}) } }),
  },
  {
    name: 'goes on telling who is forgotten',
    found: ['what somebody wants to be told is forgotten'],
    damage: ({ notifications }) => ({
      notifications: { forget: (userId) => notifications.unfollow('r', userId) },
    }),
  },
];
