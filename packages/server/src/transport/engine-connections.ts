import type { IncomingMessage } from 'node:http';
import type { Limits } from '@chat/protocol';
import type { ListenerGuard } from '../async/listener-guard.ts';
import type { RateLimits } from '../limits/rate-limits.ts';
import { createTokenBuckets } from '../limits/token-bucket.ts';

/** The part of an engine.io connection that counting its packets takes. */
export interface EngineConnection {
  id: string;
  request: IncomingMessage;
  readyState: string;
  transport: { socket?: { pause?(): void; terminate?(): void } };
  on(event: 'close' | 'packet', listener: () => void): unknown;
  close(discard?: boolean): void;
}

interface Watching {
  engine: { on(event: 'connection', listener: (conn: EngineConnection) => void): unknown };
  limits: Limits;
  guard: ListenerGuard;
  rateLimits: Pick<RateLimits, 'chargeRefusal'>;
  now(): number;
  address(request: IncomingMessage): string;
  /** A connection was opened; returns what to call when it is over. */
  opened(address: string): () => void;
}

/** Time for what was written to arrive before the line is cut. */
const lastWordsMs = 1_000;

/** Ends a connection and reads nothing more of it: what a flood has sent stays with its sender. */
export const cutOff = (conn: Pick<EngineConnection, 'transport' | 'close'>): void => {
  const { socket } = conn.transport;
  conn.close();
  socket?.pause?.();
  setTimeout(() => {
    conn.close(true);
    socket?.terminate?.();
  }, lastWordsMs).unref();
};

/**
 * Counts every connection from its first byte on, and every packet on it, whatever it holds: twice as many as all rates
 * together allow, a second and at once. Beyond that the connection is cut off, and its address charged.
 */
export const watchConnections = (deps: Watching): void => {
  const { engine, limits, guard, rateLimits, address, opened } = deps;
  const packets = createTokenBuckets({ ...packetRate(limits), now: deps.now });

  const watch = (conn: EngineConnection): void => {
    const from = address(conn.request);
    conn.on('close', guard('counting a connection', opened(from)));
    const payer = { kind: 'socket' as const, address: from, user: { id: `line/${conn.id}` } };
    const count = (): void => {
      if (packets.take(conn.id) === 0) return;
      rateLimits.chargeRefusal(payer);
      cutOff(conn);
    };
    conn.on(
      'packet',
      guard('a packet', count, () => conn.close(true)),
    );
  };
  engine.on(
    'connection',
    guard('a new connection', watch, (conn) => conn.close(true)),
  );
};

/** Returns how many packets one connection may send: more than anything that keeps to the rates. */
export const packetRate = (limits: Limits): { perSecond: number; burst: number } => ({
  perSecond:
    2 *
    (limits.sendsPerSecond +
      limits.commandsPerSecond +
      2 * limits.reactionsPerSecond +
      limits.joinsPerSecond +
      2 * limits.searchesPerSecond +
      limits.signalsPerSecond),
  burst:
    2 *
    (limits.sendBurst +
      limits.commandBurst +
      2 * limits.reactionBurst +
      limits.joinBurst +
      2 * limits.searchBurst +
      limits.signalBurst +
      limits.refusalBurst),
});
