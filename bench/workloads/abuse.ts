import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { compare, type Comparison, type Figures, type Run } from '../compare.ts';
import { startContender, type Contender, type Kind } from '../contender.ts';
import { createDeliveries } from '../load/deliveries.ts';
import { createHistogram } from '../load/histogram.ts';
import { connectMember, type Member } from '../load/member.ts';
import { messageId } from '../load/message-id.ts';
import { pace } from '../load/pace.ts';
import { chatWire } from '../load/wire.ts';
import type { Flood, Offered, Order } from '../peers/flooder.ts';
import type { Workload } from './workload.ts';

const calm = 'calm';
const floods: Flood[] = [
  'made-up commands',
  'over the rate',
  'rooms by start',
  'search everywhere',
  'pictures',
];
const victims = 10;
const sendsPerSecond = 60;
const patienceMs = 20_000;

const serverOf = (rooms: number): Kind => ({
  name: 'this server',
  script: 'abuse.ts',
  args: (folder) => [join(mkdtempSync(join(folder, 'sqlite-')), 'messages.sqlite'), String(rooms)],
  wire: chatWire,
});

/** Somebody else, in a process of their own on the core of the load generator. */
const startFlooder = async () => {
  const child = fork(join(import.meta.dirname, '../peers/flooder.ts'));
  await once(child, 'message');
  return {
    flood: async (order: Order): Promise<Offered> => {
      child.send(order);
      const [offered] = (await once(child, 'message')) as [Offered];
      return offered;
    },
    stop: () => child.kill('SIGKILL'),
  };
};

/** The effect on others: their sends at a fixed rate, measured from the moment each was due. */
const sends = async (members: Member[], forMs: number): Promise<Figures> => {
  const latencies = createHistogram();
  const lateness = createHistogram();
  let open = 0;
  let refused = 0;
  const send = (turn: number, dueAt: number): void => {
    open += 1;
    members[turn % members.length]?.send('quiet', messageId(), 'hola', (refusedForMs) => {
      open -= 1;
      if (refusedForMs === undefined) latencies.add(performance.now() - dueAt);
      else refused += 1;
    });
  };
  await pace([{ perSecond: sendsPerSecond, act: send }], forMs, lateness);
  const deadline = performance.now() + patienceMs;
  while (open > 0 && performance.now() < deadline) await new Promise((resolve) => setTimeout(resolve, 10));
  return {
    sendP50Ms: latencies.quantile(0.5),
    sendP99Ms: latencies.quantile(0.99),
    sendsRefused: refused + open,
    generatorLateMs: lateness.quantile(0.99),
  };
};

const entrant = (run: Run, flood: Flood | typeof calm): Comparison['entrants'][number] => ({
  name: flood,
  enter: async () => {
    const forMs = run.quick ? 300 : 6_000;
    const server: Contender = await startContender(serverOf(run.quick ? 50 : 1_000), run.folder);
    const flooder = await startFlooder();
    const deliveries = createDeliveries(server.wire.delivery);
    const members: Member[] = [];
    for (let number = 0; number < victims; number++) {
      const member = await connectMember(server.port, server.wire, `Victim ${number}`, deliveries);
      await member.join('quiet');
      members.push(member);
    }
    return {
      measure: async () => {
        const [cpuBefore, from] = [await server.cpuMicros(), performance.now()];
        const order = { port: server.port, forMs, quick: run.quick };
        const flooding = flood === calm ? null : flooder.flood({ ...order, flood });
        const noticed = await sends(members, forMs);
        const offered = await flooding;
        const seconds = (performance.now() - from) / 1_000;
        const serverLoad = ((await server.cpuMicros()) - cpuBefore) / 1e6 / seconds;
        return {
          ...noticed,
          ...(offered && { floodPerSecond: offered.frames / seconds, floodEnded: offered.ended }),
          serverLoad,
        };
      },
      close: async () => {
        flooder.stop();
        for (const { raw } of members) raw.destroy();
        await server.stop();
      },
    };
  },
});

export const abuse: Workload = {
  name: 'abuse',
  about:
    'Ten members of one room send 60 messages a second while one user floods the server, from the same address: made-up commands ' +
    'and permitted ones as fast as they can be written, lists and searches over 1,000 rooms 49 times a second, large pictures ' +
    'four at a time. Whenever the server ends one of these connections, it is opened again. The limits are the defaults. The ratio is ' +
    'to the same members on a calm server in the same run.',
  run: (run) =>
    compare(run, {
      workload: 'abuse',
      setting: '60 messages/s',
      entrants: [calm, ...floods].map((flood) => entrant(run, flood as Flood)),
      warmUps: run.quick ? 0 : 1,
    }),
};
