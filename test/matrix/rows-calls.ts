import { newId, outside, refused, type Row } from './row.ts';
import { roomId, type Stage } from './stage.ts';

const callOf = new WeakMap<Stage, string>();
const call = (stage: Stage) => ({ callId: callOf.get(stage) ?? '' });
const line = { description: { type: 'offer' as const, sdp: 'v=0' } };

const many = new WeakMap<Stage, string>();
const ofMany = (stage: Stage) => ({ roomId, callId: many.get(stage) ?? '' });
const seat = (stage: Stage) => ({ ...ofMany(stage), device: 'x' });
const start = { roomId, kind: 'audio' as const, device: 'x' };

/** Calls, between two and for many. */
export const callRows: Row[] = [
  {
    feature: 'calls',
    does: async (stage) => {
      const { id } = await stage.ana.client.rooms.direct('bea');
      const started = await stage.ana.client.room(id).calls.start('audio');
      callOf.set(stage, started.id);
    },
    shows: ({ client }) => [
      client.calls.get().map(({ call: { state, caller } }) => [state, caller.name]),
      client.rooms
        .get()
        .items.filter(({ room }) => room.type === 'direct')
        .map(({ lastMessage }) => [lastMessage?.call?.state, lastMessage?.call?.outcome]),
    ],
    first: [[['ringing', 'Ana']], [['ringing', undefined]]],
    again: async (stage) => stage.rest('ana', 'call:hangup', call(stage)),
    after: {
      bea: [[], [['ended', 'cancelled']]],
      tablet: [[], [['ended', 'cancelled']]],
      fresh: [[], [['ended', 'cancelled']]],
      late: [[], []],
    },
    refused: [
      outside('call:start', () => ({ roomId, kind: 'audio' })),
      refused('bea', 'call:start', () => ({ roomId, kind: 'audio' }), 'conflict', 'not_two'),
      // A call of others is one that there is not.
      refused('dan', 'call:accept', call, 'not_found'),
      refused('dan', 'call:reject', call, 'not_found'),
      refused('dan', 'call:hangup', call, 'not_found'),
      refused('dan', 'call:join', call, 'not_found'),
      refused('dan', 'call:signal', (stage) => ({ ...call(stage), signal: line }), 'not_found'),
      refused('dan', 'call:record', (stage) => ({ ...call(stage), recording: true }), 'not_found'),
      refused('dan', 'call:ice', call, 'not_found'),
      // It is over.
      refused('bea', 'call:accept', call, 'conflict', 'call_ended'),
      refused('bea', 'call:join', call, 'conflict', 'call_ended'),
      refused('bea', 'call:signal', (stage) => ({ ...call(stage), signal: line }), 'conflict', 'call_ended'),
      refused('bea', 'call:ice', call, 'conflict', 'call_ended'),
      refused('ana', 'call:accept', call, 'forbidden'),
    ],
  },
  {
    feature: 'group calls',
    does: async (stage) => {
      const id = newId();
      many.set(stage, id);
      await stage.ana.client.call('groupcall:start', { ...start, id, device: 'a' });
    },
    shows: ({ room }, stage) => {
      const called = room.messages.get().items.find(({ id }) => id === many.get(stage))?.groupCall;
      const { state, seats, most, recording } = called ?? {};
      const hands = seats?.filter(({ handRaisedAt }) => handRaisedAt !== undefined).length;
      return [state, seats?.map(({ name }) => name), most, hands, recording?.name];
    },
    first: ['active', ['Ana'], 1, 0, undefined],
    again: async (stage) => {
      await stage.rest('dan', 'groupcall:join', { ...ofMany(stage), device: 'd' });
      await stage.rest('dan', 'groupcall:hand', { ...ofMany(stage), raised: true });
      await stage.rest('ana', 'groupcall:leave', ofMany(stage));
      await stage.rest('dan', 'groupcall:record', { ...ofMany(stage), action: 'ask' });
    },
    after: ['active', ['Dan'], 2, 1, 'Dan'],
    refused: [
      outside('groupcall:start', () => start),
      outside('groupcall:get', () => ({ roomId })),
      outside('groupcall:join', seat),
      outside('groupcall:hand', (stage) => ({ ...ofMany(stage), raised: true })),
      outside('groupcall:record', (stage) => ({ ...ofMany(stage), action: 'ask' })),
      outside('groupcall:leave', ofMany),
      outside('groupcall:end', ofMany),
      refused('mia', 'groupcall:start', () => start, 'forbidden', 'muted'),
      refused('bea', 'groupcall:start', () => start, 'conflict', 'call_exists'),
      refused('bea', 'groupcall:end', ofMany, 'forbidden'),
      refused('bea', 'groupcall:join', (stage) => ({ ...seat(stage), device: 'd' }), 'conflict'),
      refused('bea', 'groupcall:join', seat, 'conflict', 'recording'),
      refused(
        'bea',
        'groupcall:hand',
        (stage) => ({ ...ofMany(stage), raised: true }),
        'conflict',
        'not_joined',
      ),
      refused(
        'bea',
        'groupcall:hand',
        (stage) => ({ ...ofMany(stage), raised: false, userId: 'dan' }),
        'forbidden',
      ),
      refused(
        'bea',
        'groupcall:record',
        (stage) => ({ ...ofMany(stage), action: 'allow' }),
        'conflict',
        'not_joined',
      ),
    ],
  },
];
