import { compare, running } from '../compare.ts';
import { chat, chatInMemory, everyone, limit, plain, ws } from '../contenders.ts';
import { gather } from '../load/crowd.ts';
import { saturate } from '../load/saturate.ts';
import type { Workload } from './workload.ts';

/** Per sender; ten send. */
const usual = 10;

const beside = [chat, chatInMemory, limit, ws];

const settings = [
  { setting: '10 members', members: 10, inFlight: usual, contenders: everyone },
  { setting: '10 members, 3 in flight', members: 10, inFlight: 3, contenders: beside },
  { setting: '10 members, 1 in flight', members: 10, inFlight: 1, contenders: beside },
  { setting: '100 members', members: 100, inFlight: usual, contenders: everyone },
  { setting: '1000 members', members: 1000, inFlight: usual, contenders: everyone },
  { setting: '100 members, 1 in flight', members: 100, inFlight: 1, contenders: [chat, ws, plain] },
];

export const saturation: Workload = {
  name: 'saturation',
  about:
    `One room. Ten members have ${usual} sends each in flight, in some settings three or one each; all members receive everything. ` +
    'Counted until the last copy has arrived.',
  run: async (run) => {
    const results = [];
    for (const { setting, members, inFlight, contenders } of run.quick ? settings.slice(0, 1) : settings) {
      results.push(
        ...(await compare(run, {
          workload: 'saturation',
          setting,
          entrants: contenders.map((kind) =>
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
