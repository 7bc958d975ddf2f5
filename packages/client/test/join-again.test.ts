// A join that has to be repeated: events that came meanwhile are applied in order, with a real server.
import { ChatError } from '@chat/protocol';
import type { Context } from '@chat/server';
import { expect, onTestFinished, test } from 'vitest';
import { eventually, withServer } from './with-server.ts';

test(
  'presence received before a lost response is not applied after the next one',
  { timeout: 60_000 },
  async () => {
    const asked: ((refusal?: ChatError) => void)[] = [];
    let isBusy = false;
    const rig = await withServer({
      hooks: {
        'before:room:join': ({ user }: Context) =>
          user.name === 'Ana' && isBusy
            ? new Promise<void>((resolve, reject) => {
                asked.push((refusal) => (refusal ? reject(refusal) : resolve()));
              })
            : undefined,
      },
    });
    onTestFinished(rig.close);
    const enter = async (name: string) => {
      const room = rig.client({ name, random: () => 0, timeoutMs: 15_000 }).room('r');
      await room.join();
      return room;
    };
    const [ana, eva, luis] = [await enter('Ana'), await enter('Eva'), await enter('Luis')];
    const see = (count: number, ...rooms: (typeof ana)[]) =>
      eventually(() =>
        expect(rooms.map((room) => room.presence.get().occupancy)).toEqual(rooms.map(() => count)),
      );
    await see(3, ana, eva, luis);
    const told: number[] = [];
    ana.on('presence:changed', ({ occupancy }) => told.push(occupancy));

    isBusy = true;
    const socket = [...rig.chat.io.sockets.sockets.values()].find(
      ({ data }) => (data as { identity: { user: { name: string } } }).identity.user.name === 'Ana',
    );
    socket?.emit('events', [{ type: 'missed', roomId: 'r' }]);
    await eventually(() => expect(asked).toHaveLength(1));
    await luis.leave();
    await see(2, eva);
    asked[0]?.(new ChatError('overloaded', 'busy', { retryAfterMs: 5_000 }));
    await luis.join();
    await see(3, ana, eva);
    await eventually(() => expect(asked).toHaveLength(2));
    asked[1]?.();
    await luis.messages.send({ text: 'hola' });
    await eventually(() => expect(ana.messages.get().items).toMatchObject([{ text: 'hola' }]));
    expect(ana.presence.get().occupancy).toBe(3);
    expect(told).toEqual([2, 3]);
  },
);
