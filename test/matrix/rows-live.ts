import { lookersAre, newId, once, outside, refused, target, type Row } from './row.ts';
import { roomId, type Person } from './stage.ts';

const namesOf = ({ room }: Person) =>
  room.hands.get().map(({ user, calledAt }) => `${user.id}${calledAt === undefined ? '' : '!'}`);
const lobbyText = () => ({ roomId, id: newId(), text: 'hola' });

const caption = () => ({ roomId, captionId: 'c1', text: 'Buenas tardes' });

/** What hosts of a live event need: hands, a lobby, attendance. */
export const liveRows: Row[] = [
  {
    feature: 'captions, which are not stored',
    does: ({ ana }) => ana.room.captions.send({ captionId: 'c1', text: 'Buenas', speaker: 'Ana' }),
    shows: ({ bursts }) => bursts,
    first: ['Buenas'],
    again: ({ rest }) => rest('ana', 'caption:send', { ...caption(), final: true }),
    after: { bea: ['Buenas'], tablet: ['Buenas', 'Buenas tardes'], late: [], fresh: [] },
    refused: [
      outside('caption:send', caption),
      refused('bea', 'caption:send', caption, 'forbidden'),
      refused('mia', 'caption:send', caption, 'forbidden'),
      refused('ana', 'caption:send', () => ({ ...caption(), text: 'x'.repeat(501) }), 'invalid'),
    ],
  },
  {
    feature: 'raised hands',
    before: ({ ana }) => ana.room.settings.update({ hands: true }),
    does: ({ dan }) => dan.room.hands.raise(),
    shows: namesOf,
    first: ['dan'],
    again: async ({ rest }) => {
      await rest('ana', 'hand:raise', { roomId });
      await rest('ana', 'hand:call', { roomId, userId: 'dan' });
      await rest('ana', 'hand:lower', { roomId });
      await rest('ana', 'hand:raise', { roomId });
      await rest('ana', 'hand:list', { roomId });
    },
    after: ['dan!', 'ana'],
    refused: [
      outside('hand:list', () => ({ roomId })),
      outside('hand:raise', () => ({ roomId })),
      outside('hand:lower', () => ({ roomId })),
      outside('hand:call', () => ({ roomId, userId: 'dan' })),
      refused('dan', 'hand:call', () => ({ roomId, userId: 'ana' }), 'forbidden'),
      refused('dan', 'hand:lower', () => ({ roomId, userId: 'ana' }), 'forbidden'),
      refused('dan', 'hand:lower', () => ({ roomId, all: true }), 'forbidden'),
      refused('ana', 'hand:call', () => ({ roomId, userId: 'bea' }), 'conflict', 'hand_down'),
    ],
  },
  {
    feature: 'lobby',
    before: async (stage) => {
      await lookersAre('moderator')(stage);
      const { room } = stage.ana;
      await room.settings.update({ lobby: true });
    },
    does: async (stage) => {
      const { code } = await stage.rest('ana', 'invite:create', { roomId });
      await stage.out.client.room(roomId).lobby.knock(code);
    },
    shows: async (person) => {
      await once(person, 'lobby', () => person.room.lobby.load());
      return person.room.lobby
        .get()
        .waiting.map(({ user, messages }) => [user.id, messages.map(({ text }) => text)]);
    },
    first: [['out', []]],
    again: async ({ rest, out }) => {
      await out.client.room(roomId).lobby.send('¿Se puede?');
      await rest('ana', 'lobby:send', { ...lobbyText(), userId: 'out', text: 'Un momento' });
    },
    after: [['out', ['¿Se puede?', 'Un momento']]],
    refused: [
      refused('out', 'lobby:list', () => ({ roomId }), 'forbidden', 'lobby'),
      refused('out', 'room:join', () => ({ roomId }), 'forbidden', 'lobby'),
      refused('zoe', 'room:knock', () => ({ roomId }), 'not_found'),
      refused('zoe', 'lobby:leave', () => ({ roomId }), 'not_found'),
      refused('zoe', 'lobby:send', lobbyText, 'not_found'),
      refused('dan', 'lobby:list', () => ({ roomId }), 'forbidden'),
      refused('dan', 'lobby:admit', () => ({ roomId, userId: 'out' }), 'forbidden'),
      refused('dan', 'lobby:admitAll', () => ({ roomId }), 'forbidden'),
      refused('dan', 'lobby:decline', () => ({ roomId, userId: 'out' }), 'forbidden'),
      refused('dan', 'lobby:send', () => ({ ...lobbyText(), userId: 'out' }), 'forbidden'),
      refused('ana', 'lobby:admit', () => ({ roomId, userId: 'zoe' }), 'conflict', 'not_waiting'),
    ],
  },
  {
    feature: 'attendance',
    before: async (stage) => lookersAre('moderator')(stage),
    does: ({ ana }) => ana.room.settings.update({ attendance: true }),
    shows: async ({ room }) => [
      room.state.get().room?.attendance,
      (await room.attendance.list()).users.some(({ user }) => user.id === 'ana'),
    ],
    first: [true, true],
    again: ({ rest }) => rest('ana', 'attendance:list', { roomId }),
    after: [true, true],
    refused: [
      outside('attendance:list', () => ({ roomId })),
      refused('dan', 'attendance:list', () => ({ roomId }), 'forbidden'),
    ],
  },
  {
    feature: 'spotlight',
    does: ({ ana, said }) => ana.room.spotlight.set(said.dan.id),
    shows: ({ room }) => room.spotlight.get()?.message?.author.id,
    first: 'dan',
    again: async ({ rest, said }) => {
      await rest('ana', 'spotlight:clear', { roomId });
      await rest('ana', 'message:spotlight', { roomId, messageId: said.bea.id });
    },
    after: 'bea',
    refused: [
      outside('message:spotlight', (stage) => target(stage, 'bea')),
      outside('spotlight:clear', () => ({ roomId })),
      refused('dan', 'message:spotlight', (stage) => target(stage, 'bea'), 'forbidden'),
      refused('dan', 'spotlight:clear', () => ({ roomId }), 'forbidden'),
    ],
  },
  {
    feature: 'overlay',
    before: lookersAre('moderator'),
    does: ({ ana }) => ana.room.overlays.create(),
    shows: async ({ room }) => (await room.overlays.list()).map(({ createdBy }) => createdBy.id),
    first: ['ana'],
    again: async ({ rest }) => {
      const { overlayId } = await rest('ana', 'overlay:create', { roomId });
      await rest('ana', 'overlay:create', { roomId });
      await rest('ana', 'overlay:revoke', { roomId, overlayId });
      await rest('ana', 'overlay:list', { roomId });
    },
    after: ['ana', 'ana'],
    refused: [
      outside('overlay:create', () => ({ roomId })),
      outside('overlay:list', () => ({ roomId })),
      outside('overlay:revoke', () => ({ roomId, overlayId: 'none' })),
      refused('dan', 'overlay:create', () => ({ roomId }), 'forbidden'),
      refused('dan', 'overlay:list', () => ({ roomId }), 'forbidden'),
      refused('dan', 'overlay:revoke', () => ({ roomId, overlayId: 'none' }), 'forbidden'),
      refused('ana', 'overlay:revoke', () => ({ roomId, overlayId: 'none' }), 'not_found'),
    ],
  },
];
