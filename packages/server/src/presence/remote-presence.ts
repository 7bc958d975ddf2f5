import type { Limits } from '@chat/protocol';
import type { Logger } from '../logger.ts';
import type { PresenceStore, PresentNode } from '../storage/contract/presence-store.ts';
import { createPresenceReplica, type PresenceReplica } from './presence-replica.ts';

/** The presence of users on other nodes, as of the last look at the store. */
export interface RemotePresence {
  /** Reads which nodes hold their lease, and their changes. */
  look(): Promise<void>;
  /** A node claims to be at this version: only a reason to look. */
  hint(nodeId: string, version: number): void;
  close(): void;
}

interface RemotePresenceDeps {
  store: PresenceStore;
  limits: Pick<Limits, 'presenceBeatMs' | 'presenceLeaseMs' | 'presenceGraceMs' | 'presenceWindowMs'>;
  logger: Logger;
  /** The id of this node. */
  own(): string;
  /** A record of a node has changed; null: it was removed, or the node is gone. */
  onChange(nodeId: string, key: string, value: object | null): void;
  /**
   * A node's lease has expired, and this node handles what it left: its last records, and for how long it has
   * been silent.
   */
  onNodeLost(was: ReadonlyMap<string, object>, silentMs: number): void;
}

interface Known {
  replica: PresenceReplica;
  /** When it certainly held its lease, by this node's clock. */
  aliveAt: number;
  /** Waits for its users to connect to another node. */
  going?: NodeJS.Timeout | undefined;
}

/** The records of a node whose lease expired this long ago are no longer read. */
const forgottenAfterMs = 600_000;
/** Shortly after its lease has expired here, it has expired by the store's clock too. */
const slackMs = 50;

export const createRemotePresence = (deps: RemotePresenceDeps): RemotePresence => {
  const { store, limits, logger } = deps;
  const { presenceBeatMs: beatMs, presenceLeaseMs: leaseMs, presenceGraceMs: graceMs } = limits;
  const nodes = new Map<string, Known>();
  const now = (): number => performance.now();
  /** Since when the store has responded without an error. */
  let reachedSince: number | null = -Infinity;
  let looking: Promise<void> | null = null;
  let timer: NodeJS.Timeout | undefined;
  let closed = false;

  const soon = (inMs: number): void => {
    if (!closed) timer ??= setTimeout(() => void look(), inMs).unref();
  };

  const drop = (nodeId: string, known: Known, isDead = false): void => {
    clearTimeout(known.going);
    if (nodes.get(nodeId) !== known) return;
    nodes.delete(nodeId);
    const was = known.replica.clear();
    // The first of the remaining nodes.
    if (isDead && [...nodes.keys()].every((id) => deps.own() < id))
      deps.onNodeLost(was, now() - known.aliveAt);
  };

  /**
   * A node whose lease has expired has been silent for longer than a grace period. The users of a node that
   * has just left may connect to another one without being shown as gone.
   */
  const miss = (nodeId: string, known: Known): void => {
    const inMs = known.aliveAt + beatMs + graceMs - now();
    if (inMs <= 0) drop(nodeId, known, true);
    else known.going ??= setTimeout(drop, inMs, nodeId, known).unref();
  };

  const know = (nodeId: string): Known => {
    const known = nodes.get(nodeId);
    if (known) return known;
    const replica = createPresenceReplica({
      read: (since, limit) => store.changes(nodeId, since, limit),
      onChange: (key, value) => deps.onChange(nodeId, key, value),
      pauseMs: limits.presenceWindowMs,
      onError: (error) =>
        logger.warn({ err: error, nodeId }, 'presence of another node could not be read; it is tried again'),
    });
    const made = { replica, aliveAt: now() };
    nodes.set(nodeId, made);
    return made;
  };

  const see = (present: PresentNode[]): void => {
    const others = present.filter(({ nodeId }) => nodeId !== deps.own());
    for (const { nodeId, version, leaseMs: leftMs } of others) {
      const known = know(nodeId);
      known.aliveAt = now() - Math.max(0, leaseMs - leftMs);
      clearTimeout(known.going);
      known.going = undefined;
      known.replica.reach(version);
    }
    const here = new Set(others.map(({ nodeId }) => nodeId));
    // While the store was unreachable, no node could renew its lease: each gets as long again.
    if (now() - (reachedSince ?? now()) >= leaseMs)
      for (const [nodeId, known] of nodes) if (!here.has(nodeId)) miss(nodeId, known);
    const firstLapseMs = Math.min(...others.map((each) => each.leaseMs)) + slackMs;
    if (firstLapseMs < beatMs) soon(firstLapseMs);
  };

  const lookOnce = async (): Promise<void> => {
    try {
      const present = await store.nodes();
      reachedSince ??= now();
      if (!closed) see(present);
      await store.sweep(forgottenAfterMs);
    } catch (error) {
      if (reachedSince !== null)
        logger.warn({ err: error }, 'presence of other nodes could not be read; it is tried again');
      reachedSince = null;
    }
  };

  const look = (): Promise<void> => {
    clearTimeout(timer);
    timer = undefined;
    return (looking ??= lookOnce().finally(() => (looking = null)));
  };

  return {
    look,
    hint: (nodeId, version) => {
      if (closed || nodeId === deps.own()) return;
      const known = nodes.get(nodeId);
      if (known) known.replica.reach(version);
      else soon(limits.presenceWindowMs);
    },
    close: () => {
      closed = true;
      clearTimeout(timer);
      for (const { going, replica } of nodes.values()) {
        clearTimeout(going);
        replica.close();
      }
    },
  };
};
