import type { Head } from '../../src/storage/contract/records.ts';
import type { Changes, ChatStorage, HeadOf } from '../../src/storage/contract/storage.ts';
import { sampleRoom } from '../../src/testing/sample.ts';
import type { Broken } from './break-storage.ts';

const later = () => new Promise((resolve) => setTimeout(resolve, 0));

const timeline = (
  name: string,
  found: string[],
  make: (sound: ChatStorage['timeline']) => Partial<ChatStorage['timeline']>,
): Broken => ({ name, found, damage: (sound) => ({ timeline: make(sound.timeline) }) });

const changes = (name: string, found: string[], alter: (sound: Changes, since: number) => Changes): Broken =>
  timeline(name, found, (sound) => ({
    changes: async (roomId, since, ...rest) => {
      const answer = await sound.changes(roomId, since, ...rest);
      return answer && alter(answer, since);
    },
  }));

export const brokenChanges: Broken[] = [
  timeline(
    'gives an unknown room a head',
    ['an unknown room is empty', 'the head is the room as of its last change'],
    (sound) => ({
      head: async (roomId) =>
        (await sound.head(roomId)) ?? { room: sampleRoom(roomId), seq: 0, rev: 0, roomRev: 0, epoch: 'e' },
    }),
  ),
  timeline(
    'always returns the first head',
    [
      'the head is the room as of its last change',
      'exactly one reminder of a start is accepted',
      'invite links are stored with their room, without a trace in what members read',
    ],
    (sound) => {
      const heads = new Map<string, Head>();
      return {
        head: async (roomId) => {
          const head = heads.get(roomId) ?? (await sound.head(roomId));
          if (head !== null) heads.set(roomId, head);
          return head;
        },
      };
    },
  ),
  timeline('always returns the first rev of rooms', ['heads of many rooms are returned at once'], (sound) => {
    const known = new Map<string, HeadOf>();
    return {
      heads: async (roomIds) =>
        (await sound.heads(roomIds)).map((head) => {
          if (!known.has(head.roomId)) known.set(head.roomId, head);
          return known.get(head.roomId) ?? head;
        }),
    };
  }),
  timeline('returns the heads of other rooms too', ['heads of many rooms are returned at once'], (sound) => ({
    heads: async (roomIds) => {
      const found = await sound.heads([...roomIds, 'r', 's', 't']);
      return found.filter(({ roomId }, index) => found.findIndex((each) => each.roomId === roomId) === index);
    },
  })),
  changes(
    'returns only new messages as changes',
    [
      'changes are all records above a rev, by rev, in their current state',
      'private changes are returned to their readers',
      'the first message of a thread has an exact summary, with its own rev',
    ],
    (sound) => ({
      ...sound,
      messages: sound.messages.filter(
        ({ editedAt, deletedAt }) => editedAt === undefined && deletedAt === undefined,
      ),
    }),
  ),
  changes(
    'returns changes by seq',
    [
      'changes are all records above a rev, by rev, in their current state',
      'private changes are returned to their readers',
      'the first message of a thread has an exact summary, with its own rev',
    ],
    (sound) => ({
      ...sound,
      messages: sound.messages.toSorted((a, b) => a.seq - b.seq),
    }),
  ),
  changes(
    'leaves ended memberships out of changes',
    ['changes are all records above a rev, by rev, in their current state'],
    (sound) => ({
      ...sound,
      members: sound.members.filter(({ state }) => state === 'joined'),
    }),
  ),
  changes(
    'never reports changes of the room',
    ['changes are all records above a rev, by rev, in their current state'],
    (sound) => ({ ...sound, room: false }),
  ),
  changes(
    'includes the rev `since`',
    ['changes are all records above a rev, by rev, in their current state'],
    (sound, since) => ({ ...sound, room: sound.head.roomRev >= since }),
  ),
  timeline('reads the head before the records', ['changes and head are read at one moment'], (sound) => ({
    changes: async (roomId, ...asked) => {
      const head = await sound.head(roomId);
      await later();
      const answer = await sound.changes(roomId, ...asked);
      return answer && head && { ...answer, head };
    },
  })),
  timeline(
    'returns part of too many changes',
    [
      'changes are null if there are too many or the room is unknown',
      'private changes are returned to their readers',
    ],
    (sound) => ({
      changes: async (roomId, since, limit, reading) => {
        const all = await sound.changes(roomId, since, 1_000, reading);
        return all && { ...all, messages: all.messages.slice(0, limit) };
      },
    }),
  ),
  timeline(
    'does not count members towards the limit',
    [
      'changes are null if there are too many or the room is unknown',
      'private changes are returned to their readers',
    ],
    (sound) => ({
      changes: async (roomId, since, limit, reading) => {
        const all = await sound.changes(roomId, since, 1_000, reading);
        return all !== null && all.messages.length > limit ? null : all;
      },
    }),
  ),
  timeline('does not return ended memberships', ['a membership is returned, ended or not'], (sound) => ({
    member: async (roomId, userId) => {
      const member = await sound.member(roomId, userId);
      return member?.state === 'joined' ? member : null;
    },
  })),
  timeline('lists ended memberships', ['joined and invited members are listed by id'], (sound) => ({
    members: async (roomId, query) => {
      const page = await sound.members(roomId, query);
      const ended = (await sound.changes(roomId, 0, 1_000))?.members.filter(
        ({ state }) => state !== 'joined',
      );
      return { ...page, members: [...page.members, ...(ended ?? [])] };
    },
  })),
  timeline('lists members by byte', ['joined and invited members are listed by id'], (sound) => ({
    members: async (roomId, { after = '', limit }) => {
      const { members } = await sound.members(roomId, { limit: 1_000 });
      const sorted = members.toSorted((a, b) =>
        Buffer.compare(Buffer.from(a.user.id), Buffer.from(b.user.id)),
      );
      const rest = sorted.slice(sorted.findIndex(({ user }) => user.id === after) + 1);
      return { members: rest.slice(0, limit), hasMore: rest.length > limit };
    },
  })),
];
