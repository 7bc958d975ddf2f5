import { compare, running, type Run } from '../compare.ts';
import { chat, chatInMemory, everyone, limit, plain, tutorial, ws } from '../contenders.ts';
import type { Kind } from '../contender.ts';
import { gather } from '../load/crowd.ts';
import { offer } from '../load/offer.ts';
import { saturate } from '../load/saturate.ts';
import type { Workload } from './workload.ts';

interface Setting {
  setting: string;
  members: number;
  rooms?: number;
  messagesPerSecond: number;
  contenders: Kind[];
}

const measureAll = async (run: Run, workload: string, settings: Setting[]) => {
  const results = [];
  for (const { setting, members, rooms = 1, messagesPerSecond, contenders } of settings) {
    const crowd = run.quick
      ? { members: Math.min(10, members), rooms: Math.min(3, rooms) }
      : { members, rooms };
    const forMs = run.quick ? 100 : 1_500;
    results.push(
      ...(await compare(run, {
        workload,
        setting,
        entrants: contenders.map((kind) =>
          running(
            run,
            kind,
            async (server) => {
              const state = await gather(server, crowd);
              // As a server that has been up for a while: a calm room alone takes minutes to warm it.
              await saturate(server, state, { inFlight: 10, forMs: run.quick ? 20 : 1_000 });
              return state;
            },
            (server, state) => offer(server, state, { messagesPerSecond, forMs }),
          ),
        ),
      })),
    );
  }
  return results;
};

const late =
  'Open loop: messages are sent at a fixed rate, independent of the replies, and latency counts from the moment a message was due.';

export const bigRoom: Workload = {
  name: 'big-room',
  about: `One room of 1000 members. ${late} A message that has not arrived a second after the last was due counts as not delivered.`,
  run: (run) =>
    measureAll(run, 'big-room', [
      { setting: '200 messages/s', members: 1000, messagesPerSecond: 200, contenders: everyone },
      {
        setting: '400 messages/s',
        members: 1000,
        messagesPerSecond: 400,
        contenders: [chat, chatInMemory, ws],
      },
    ]),
};

const calmContenders = [chat, chatInMemory, limit, ws, plain];

export const calm: Workload = {
  name: 'calm',
  about: `Rooms with little traffic. ${late} In the last setting each of the hundred rooms has five messages a second.`,
  run: (run) =>
    measureAll(run, 'calm', [
      {
        setting: '10 members, 200/s',
        members: 10,
        messagesPerSecond: 200,
        contenders: [...calmContenders, tutorial],
      },
      {
        setting: '100 members, 100/s',
        members: 100,
        messagesPerSecond: 100,
        contenders: [...calmContenders, tutorial],
      },
      {
        setting: '100 rooms of 10, 500/s',
        members: 10,
        rooms: 100,
        messagesPerSecond: 500,
        contenders: calmContenders,
      },
    ]),
};
