import { compare, running, type Measured, type Run } from '../compare.ts';
import { chat, chatInMemory } from '../contenders.ts';
import type { Contender } from '../contender.ts';
import { gather, type Crowd } from '../load/crowd.ts';
import { createDeliveries } from '../load/deliveries.ts';
import { connectMember, type Member } from '../load/member.ts';
import { storagePeer } from './storage-peer.ts';
import type { Workload } from './workload.ts';

const storages = [
  { name: chat.name, storage: 'sqlite' },
  { name: chatInMemory.name, storage: 'memory' },
] as const;

const readers = 10;

/** Members that ask for the newest page again and again. */
const readBySocket = async ({ cpuMicros }: Contender, members: Member[], forMs: number) => {
  const [cpuBefore, from] = [await cpuMicros(), performance.now()];
  let reads = 0;
  await Promise.all(
    members.map(async (member) => {
      for (; performance.now() - from < forMs; reads++)
        await member.call(['message:list', { roomId: 'room-0' }]);
    }),
  );
  return { cpuMicrosPerRead: ((await cpuMicros()) - cpuBefore) / reads };
};

const talk = async ({ speakers }: Crowd, messages: number): Promise<void> => {
  for (let said = 0; said < messages; said++) {
    await new Promise<void>((done) =>
      speakers[0]?.send('a text of the usual length, as people write them', () => done()),
    );
  }
};

const bySocket = (run: Run, forMs: number): Promise<Measured[]> =>
  compare(run, {
    workload: 'pages',
    setting: 'newest, by socket',
    entrants: [chat, chatInMemory].map((kind) =>
      running(
        run,
        kind,
        async (server) => {
          const crowd = await gather(server, { members: 1 });
          await talk(crowd, 100);
          const deliveries = createDeliveries(server.wire.delivery);
          const members: Member[] = [];
          for (let number = 0; number < readers; number++) {
            const member = await connectMember(server.port, server.wire, `Reader ${number}`, deliveries);
            await member.join('room-0');
            members.push(member);
          }
          return {
            members,
            close: () => {
              crowd.close();
              for (const { raw } of members) raw.destroy();
            },
          };
        },
        (server, { members }) => readBySocket(server, members, forMs),
      ),
    ),
  });

export const pages: Workload = {
  name: 'pages',
  about:
    'CPU of the server for a page of 50 messages, in a room of a hundred thousand. In process: `message:list` through a ' +
    'session, rights included. Storage: only the storage, at the newest page and at older ones. By socket: ten readers over ' +
    'websockets, 100 messages.',
  run: async (run) => {
    const forMs = run.quick ? 20 : 300;
    const total = run.quick ? 1_000 : 100_000;
    const fill = { what: 'fill', messages: total } as const;
    const settings = [
      { setting: 'newest, in process', question: { session: true } },
      { setting: 'newest, storage', question: {} },
      ...[0.1, 0.5, 0.9].map((depth) => ({
        setting: `${depth * 100} % back, storage`,
        question: { before: Math.round(total * (1 - depth)) },
      })),
    ];
    const results = [];
    for (const { setting, question } of settings) {
      results.push(
        ...(await compare(run, {
          workload: 'pages',
          setting,
          entrants: storages.map(({ name, storage }) =>
            storagePeer(run, name, storage, { what: 'pages', forMs, ...question }, fill),
          ),
        })),
      );
    }
    results.push(...(await bySocket(run, forMs)));
    return results;
  },
};
