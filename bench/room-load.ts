import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Contender } from './contender.ts';
import { connectRaw, type RawClient } from './raw-client.ts';

export interface Saturation {
  deliveriesPerSecond: number;
  cpuMicrosPerDelivery: number;
  /** Share of one core the server used. */
  serverLoad: number;
}

/** A room full of members on one server, idle until told otherwise. */
export interface RoomLoad {
  /** Every sender keeps sends in flight for a while. */
  saturate(forMs: number): Promise<Saturation>;
  /** Sends at a fixed rate, whatever the answers do; one latency per delivery, ms from when it was due. */
  latencies(messagesPerSecond: number, forMs: number): Promise<number[]>;
  close(): void;
}

const senders = 10;
const inFlight = 4;
const settleMs = 200;
const due = /due=([\d.]+)/g;

export const fillRoom = async (server: Contender, members: number): Promise<RoomLoad> => {
  const roomId = `bench-${members}`;
  let deliveries = 0;
  let latencies: number[] | null = null;

  const received = (count: number, frame: Buffer): void => {
    deliveries += count;
    if (latencies === null) return;
    const now = performance.now();
    for (const [, at] of frame.toString('latin1').matchAll(due)) latencies.push(now - Number(at));
  };
  const clients: RawClient[] = [];
  for (let number = 0; number < members; number++) {
    const client = await connectRaw(server.url, `Member ${number}`, received);
    await client.call('room:join', { roomId });
    clients.push(client);
  }
  const speaking = clients.slice(0, senders);
  const send = (client: RawClient, text: string): Promise<void> =>
    client.call('message:send', { roomId, id: randomUUID(), text });

  return {
    saturate: async (forMs) => {
      let running = true;
      const work = speaking.flatMap((client) =>
        Array.from({ length: inFlight }, async () => {
          while (running) await send(client, 'as fast as it goes, with a text of the usual length');
        }),
      );
      await sleep(settleMs);
      const [cpuBefore, before, from] = [await server.cpuMicros(), deliveries, performance.now()];
      await sleep(forMs);
      const counted = deliveries - before;
      const seconds = (performance.now() - from) / 1000;
      const cpuMicros = (await server.cpuMicros()) - cpuBefore;
      running = false;
      await Promise.all(work);
      await sleep(settleMs);
      return {
        deliveriesPerSecond: counted / seconds,
        cpuMicrosPerDelivery: cpuMicros / counted,
        serverLoad: cpuMicros / 1e6 / seconds,
      };
    },
    latencies: async (messagesPerSecond, forMs) => {
      const gathered: number[] = [];
      latencies = gathered;
      const work: Promise<void>[] = [];
      const from = performance.now();
      const total = Math.round((messagesPerSecond * forMs) / 1000);
      for (let sent = 0; sent < total;) {
        await sleep(1);
        for (; sent < total; sent++) {
          const dueAt = from + (sent * 1000) / messagesPerSecond;
          const client = speaking[sent % speaking.length];
          if (dueAt > performance.now() || client === undefined) break;
          work.push(send(client, `due=${dueAt.toFixed(3)} with a text of the usual length`));
        }
      }
      await Promise.all(work);
      await sleep(settleMs);
      latencies = null;
      return gathered;
    },
    close: () => {
      for (const client of clients) client.close();
    },
  };
};
