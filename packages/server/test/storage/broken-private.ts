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

const onPages = 'a private message is on the pages of its author and of those it is to';
const edited = 'a private message stays private when it is edited and deleted';
const found = 'a private message is found by those it exists for';
const changed = 'private changes are told to those they exist for';
const counted = 'unread are private messages too, but not those to others';
const pruned = 'private messages are pruned, and their ids are known, like others';

export const brokenPrivate: Broken[] = [
  timeline(
    'shows everybody private messages',
    [
      onPages,
      edited,
      pruned,
      'a message in a thread is on the pages of the thread, and of the room only if it stands there too',
    ],
    (sound) => ({
      page: (roomId, { reader: _reader, ...query }) => sound.page(roomId, { ...query, ...everything }),
    }),
  ),
  timeline(
    'shows private messages to those who do not say who reads',
    [
      onPages,
      'a message in a thread is on the pages of the thread, and of the room only if it stands there too',
    ],
    (sound) => ({
      page: (roomId, query) =>
        sound.page(roomId, query.reader === undefined ? { ...query, ...everything } : query),
    }),
  ),
  timeline(
    'leaves private messages out after it has counted a page',
    [
      onPages,
      edited,
      'a message in a thread is on the pages of the thread, and of the room only if it stands there too',
    ],
    (sound) => ({
      page: async (roomId, { reader, ...query }) => {
        if (reader === undefined) return sound.page(roomId, query);
        const { messages, hasMore } = await sound.page(roomId, { ...query, ...everything });
        return { messages: messages.filter((message) => isFor(message, reader)), hasMore };
      },
    }),
  ),
  timeline(
    'shows private messages to nobody',
    [
      onPages,
      edited,
      pruned,
      'a message in a thread is on the pages of the thread, and of the room only if it stands there too',
      andMore,
    ],
    (sound) => ({
      page: (roomId, { reader: _reader, unfiltered: _unfiltered, ...query }) => sound.page(roomId, query),
    }),
  ),
  timeline('shows a private message to everybody once it is deleted', [edited], (sound) => ({
    page: async (roomId, query) => {
      const page = await sound.page(roomId, query);
      if (query.before === undefined) return page;
      const { messages } = await sound.page(roomId, { ...query, ...everything });
      const tombstones = messages.filter(({ deletedAt, to }) => deletedAt !== undefined && to !== undefined);
      const missing = tombstones.filter(({ id }) => !page.messages.some((message) => message.id === id));
      return { ...page, messages: [...page.messages, ...missing] };
    },
  })),
  timeline('lets anybody find a private message by its id', [found], (sound) => ({
    message: (roomId, messageId) => sound.message(roomId, messageId, everything),
  })),
  timeline('tells everybody of private changes', [changed], (sound) => ({
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
      'unread are no messages that stand in a thread alone',
      'unread are counted as they were at a head',
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
    'does not know who has been here',
    ['a private message can be to somebody who has been here'],
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
  timeline('keeps private messages for ever', [pruned], (sound) => {
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
