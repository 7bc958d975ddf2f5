import { isFor } from '@chat/protocol';
import type { ChatStorage, ReadScope } from '../../src/storage/contract/storage.ts';
import { andMore, type Broken } from './break-storage.ts';

type Timeline = ChatStorage['timeline'];

const everything: ReadScope = { unfiltered: true };

const timeline = (name: string, found: string[], make: (sound: Timeline) => Partial<Timeline>): Broken => ({
  name,
  found,
  damage: (sound) => ({ timeline: make(sound.timeline) }),
});

const onPages = 'a private message is on the pages of its author and recipients';
const edited = 'a private message stays private when it is edited and deleted';
const found = 'a private message is returned to its readers';
const changed = 'private changes are returned to their readers';
const counted = 'private messages count as unread for their recipients only';
const pruned = 'private messages are pruned, and their ids recognized, like others';

export const brokenPrivate: Broken[] = [
  timeline(
    'shows private messages to everyone',
    [
      onPages,
      edited,
      pruned,
      'a message in a thread is on the pages of the room only if it was sent there too',
    ],
    (sound) => ({
      page: (roomId, { reader: _reader, ...query }) => sound.page(roomId, { ...query, ...everything }),
    }),
  ),
  timeline(
    'shows private messages without a reader',
    [onPages, 'a message in a thread is on the pages of the room only if it was sent there too'],
    (sound) => ({
      page: (roomId, query) =>
        sound.page(roomId, query.reader === undefined ? { ...query, ...everything } : query),
    }),
  ),
  timeline(
    'filters private messages after it has counted a page',
    [onPages, edited, 'a message in a thread is on the pages of the room only if it was sent there too'],
    (sound) => ({
      page: async (roomId, { reader, ...query }) => {
        if (reader === undefined) return sound.page(roomId, query);
        const { messages, hasMore } = await sound.page(roomId, { ...query, ...everything });
        return { messages: messages.filter((message) => isFor(message, reader)), hasMore };
      },
    }),
  ),
  timeline(
    'never shows private messages',
    [
      onPages,
      edited,
      pruned,
      'a message in a thread is on the pages of the room only if it was sent there too',
      andMore,
    ],
    (sound) => ({
      page: (roomId, { reader: _reader, unfiltered: _unfiltered, ...query }) => sound.page(roomId, query),
    }),
  ),
  timeline('shows deleted private messages to everyone', [edited], (sound) => ({
    page: async (roomId, query) => {
      const page = await sound.page(roomId, query);
      if (query.before === undefined) return page;
      const { messages } = await sound.page(roomId, { ...query, ...everything });
      const tombstones = messages.filter(({ deletedAt, to }) => deletedAt !== undefined && to !== undefined);
      const missing = tombstones.filter(({ id }) => !page.messages.some((message) => message.id === id));
      return { ...page, messages: [...page.messages, ...missing] };
    },
  })),
  timeline(
    'returns a private message by id to everyone',
    [found, 'a restored private message is read as before it was deleted'],
    (sound) => ({
      message: (roomId, messageId) => sound.message(roomId, messageId, everything),
    }),
  ),
  timeline('returns private changes to everyone', [changed], (sound) => ({
    changes: (roomId, since, limit) => sound.changes(roomId, since, limit, everything),
  })),
  timeline('does not count private changes of others', [changed], (sound) => ({
    changes: async (roomId, since, limit, reading) => {
      const all = await sound.changes(roomId, since, 1_000, reading);
      return all !== null && all.messages.length + all.members.length > limit ? null : all;
    },
  })),
  timeline(
    'counts private messages to others as unread',
    [
      counted,
      'messages only in a thread do not count as unread',
      'unread messages can be counted as of a head',
    ],
    (sound) => ({
      unread: async (roomId, userId, after, cap) => {
        const { messages } = await sound.page(roomId, { after, limit: 1_000, ...everything });
        const unread = messages.filter(
          ({ author, deletedAt }) => author.id !== userId && deletedAt === undefined,
        );
        return Math.min(cap, unread.length);
      },
    }),
  ),
  timeline(
    'does not know users who have been in the room',
    ['a private message can be sent to a user who has been in the room'],
    (sound) => ({
      commit: async (roomId, changes) => {
        const unknown = await Promise.all(
          changes.map(async (change) => {
            const to = change.kind === 'send' ? (change.message.to ?? []) : [];
            const members = await Promise.all(to.map((userId) => sound.member(roomId, userId)));
            return members.includes(null) && !changes.some(({ kind }) => kind === 'create-room');
          }),
        );
        const rest = await sound.commit(
          roomId,
          changes.filter((_, index) => unknown[index] !== true),
        );
        const error = { code: 'invalid' as const, message: 'broken', field: 'to' };
        return unknown.map((isUnknown) => (isUnknown ? { ok: false, error } : rest.shift()) as never);
      },
    }),
  ),
  timeline('does not prune private messages', [pruned], (sound) => {
    const kept = new Map<string, Awaited<ReturnType<Timeline['page']>>>();
    return {
      prune: async (roomId, before) => {
        kept.set(roomId, await sound.page(roomId, { limit: 1_000, reader: 'cy' }));
        return sound.prune(roomId, before);
      },
      page: async (roomId, query) =>
        (query.reader === undefined ? undefined : kept.get(roomId)) ?? sound.page(roomId, query),
    };
  }),
];
