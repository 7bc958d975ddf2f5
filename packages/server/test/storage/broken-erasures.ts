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
    'lists only rooms with a membership or read marker of a user',
    ['all rooms with data of a user are listed', andMore],
    (sound) => ({ roomsWithDataOf: (userId, query) => sound.roomsOf(userId, query) }),
  ),
  timeline(
    'keeps listing a room after a user was anonymized',
    ['a room in which a user was anonymized is not listed'],
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
  timeline('skips tombstones of an author', ['the messages of one author are listed'], (sound) => ({
    messagesBy: async (roomId, userId, { after = 0, limit }) => {
      const { messages } = await sound.messagesBy(roomId, userId, { limit: 1_000 });
      const rest = messages.filter(({ seq, deletedAt }) => seq > after && deletedAt === undefined);
      return { messages: rest.slice(0, limit), hasMore: rest.length > limit };
    },
  })),
  timeline('skips private messages of an author', ['the messages of one author are listed'], (sound) => ({
    messagesBy: async (roomId, userId, query) => {
      const page = await sound.messagesBy(roomId, userId, query);
      return { ...page, messages: page.messages.filter(({ to }) => to === undefined) };
    },
  })),
  timeline('lists reactions from the first one again', ['the reactions of one user are listed'], (sound) => ({
    reactionsBy: (roomId, userId, { limit }) => sound.reactionsBy(roomId, userId, { limit }),
  })),
  timeline(
    'does not anonymize the audit log',
    ['anonymizing removes a user from the audit log and the reports'],
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
  timeline('restarts an erasure', ['an erasure begins once'], (sound) => ({
    beginErasure: async (userId, at) => ({ ...(await sound.beginErasure(userId, at)), at }),
  })),
  timeline(
    'accepts changes by an erased user',
    [
      'an erased user cannot change anything',
      'erased data is listed for no user',
      'nobody can involve an erased user in a change',
      'the records of a user are found and erased',
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
    'checks only the actor for an erasure',
    ['nobody can involve an erased user in a change', andMore],
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
  timeline('returns an erasure for any user', ['a stored erasure is returned'], (sound) => ({
    erasure: async (userId) => (await sound.erasure(userId)) ?? { userId, at: 0 },
  })),
  timeline('lists finished erasures', ['erasures are listed until they are finished'], (sound) => {
    const all = new Set<string>();
    return {
      beginErasure: (userId, at) => {
        all.add(userId);
        return sound.beginErasure(userId, at);
      },
      erasures: async (limit) => [...all].slice(0, limit).map((userId) => ({ userId, at: 5 })),
    };
  }),
  timeline(
    'never finishes an erasure',
    ['an erasure is marked as finished', 'erasures are listed until they are finished'],
    () => ({
      finishErasure: async () => undefined,
    }),
  ),
  {
    name: 'does not remove a user',
    found: ['a user is removed', 'a user is not found by a previous name'],
    damage: () => ({ users: { forget: async () => undefined } }),
  },
  {
    name: 'rejects the removal of an unknown user',
    found: ['removing an unknown user does nothing'],
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
    name: 'removes the preferences of one room only',
    found: ['preferences are removed for every room'],
    damage: ({ preferences }) => ({ preferences: { forget: (userId) => preferences.put(userId, 'r', {}) } }),
  },
  {
    name: 'does not remove notification settings',
    found: ['notification settings, devices and followed rooms are removed'],
    damage: ({ notifications }) => ({
      notifications: { forget: (userId) => notifications.unfollow('r', userId) },
    }),
  },
];
