import { compare, running } from '../compare.ts';
import { everyone } from '../contenders.ts';
import { gather } from '../load/crowd.ts';
import { saturate } from '../load/saturate.ts';
import type { Workload } from './workload.ts';

/** Per sender; ten send. */
const inFlight = 10;

export const saturation: Workload = {
  name: 'saturation',
  about:
    `One room. Ten members keep ${inFlight} sends each in flight, all members receive everything. Counted from quiet to ` +
    'quiet, until the last copy has arrived.',
  run: async (run) => {
    const results = [];
    for (const members of run.quick ? [10] : [10, 100, 1000]) {
      results.push(
        ...(await compare(run, {
          workload: 'saturation',
          setting: `${members} members`,
          entrants: everyone.map((kind) =>
            running(
              run,
              kind,
              (server) => gather(server, { members }),
              (server, crowd) => saturate(server, crowd, { inFlight, forMs: run.quick ? 50 : 1_000 }),
            ),
          ),
          warmUps: run.quick ? 0 : 2,
        })),
      );
    }
    return results;
  },
};
