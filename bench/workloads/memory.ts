import { setTimeout as sleep } from 'node:timers/promises';
import { compare, type Figures, type Run } from '../compare.ts';
import { chat, plain, ws } from '../contenders.ts';
import { startContender, type Contender, type Kind } from '../contender.ts';
import { connectAll } from '../load/crowd.ts';
import { createDeliveries } from '../load/deliveries.ts';
import { connectMember, type Member } from '../load/member.ts';
import { leaveAll, quiet } from '../load/quiet.ts';
import type { Workload } from './workload.ts';

const settleMs = 300;

const fill = async ({ port, wire }: Contender, count: number): Promise<Member[]> => {
  const deliveries = createDeliveries(wire.delivery);
  const members = await connectAll(count, async (number) => {
    const member = await connectMember(port, wire, `Member ${number}`, deliveries);
    await member.join('room');
    return member;
  });
  await quiet(members);
  return members;
};

/** A process of its own each time: what one filling leaves behind is not the next one's. */
const perMember = async (run: Run, kind: Kind, count: number): Promise<Figures> => {
  const server = await startContender(kind, run.folder, ['--expose-gc']);
  try {
    await leaveAll(await fill(server, count / 5)); // what is loaded and compiled once is not a member's
    await sleep(settleMs);
    const before = await server.memory();
    const members = await fill(server, count);
    const after = await server.memory();
    for (const { raw } of members) raw.destroy();
    return {
      heldKilobytesPerClient: (after.heldBytes - before.heldBytes) / count / 1_024,
      rssKilobytesPerClient: (after.rssBytes - before.rssBytes) / count / 1_024,
    };
  } finally {
    await server.stop();
  }
};

export const memory: Workload = {
  name: 'memory',
  about:
    'Two thousand idle members in one room, after garbage collection; the difference to the same process before they joined. ' +
    'Held: the heap of JavaScript and its buffers. Resident: all pages of the process.',
  run: (run) => {
    const count = run.quick ? 50 : 2_000;
    return compare(run, {
      workload: 'memory',
      setting: `${count} members`,
      entrants: [chat, ws, plain].map((kind) => ({
        name: kind.name,
        enter: async () => ({ measure: () => perMember(run, kind, count), close: () => undefined }),
      })),
      warmUps: 0,
    });
  },
};
