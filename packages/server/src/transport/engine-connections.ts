import type { IncomingMessage } from 'node:http';
import type { Limits } from '@chat/protocol';
import type { ListenerGuard } from '../async/listener-guard.ts';
import type { RateLimits } from '../limits/rate-limits.ts';
import { createTokenBuckets } from '../limits/token-bucket.ts';

/** The part of an engine.io connection that counting packets needs. */
export interface EngineConnection {
  id: string;
  request: IncomingMessage;
  readyState: string;
  transport: { socket?: { pause?(): void; terminate?(): void } };
  on(event: 'close' | 'packet', listener: () => void): unknown;
  close(discard?: boolean): void;
}

interface ConnectionWatchDeps {
  engine: { on(event: 'connection', listener: (conn: EngineConnection) => void): unknown };
  limits: Limits;
  guard: ListenerGuard;
  rateLimits: Pick<RateLimits, 'chargeRefusal'>;
  now(): number;
  address(request: IncomingMessage): string;
  /** Counts a connection; returns a function to call when it is over. */
  countConnection(address: string): () => void;
}

/** Time for written data to arrive before the connection is cut. */
const lastWordsMs = 1_000;

/** Ends a connection and reads nothing more from it: the rest of a flood stays with its sender. */
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
 * Counts every connection from its first byte on, and every packet on it: twice as many as all rates together
 * allow, per second and at once. Beyond that the connection is cut, and its address charged.
 */
export const watchConnections = (deps: ConnectionWatchDeps): void => {
  const { engine, limits, guard, rateLimits, address, countConnection } = deps;
  const packets = createTokenBuckets({ ...packetRate(limits), now: deps.now });

  const watch = (conn: EngineConnection): void => {
    const from = address(conn.request);
    conn.on('close', guard('counting a connection', countConnection(from)));
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

/** Returns how many packets one connection may send: more than a client within its rates. */
export const packetRate = (limits: Limits): { perSecond: number; burst: number } => ({
  perSecond:
    2 *
    (limits.sendsPerSecond +
      limits.commandsPerSecond +
      2 * limits.reactionsPerSecond +
      limits.joinsPerSecond +
      2 * limits.searchesPerSecond +
      limits.signalsPerSecond +
      limits.captionsPerSecond),
  burst:
    2 *
    (limits.sendBurst +
      limits.commandBurst +
      2 * limits.reactionBurst +
      limits.joinBurst +
      2 * limits.searchBurst +
      limits.signalBurst +
      limits.captionBurst +
      limits.refusalBurst),
});
