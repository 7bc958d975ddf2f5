import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { setImmediate, setTimeout as pause } from 'node:timers/promises';
import type { Chance } from '../simulation/chance.ts';

/**
 * What happens to a connection: it is `cut` on both sides; all it carries comes late (`delay`), byte by byte (`slice`), or
 * not for a while (`stall`); one side is cut and the other never learns of it (`half-open`), or it ends before anything is
 * said (`refuse`).
 */
export const faults = ['cut', 'delay', 'slice', 'stall', 'half-open', 'refuse'] as const;
export type Fault = (typeof faults)[number];

/** A TCP proxy that does to connections what networks do. */
export interface FaultProxy {
  readonly url: string;
  /** How often each fault was done. */
  readonly done: Readonly<Record<Fault, number>>;
  /** No more faults; what is stalled or half-open stays so until its ends give it up. */
  calm(): void;
  close(): Promise<void>;
}

interface Line {
  near: Socket;
  far: Socket;
  delayMs: number;
  /** Bytes still to be passed one by one. */
  sliced: number;
  stalled: Promise<unknown> | null;
  /** Stops all traffic. */
  dead: boolean;
}

/** Mean time between two faults of one connection, ms. */
const meanMs = 800;

export const openFaultProxy = async (toPort: number, chance: Chance): Promise<FaultProxy> => {
  const done: Record<Fault, number> = { cut: 0, delay: 0, slice: 0, stall: 0, 'half-open': 0, refuse: 0 };
  const open = new Set<Socket>();
  let calm = false;
  let turn = chance.int(0, faults.length - 1);

  /** Each in turn, so that a short run has them all. */
  const nextFault = (): Fault => {
    turn = (turn + 1) % faults.length;
    const fault = faults[turn] ?? 'cut';
    done[fault] += 1;
    return fault;
  };

  const strike = (line: Line): void => {
    const { near, far } = line;
    switch (nextFault()) {
      case 'cut':
      case 'refuse':
        line.dead = true;
        if (chance.hit(0.5)) near.resetAndDestroy();
        else near.destroy();
        far.destroy();
        return;
      case 'delay':
        line.delayMs = chance.int(50, 400);
        return;
      case 'slice':
        line.sliced = chance.int(50, 1_000);
        return;
      case 'stall':
        line.stalled ??= pause(chance.int(200, 2_500)).then(() => (line.stalled = null));
        return;
      case 'half-open':
        line.dead = true;
        chance.pick([near, far])?.destroy();
    }
  };

  const carry = async (line: Line, from: Socket, into: Socket): Promise<void> => {
    for await (const chunk of from as AsyncIterable<Buffer>) {
      if (line.stalled) await line.stalled;
      if (line.delayMs > 0) await pause(line.delayMs);
      if (line.dead || into.destroyed) continue;
      if (line.sliced > 0) await slice(line, chunk, into);
      else if (!into.write(chunk)) await Promise.race([once(into, 'drain'), once(into, 'close')]);
    }
  };

  const slice = async (line: Line, chunk: Buffer, into: Socket): Promise<void> => {
    const count = Math.min(line.sliced, chunk.length);
    line.sliced -= count;
    for (let at = 0; at < count && !into.destroyed; at += 1) {
      into.write(chunk.subarray(at, at + 1));
      await setImmediate();
    }
    if (!into.destroyed) into.write(chunk.subarray(count));
  };

  const server = createServer((near) => {
    if (!calm && turn === faults.indexOf('refuse') - 1) {
      nextFault();
      near.resetAndDestroy();
      return;
    }
    const far = connect(toPort, '127.0.0.1');
    const line: Line = { near, far, delayMs: 0, sliced: 0, stalled: null, dead: false };
    for (const [from, into] of [
      [near, far],
      [far, near],
    ] as const) {
      open.add(from);
      from.setNoDelay(true);
      from.on('error', () => from.destroy());
      from.on('close', () => {
        open.delete(from);
        if (!line.dead) into.destroy();
      });
      carry(line, from, into).catch(() => from.destroy());
    }
    void (async () => {
      while (!calm && !line.dead && !near.destroyed) {
        await pause(chance.wait(meanMs), undefined, { ref: false });
        if (!calm && !line.dead && !near.destroyed) strike(line);
      }
    })();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    done,
    calm: () => void (calm = true),
    close: async () => {
      calm = true;
      server.close();
      for (const socket of open) socket.destroy();
      await once(server, 'close');
    },
  };
};
