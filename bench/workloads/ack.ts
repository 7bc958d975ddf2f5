import { compare, running, type Comparison } from '../compare.ts';
import { chat, wsWithInserts } from '../contenders.ts';
import { gather } from '../load/crowd.ts';
import { saturate } from '../load/saturate.ts';
import { storagePeer } from './storage-peer.ts';
import type { Workload } from './workload.ts';

const senders = 10;

export const ack: Workload = {
  name: 'ack',
  about:
    'Acknowledged messages a second, each on the disk first. Storage: only the storage, with this many commits in flight. Socket: ' +
    'ten members of one room who all send and all receive. For comparison, one transaction per message: an INSERT into a bare ' +
    'table, with write-ahead log and full sync.',
  run: async (run) => {
    const forMs = run.quick ? 50 : 1_000;
    const warmUps = run.quick ? 0 : 2;
    const results = [];
    for (const inFlight of [10, 100]) {
      const storages: Comparison['entrants'] = [
        storagePeer(run, chat.name, 'sqlite', { what: 'acks', inFlight, forMs }),
        storagePeer(run, 'insert per message', 'insert', { what: 'acks', inFlight, forMs }),
      ];
      const sockets = [chat, wsWithInserts].map((kind) =>
        running(
          run,
          kind,
          (server) => gather(server, { members: senders }),
          async (server, crowd) => {
            const figures = await saturate(server, crowd, { inFlight: inFlight / senders, forMs });
            const { deliveriesPerSecond = 0, cpuMicrosPerDelivery = 0 } = figures;
            return {
              acksPerSecond: deliveriesPerSecond / senders,
              cpuMicrosPerAck: cpuMicrosPerDelivery * senders,
            };
          },
        ),
      );
      const workload = 'ack';
      results.push(
        ...(await compare(run, {
          workload,
          setting: `storage, ${inFlight} in flight`,
          entrants: storages,
          warmUps,
        })),
        ...(await compare(run, {
          workload,
          setting: `socket, ${inFlight} in flight`,
          entrants: sockets,
          warmUps,
        })),
      );
    }
    return results;
  },
};
