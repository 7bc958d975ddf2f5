import {
  itemOf,
  line,
  lookersAre,
  newId,
  once,
  outside,
  refused,
  saidSince,
  target,
  type Row,
} from './row.ts';
import { roomId } from './stage.ts';

/** Changes of messages. */
export const messageRows: Row[] = [
  {
    feature: 'reactions',
    does: ({ ana, said }) => ana.room.reactions.add(said.bea.id, '👍🏽'),
    shows: (person, { said }) =>
      itemOf(person, said.bea)?.reactions.map(({ emoji, count, by }) => [emoji, count, by]),
    first: [['👍🏽', 1, ['ana']]],
    again: async ({ rest, said }) => {
      const on = { roomId, messageId: said.bea.id };
      await rest('ana', 'reaction:add', { ...on, emoji: '❤️' });
      await rest('dan', 'reaction:add', { ...on, emoji: '❤️' });
      await rest('ana', 'reaction:remove', { ...on, emoji: '👍🏽' });
    },
    after: [['❤️', 2, ['ana', 'dan']]],
    refused: [
      outside('reaction:remove', (stage) => ({ ...target(stage, 'ana'), emoji: '👍' })),
      outside('reaction:add', (stage) => ({ ...target(stage, 'bea'), emoji: '👍' })),
      outside('reaction:list', (stage) => ({ ...target(stage, 'bea'), emoji: '❤️' })),
      refused(
        'mia',
        'reaction:add',
        (stage) => ({ ...target(stage, 'bea'), emoji: '👍' }),
        'forbidden',
        'muted',
      ),
      refused('bea', 'reaction:add', (stage) => ({ ...target(stage, 'bea'), emoji: '<b>' }), 'invalid'),
    ],
  },
  {
    feature: 'bursts, which are not stored',
    does: ({ ana }) => ana.room.reactions.burst('🎉'),
    shows: ({ bursts }) => bursts,
    first: ['🎉'],
    again: ({ rest }) => rest('ana', 'reaction:burst', { roomId, emoji: '🥳' }),
    after: { bea: ['🎉'], tablet: ['🎉', '🥳'], late: [], fresh: [] },
    refused: [
      outside('reaction:burst', () => ({ roomId, emoji: '🎉' })),
      refused('mia', 'reaction:burst', () => ({ roomId, emoji: '🎉' }), 'forbidden', 'muted'),
    ],
  },
  {
    feature: 'replies',
    does: ({ ana, said }) => ana.room.messages.send({ text: 'eso', replyTo: said.bea.id }),
    shows: ({ room }) =>
      room.messages
        .get()
        .items.filter(({ replyTo }) => replyTo !== undefined)
        .map(({ text, replyTo = '' }) => [text, room.replies.original(replyTo)?.text]),
    first: [['eso', 'buenas']],
    again: async ({ rest, said }) => {
      await rest('dan', 'message:send', line('y eso', { replyTo: said.bea.id }));
      await rest('bea', 'message:edit', { roomId, messageId: said.bea.id, text: 'buenas tardes' });
    },
    after: [
      ['eso', 'buenas tardes'],
      ['y eso', 'buenas tardes'],
    ],
    refused: [
      outside('message:get', (stage) => target(stage, 'bea')),
      refused('dan', 'message:get', () => ({ roomId, messageId: newId() }), 'not_found'),
      refused(
        'mia',
        'message:send',
        ({ said }) => line('no', { replyTo: said.bea.id }),
        'forbidden',
        'muted',
      ),
    ],
  },
  {
    feature: 'threads',
    does: ({ ana, said }) => ana.room.thread(said.bea.id).send({ text: 'aparte' }),
    shows: async (person, { said }) => {
      const thread = person.room.thread(said.bea.id);
      await once(person, 'thread', async () => void thread.subscribe(() => {}));
      const { replies, participants } = itemOf(person, said.bea)?.thread ?? {};
      const { root, items } = thread.get();
      const inRoom = person.room.messages.get().items.filter(({ threadId }) => threadId === said.bea.id);
      return [
        replies,
        participants?.map(({ id }) => id),
        root?.text,
        items.map(({ text }) => text),
        inRoom.length,
      ];
    },
    first: [1, ['ana'], 'buenas', ['aparte'], 0],
    again: async ({ rest, said }) => {
      await rest('dan', 'message:send', line('en el hilo', { threadId: said.bea.id }));
      await rest('dan', 'message:send', line('y en la sala', { threadId: said.bea.id, alsoToRoom: true }));
    },
    after: [3, ['dan', 'ana'], 'buenas', ['aparte', 'en el hilo', 'y en la sala'], 1],
    refused: [
      outside('message:list', ({ said }) => ({ roomId, threadId: said.bea.id })),
      refused(
        'mia',
        'message:send',
        ({ said }) => line('no', { threadId: said.bea.id }),
        'forbidden',
        'muted',
      ),
      refused('dan', 'message:send', () => line('no', { threadId: newId() }), 'not_found'),
    ],
  },
  {
    feature: 'edits',
    does: ({ ana, said }) => ana.room.messages.edit(said.ana.id, 'hola a todos'),
    shows: (person, { said }) => {
      const { text, editedAt } = itemOf(person, said.ana) ?? {};
      return [text, editedAt !== undefined];
    },
    first: ['hola a todos', true],
    again: ({ rest, said }) =>
      rest('ana', 'message:edit', { roomId, messageId: said.ana.id, text: 'hola, **Bea**' }),
    after: ['hola, **Bea**', true],
    refused: [
      outside('message:edit', (stage) => ({ ...target(stage, 'ana'), text: 'no' })),
      refused('bea', 'message:edit', (stage) => ({ ...target(stage, 'ana'), text: 'no' }), 'forbidden'),
      refused(
        'mia',
        'message:edit',
        (stage) => ({ ...target(stage, 'mia'), text: 'no' }),
        'forbidden',
        'muted',
      ),
    ],
  },
  {
    feature: 'deletions',
    does: ({ ana, said }) => ana.room.messages.delete(said.ana.id),
    shows: (person, { said }) =>
      [said.ana, said.dan].map((message) => {
        const { text, deletedAt, reactions } = itemOf(person, message) ?? {};
        return [text, deletedAt !== undefined, reactions?.length];
      }),
    first: [
      ['', true, 0],
      ['qué tal', false, 0],
    ],
    again: async ({ rest, said }) => {
      await rest('bea', 'reaction:add', { roomId, messageId: said.dan.id, emoji: '👍' });
      // A moderator deletes another user's message.
      await rest('ana', 'message:delete', { roomId, messageId: said.dan.id });
    },
    after: [
      ['', true, 0],
      ['', true, 0],
    ],
    refused: [
      outside('message:delete', (stage) => target(stage, 'mia')),
      refused('bea', 'message:delete', (stage) => target(stage, 'mia'), 'forbidden'),
      refused('dan', 'message:edit', (stage) => ({ ...target(stage, 'dan'), text: 'vuelvo' }), 'not_found'),
    ],
  },
  {
    feature: 'undone deletions',
    does: async ({ ana, said }) => {
      await ana.room.messages.delete(said.ana.id);
      await ana.room.messages.restore(said.ana.id);
    },
    shows: (person, { said }) => {
      const { text, deletedAt, restoredAt } = itemOf(person, said.ana) ?? {};
      return [text, deletedAt !== undefined, restoredAt !== undefined];
    },
    first: ['hola', false, true],
    again: ({ rest, said }) => rest('ana', 'message:delete', { roomId, messageId: said.ana.id }),
    after: ['', true, false],
    refused: [
      outside('message:restore', (stage) => target(stage, 'ana')),
      refused('bea', 'message:restore', (stage) => target(stage, 'ana'), 'forbidden'),
      refused('dan', 'message:restore', (stage) => target(stage, 'mia'), 'forbidden'),
    ],
  },
  {
    feature: 'earlier versions',
    before: lookersAre('moderator'),
    does: ({ dan, said }) => dan.room.messages.edit(said.dan.id, '¿qué tal?'),
    shows: async ({ room }, { said }) => (await room.versions.list(said.dan.id)).map(({ text }) => text),
    first: ['qué tal'],
    again: ({ rest, said }) =>
      rest('dan', 'message:edit', { roomId, messageId: said.dan.id, text: '¿Qué tal?' }),
    after: ['¿qué tal?', 'qué tal'],
    refused: [
      outside('message:versions', (stage) => target(stage, 'dan')),
      refused('mia', 'message:versions', (stage) => target(stage, 'dan'), 'forbidden'),
    ],
  },
  {
    feature: 'translations',
    does: ({ ana, said }) => ana.room.translation.translate(said.dan.id, 'en'),
    shows: async ({ room }, { said }) => (await room.translation.translate(said.dan.id, 'en')).text,
    first: 'en: qué tal',
    again: ({ rest, said }) =>
      rest('dan', 'message:edit', { roomId, messageId: said.dan.id, text: '¿Qué tal?' }),
    after: 'en: ¿Qué tal?',
    refused: [outside('message:translate', (stage) => ({ ...target(stage, 'dan'), to: 'en' }))],
  },
  {
    feature: 'mentions',
    does: ({ ana }) => ana.room.messages.send({ text: '@Bea y @Eva', mentions: ['bea', 'eva'] }),
    shows: ({ room, client }) => [
      room.receipts.get().unreadMentions,
      client.rooms.get().items.find((each) => each.room.id === roomId)?.unreadMentions,
    ],
    first: [1, 1],
    again: ({ rest }) => rest('dan', 'message:send', line('@Bea, @Eva', { mentions: ['bea', 'eva'] })),
    after: [2, 2],
    refused: [
      refused('mia', 'message:send', () => line('@Bea', { mentions: ['bea'] }), 'forbidden', 'muted'),
    ],
  },
  {
    feature: 'an edit that adds mentions, and one that removes them',
    does: ({ ana, said }) =>
      ana.room.messages.edit(said.ana.id, 'hola, @Bea y @Eva', { mentions: ['bea', 'eva'] }),
    shows: (person, { said }) => [
      itemOf(person, said.ana)?.mentions,
      person.room.receipts.get().unreadMentions,
    ],
    first: [['bea', 'eva'], 1],
    again: ({ rest, said }) =>
      rest('ana', 'message:edit', { roomId, messageId: said.ana.id, text: 'hola', mentions: [] }),
    after: [[], 0],
    refused: [
      outside('message:edit', (stage) => ({ ...target(stage, 'ana'), text: '@Bea', mentions: ['bea'] })),
      refused(
        'bea',
        'message:edit',
        (stage) => ({ ...target(stage, 'ana'), text: '@Bea', mentions: ['bea'] }),
        'forbidden',
      ),
    ],
  },
  {
    feature: 'mentions of everyone',
    does: ({ ana }) => ana.room.messages.send({ text: '@todos', mentionsAll: true }),
    shows: ({ room }) => [room.receipts.get().unreadMentions, room.messages.get().items.at(-1)?.mentionsAll],
    first: [1, true],
    again: ({ rest }) => rest('ana', 'message:send', line('@todos, ya', { mentionsAll: true })),
    after: [2, true],
    refused: [
      refused('dan', 'message:send', () => line('@todos', { mentionsAll: true }), 'forbidden'),
      refused(
        'dan',
        'message:edit',
        (stage) => ({ ...target(stage, 'dan'), text: 'x', mentionsAll: true }),
        'forbidden',
      ),
      outside('message:send', () => line('@todos', { mentionsAll: true })),
    ],
  },
  {
    feature: 'emoji and markdown, unchanged',
    does: ({ ana }) => ana.room.messages.send({ text: '👨‍👩‍👧‍👦 **a** `<b>`\n> cita' }),
    shows: saidSince,
    first: ['👨‍👩‍👧‍👦 **a** `<b>`\n> cita'],
    again: ({ rest }) => rest('dan', 'message:send', line(':fiesta: 🏴󠁧󠁢󠁷󠁬󠁳󠁿 \u202Eabc')),
    after: ['👨‍👩‍👧‍👦 **a** `<b>`\n> cita', ':fiesta: 🏴󠁧󠁢󠁷󠁬󠁳󠁿 \u202Eabc'],
    refused: [
      refused('dan', 'message:send', () => line(' \n '), 'invalid'),
      refused('dan', 'message:send', () => line('\uD800'), 'invalid'),
      refused('dan', 'message:send', () => line('x'.repeat(4_001)), 'too_large'),
    ],
  },
];
