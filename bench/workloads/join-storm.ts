import { compare, running, type Figures } from '../compare.ts';
import { chat, chatQuiet, plain } from '../contenders.ts';
import type { Contender } from '../contender.ts';
import { connectAll } from '../load/crowd.ts';
import { createDeliveries } from '../load/deliveries.ts';
import { connectMember } from '../load/member.ts';
import { bytesReadBy, leaveAll, quiet } from '../load/quiet.ts';
import type { Workload } from './workload.ts';

/** A busy server sends presence once a second. */
const diffMs = 1_200;

/** Everybody is connected and quiet; then all come into an empty room at once. */
const storm = async (
  { port, wire, cpuMicros }: Contender,
  roomId: string,
  count: number,
): Promise<Figures> => {
  const deliveries = createDeliveries(wire.delivery);
  const members = await connectAll(count, (number) =>
    connectMember(port, wire, `Member ${number}`, deliveries),
  );
  await quiet(members);
  const [cpuBefore, bytesBefore, from] = [await cpuMicros(), bytesReadBy(members), performance.now()];
  await Promise.all(members.map((member) => member.join(roomId)));
  const ms = performance.now() - from;
  await quiet(members, diffMs);
  const figures = {
    cpuMicrosPerClient: ((await cpuMicros()) - cpuBefore) / count,
    kilobytesPerClient: (bytesReadBy(members) - bytesBefore) / count / 1_024,
    allInMs: ms,
  };
  await leaveAll(members);
  return figures;
};

export const joinStorm: Workload = {
  name: 'join-storm',
  about:
    'A thousand connected clients join an empty room at once. Received, per client: the reply to the join and all presence ' +
    'events. Presence off: the same server, with a presence window of an hour.',
  run: (run) => {
    const count = run.quick ? 20 : 1_000;
    return compare(run, {
      workload: 'join-storm',
      setting: `${count} clients`,
      entrants: [chat, chatQuiet, plain].map((kind) => {
        let round = 0;
        return running(
          run,
          kind,
          async () => ({ close: () => undefined }),
          (server) => storm(server, `storm-${round++}`, count),
        );
      }),
      warmUps: run.quick ? 0 : 2,
    });
  },
};
