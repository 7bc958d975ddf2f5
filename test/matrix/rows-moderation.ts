import { line, lookersAre, once, outside, refused, saidSince, target, type Row } from './row.ts';
import { roomId, type Person } from './stage.ts';

const later = 8_000_000_000_000;
const members = async (person: Person) => {
  while (await person.room.members.loadMore());
  return person.room.members.get().items;
};
const settings = ({ room }: Person) => room.state.get().room;

/** Order in a room. */
export const moderationRows: Row[] = [
  {
    feature: 'a removal',
    does: ({ ana }) => ana.room.members.remove('dan'),
    shows: async (person) => (await members(person)).map(({ user }) => user.id),
    first: ['ana', 'bea', 'eva', 'mia'],
    again: ({ rest }) => rest('ana', 'member:remove', { roomId, userId: 'mia' }),
    after: ['ana', 'bea', 'eva'],
    refused: [
      outside('member:remove', () => ({ roomId, userId: 'ana' })),
      refused('bea', 'member:remove', () => ({ roomId, userId: 'eva' }), 'forbidden'),
      refused('dan', 'message:send', () => line('¿por qué?'), 'not_found'),
      refused('dan', 'room:join', () => ({ roomId }), 'not_found'),
      refused('mia', 'message:list', () => ({ roomId }), 'not_found'),
    ],
  },
  {
    feature: 'a mute',
    does: ({ ana }) => ana.room.members.mute('dan', later),
    shows: async (person) =>
      (await members(person)).filter(({ mutedUntil }) => mutedUntil === later).map(({ user }) => user.id),
    first: ['dan'],
    again: async ({ rest }) => {
      await rest('ana', 'member:mute', { roomId, userId: 'dan', until: null });
      await rest('ana', 'member:mute', { roomId, userId: 'mia', until: later });
    },
    after: ['mia'],
    refused: [
      outside('member:mute', () => ({ roomId, userId: 'ana', until: null })),
      refused('bea', 'member:mute', () => ({ roomId, userId: 'eva', until: later }), 'forbidden'),
      refused('mia', 'message:send', () => line('dejadme'), 'forbidden', 'muted'),
      refused('mia', 'typing:set', () => ({ roomId, typing: true }), 'forbidden', 'muted'),
    ],
  },
  {
    feature: 'a ban, until it is lifted',
    before: lookersAre('moderator'),
    does: ({ ana }) => ana.room.members.ban('dan'),
    shows: async ({ room }) => (await room.members.bans()).bans.map(({ user }) => user.id),
    first: ['dan'],
    again: async ({ rest }) => {
      await rest('bea', 'member:ban', { roomId, userId: 'mia' });
      await rest('ana', 'member:unban', { roomId, userId: 'dan' });
    },
    after: ['mia'],
    refused: [
      outside('member:unban', () => ({ roomId, userId: 'dan' })),
      outside('member:ban', () => ({ roomId, userId: 'ana' })),
      outside('member:bans', () => ({ roomId })),
      refused('bea', 'member:ban', () => ({ roomId, userId: 'ana' }), 'forbidden'),
      refused('bea', 'member:ban', () => ({ roomId, userId: 'eva' }), 'forbidden'),
      refused('mia', 'room:join', () => ({ roomId }), 'not_found'),
      refused('mia', 'message:search', () => ({ roomId, q: 'hola' }), 'not_found'),
    ],
  },
  {
    feature: 'slow mode',
    does: ({ ana }) => ana.room.settings.update({ slowModeSeconds: 600 }),
    shows: (person) => settings(person)?.slowModeSeconds,
    first: 600,
    again: ({ rest }) => rest('ana', 'room:update', { roomId, slowModeSeconds: 3_600 }),
    after: 3_600,
    refused: [
      outside('room:update', () => ({ roomId, slowModeSeconds: 0 })),
      refused('bea', 'room:update', () => ({ roomId, slowModeSeconds: 0 }), 'forbidden'),
      refused('dan', 'message:send', () => line('otra vez yo'), 'rate_limited', 'slow_mode'),
      refused(
        'dan',
        'message:send',
        ({ said }) => line('aparte', { threadId: said.ana.id }),
        'rate_limited',
        'slow_mode',
      ),
      refused('dan', 'message:send', () => line('a solas', { to: ['ana'] }), 'rate_limited', 'slow_mode'),
      refused('dan', 'slash:run', () => ({ roomId, name: 'dado', text: '6' }), 'rate_limited', 'slow_mode'),
    ],
  },
  {
    feature: 'a frozen room',
    does: ({ ana }) => ana.room.settings.update({ frozen: true }),
    shows: (person) => [settings(person)?.frozen, person.room.state.get().can?.['message:send']],
    first: [true, false],
    again: async ({ rest }) => {
      await rest('ana', 'room:update', { roomId, frozen: false });
      await rest('dan', 'message:send', line('por fin'));
      await rest('ana', 'room:update', { roomId, frozen: true });
    },
    after: [true, false],
    refused: [
      refused('bea', 'room:update', () => ({ roomId, frozen: false }), 'forbidden'),
      refused('dan', 'message:send', () => line('no'), 'forbidden', 'frozen'),
      refused(
        'dan',
        'message:edit',
        (stage) => ({ ...target(stage, 'dan'), text: 'no' }),
        'forbidden',
        'frozen',
      ),
      refused(
        'dan',
        'reaction:add',
        (stage) => ({ ...target(stage, 'ana'), emoji: '👍' }),
        'forbidden',
        'frozen',
      ),
      refused('dan', 'reaction:burst', () => ({ roomId, emoji: '👍' }), 'forbidden', 'frozen'),
      refused('dan', 'slash:run', () => ({ roomId, name: 'dado', text: '6' }), 'forbidden', 'frozen'),
    ],
  },
  {
    feature: 'word filter',
    does: ({ ana }) => ana.room.messages.send({ text: 'un burro' }),
    shows: saidSince,
    first: ['un burro'],
    again: ({ rest }) => rest('dan', 'message:send', line('una asnada')),
    after: ['un burro', 'una asnada'],
    refused: [
      refused('dan', 'message:send', () => line('¡ÁSNØ!'), 'forbidden', 'moderated'),
      refused(
        'dan',
        'message:send',
        ({ said }) => line('a.s.n.o', { threadId: said.ana.id }),
        'forbidden',
        'moderated',
      ),
      refused(
        'dan',
        'message:edit',
        (stage) => ({ ...target(stage, 'dan'), text: 'asno' }),
        'forbidden',
        'moderated',
      ),
      refused('dan', 'slash:run', () => ({ roomId, name: 'dado', text: 'asno' }), 'forbidden', 'moderated'),
      refused('dan', 'room:create', () => ({ title: 'Asno' }), 'forbidden', 'moderated'),
    ],
  },
  {
    feature: 'reports',
    before: lookersAre('moderator'),
    does: ({ dan, said }) => dan.room.reports.report(said.mia.id, 'ofende'),
    shows: async (person) => {
      await once(person, 'reports', () => person.room.reports.load());
      return person.room.reports
        .get()
        .items.map(({ text, complaints }) => [text, complaints.map(({ by, reason }) => [by.id, reason])]);
    },
    first: [['aquí estoy', [['dan', 'ofende']]]],
    again: async ({ rest, said }) => {
      await rest('ana', 'message:report', { roomId, messageId: said.mia.id });
      await rest('mia', 'message:report', { roomId, messageId: said.dan.id, reason: 'y esto' });
      await rest('ana', 'report:resolve', { roomId, messageId: said.mia.id, outcome: 'dismissed' });
    },
    after: [['qué tal', [['mia', 'y esto']]]],
    refused: [
      outside('message:report', (stage) => target(stage, 'ana')),
      outside('report:list', () => ({ roomId })),
      refused('dan', 'report:list', () => ({ roomId }), 'forbidden'),
      refused(
        'dan',
        'report:resolve',
        (stage) => ({ ...target(stage, 'dan'), outcome: 'acted' }),
        'forbidden',
      ),
    ],
  },
  {
    feature: 'the audit log',
    before: lookersAre('owner'),
    does: ({ ana }) => ana.room.settings.update({ title: 'Sala 2' }),
    shows: async ({ room }) =>
      (await room.audit.list()).entries
        .filter(({ act }) => act === 'room:update' || act === 'message:delete')
        .map(({ act, by, settings: made, user }) => [act, by.id, made?.title ?? user?.id]),
    first: [['room:update', 'ana', 'Sala 2']],
    again: ({ rest, said }) => rest('ana', 'message:delete', { roomId, messageId: said.dan.id }),
    after: [
      ['message:delete', 'ana', 'dan'],
      ['room:update', 'ana', 'Sala 2'],
    ],
    refused: [
      outside('audit:list', () => ({ roomId })),
      refused('dan', 'audit:list', () => ({ roomId }), 'forbidden'),
    ],
  },
  {
    feature: 'slash commands',
    does: ({ ana }) => ana.room.slash.run('dado', '6'),
    shows: async (person, stage) => [
      saidSince(person, stage),
      (await person.room.slash.list()).map(({ name }) => name),
    ],
    first: [['sale 6'], ['dado']],
    again: ({ rest }) => rest('dan', 'slash:run', { roomId, name: 'dado', text: '1' }),
    after: [['sale 6', 'sale 1'], ['dado']],
    refused: [
      outside('slash:list', () => ({ roomId })),
      outside('slash:run', () => ({ roomId, name: 'dado' })),
      refused('dan', 'slash:run', () => ({ roomId, name: 'aviso' }), 'not_found'),
      refused('dan', 'slash:run', () => ({ roomId, name: 'nada' }), 'not_found'),
      refused('mia', 'slash:run', () => ({ roomId, name: 'dado' }), 'forbidden', 'muted'),
    ],
  },
];
