import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { Transform } from 'node:stream';
import { onTestFinished } from 'vitest';

/** The line between a browser and a server, which can be cut and mended. */
export interface Line {
  /** The server's address at this end of the line. */
  url: string;
  port: number;
  /** Drops what runs over it, and refuses more. */
  cut(): void;
  mend(): void;
  /** Adds so much delay in each direction from now on. */
  slow(byMs: number): void;
}

/** Gives all of it on, in order, each piece after the time that is right when it comes. */
const late = (byMs: () => number): Transform => {
  const waiting: { piece: Buffer; at: number }[] = [];
  let ended: (() => void) | null = null;
  const giveOn = (): void => {
    while (waiting[0] && waiting[0].at <= performance.now()) way.push(waiting.shift()?.piece);
    if (waiting[0]) setTimeout(giveOn, Math.max(1, waiting[0].at - performance.now()));
    else ended?.();
  };
  const way = new Transform({
    transform: (piece: Buffer, _encoding, done) => {
      waiting.push({ piece, at: performance.now() + byMs() });
      if (waiting.length === 1) giveOn();
      done();
    },
    flush: (done) => (waiting.length === 0 ? done() : void (ended = done)),
  });
  return way;
};

/** A line to a server of this machine, over TCP. */
export const layLine = async (to: string): Promise<Line> => {
  const { port: far } = new URL(to);
  const open = new Set<Socket>();
  let isCut = false;
  let byMs = 0;
  const server = createServer((near) => {
    if (isCut) {
      near.destroy();
      return;
    }
    const other = connect({ port: Number(far), host: 'localhost' });
    for (const [from, into] of [
      [near, other],
      [other, near],
    ] as const) {
      open.add(from);
      from.on('error', () => into.destroy());
      from.on('close', () => (open.delete(from), into.destroy()));
      from.pipe(late(() => byMs)).pipe(into);
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const cut = (): void => {
    isCut = true;
    for (const socket of open) socket.destroy();
  };
  onTestFinished(() => {
    cut();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://localhost:${port}`,
    port,
    cut,
    mend: () => void (isCut = false),
    slow: (ms) => void (byMs = ms),
  };
};
