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
    ['an unknown room has nothing', 'the head is the room as of its last change'],
    (sound) => ({
      head: async (roomId) =>
        (await sound.head(roomId)) ?? { room: sampleRoom(roomId), seq: 0, rev: 0, roomRev: 0, epoch: 'e' },
    }),
  ),
  timeline(
    'remembers the first head',
    ['the head is the room as of its last change', 'a start is reminded of once, by one, while it stands'],
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
  timeline('says where rooms were first', ['heads say of many rooms at once where they are'], (sound) => {
    const known = new Map<string, HeadOf>();
    return {
      heads: async (roomIds) =>
        (await sound.heads(roomIds)).map((head) => {
          if (!known.has(head.roomId)) known.set(head.roomId, head);
          return known.get(head.roomId) ?? head;
        }),
    };
  }),
  timeline('says where all rooms are', ['heads say of many rooms at once where they are'], (sound) => ({
    heads: async (roomIds) => {
      const found = await sound.heads([...roomIds, 'r', 's', 't']);
      return found.filter(({ roomId }, index) => found.findIndex((each) => each.roomId === roomId) === index);
    },
  })),
  changes(
    'tells of new messages alone',
    [
      'changes are all records above a rev, by rev, as they are now',
      'private changes are told to those they exist for',
      'what begins a thread tells of it, exactly, with a rev of its own',
    ],
    (sound) => ({
      ...sound,
      messages: sound.messages.filter(
        ({ editedAt, deletedAt }) => editedAt === undefined && deletedAt === undefined,
      ),
    }),
  ),
  changes(
    'tells changes by seq',
    [
      'changes are all records above a rev, by rev, as they are now',
      'private changes are told to those they exist for',
      'what begins a thread tells of it, exactly, with a rev of its own',
    ],
    (sound) => ({
      ...sound,
      messages: sound.messages.toSorted((a, b) => a.seq - b.seq),
    }),
  ),
  changes(
    'tells of no ended membership',
    ['changes are all records above a rev, by rev, as they are now'],
    (sound) => ({
      ...sound,
      members: sound.members.filter(({ state }) => state === 'joined'),
    }),
  ),
  changes(
    'never tells of the room',
    ['changes are all records above a rev, by rev, as they are now'],
    (sound) => ({ ...sound, room: false }),
  ),
  changes(
    'counts `since` in',
    ['changes are all records above a rev, by rev, as they are now'],
    (sound, since) => ({ ...sound, room: sound.head.roomRev >= since }),
  ),
  timeline('reads the head before the records', ['changes and their head are of one moment'], (sound) => ({
    changes: async (roomId, ...asked) => {
      const head = await sound.head(roomId);
      await later();
      const answer = await sound.changes(roomId, ...asked);
      return answer && head && { ...answer, head };
    },
  })),
  timeline(
    'cuts too many changes short',
    ['too many changes, or an unknown room, are null', 'private changes are told to those they exist for'],
    (sound) => ({
      changes: async (roomId, since, limit, reading) => {
        const all = await sound.changes(roomId, since, 1_000, reading);
        return all && { ...all, messages: all.messages.slice(0, limit) };
      },
    }),
  ),
  timeline(
    'does not count members',
    ['too many changes, or an unknown room, are null', 'private changes are told to those they exist for'],
    (sound) => ({
      changes: async (roomId, since, limit, reading) => {
        const all = await sound.changes(roomId, since, 1_000, reading);
        return all !== null && all.messages.length > limit ? null : all;
      },
    }),
  ),
  timeline('finds no ended membership', ['a membership is found, ended or not'], (sound) => ({
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
