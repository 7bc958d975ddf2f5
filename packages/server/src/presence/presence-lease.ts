import type { Limits } from '@chat/protocol';
import type { Logger } from '../logger.ts';
import type { PresenceEntry, PresenceStore } from '../storage/contract/presence-store.ts';

/** Publishes this node's presence in the store, for as long as it renews its lease. */
export interface PresenceLease {
  /** The id other nodes know. If the store has forgotten the node, it starts over with another one. */
  readonly nodeId: string;
  /**
   * Sets a record. It is written together with other changes of a short window. An unchanged value costs
   * nothing.
   */
  put(key: string, value: object | null): void;
  /** Renews the lease, and writes pending records. */
  beat(): void;
  /** Publishes nothing more, and leaves: other nodes wait a while for its users to reconnect. */
  close(): Promise<void>;
}

interface PresenceLeaseDeps {
  store: PresenceStore;
  limits: Pick<Limits, 'presenceWindowMs' | 'presenceLeaseMs'>;
  logger: Logger;
  id(): string;
  /** The store has the records up to this version. */
  onWritten(nodeId: string, version: number): void;
}

const mostPerWriting = 1_000;
/** Removals stay readable for this many beats, and at most twice as many. */
const retainedBeats = 12;
const retryMs = 1_000;

export const createPresenceLease = (deps: PresenceLeaseDeps): PresenceLease => {
  const { store, limits, logger } = deps;
  const published = new Map<string, string>();
  const unpublished = new Map<string, object | null>();
  let nodeId = deps.id();
  let version = 0;
  let beats = 0;
  let earlier = 0;
  let forget = 0;
  let timer: NodeJS.Timeout | undefined;
  let writing: Promise<void> | null = null;
  let failing = false;
  let closed = false;

  const soon = (inMs: number): void => {
    if (!closed) timer ??= setTimeout(flush, inMs).unref();
  };

  const take = (): PresenceEntry[] => {
    const entries: PresenceEntry[] = [];
    for (const [key, value] of unpublished) {
      if (entries.length === mostPerWriting) break;
      entries.push({ key, value });
      unpublished.delete(key);
    }
    return entries;
  };

  /** The store does not know this node: another one has its id, or it was silent for too long. */
  const restart = async (): Promise<void> => {
    const before = nodeId;
    nodeId = deps.id();
    version = earlier = forget = 0;
    unpublished.clear();
    for (const [key, text] of published) unpublished.set(key, JSON.parse(text) as object);
    await store.leave(before);
  };

  const write = async (): Promise<void> => {
    const entries = take();
    try {
      const asked = { from: version, leaseMs: limits.presenceLeaseMs, entries, ...(forget && { forget }) };
      if (!(await store.write(nodeId, asked))) await restart();
      else {
        version += entries.length;
        forget = 0;
        if (entries.length > 0) deps.onWritten(nodeId, version);
      }
      failing = false;
    } catch (error) {
      for (const { key, value } of entries) if (!unpublished.has(key)) unpublished.set(key, value);
      if (!failing) logger.warn({ err: error }, 'presence could not be written; it is tried again');
      failing = true;
    }
  };

  const flush = (): void => {
    clearTimeout(timer);
    timer = undefined;
    if (writing || closed) return;
    writing = write().finally(() => {
      writing = null;
      if (unpublished.size > 0) soon(failing ? retryMs : limits.presenceWindowMs);
    });
  };

  return {
    get nodeId() {
      return nodeId;
    },
    put: (key, value) => {
      if (closed) return;
      const text = value && JSON.stringify(value);
      if ((published.get(key) ?? null) === text) return;
      if (text === null) published.delete(key);
      else published.set(key, text);
      unpublished.delete(key); // the last value of a key is the last entry
      unpublished.set(key, value);
      soon(limits.presenceWindowMs);
    },
    beat: () => {
      beats += 1;
      if (beats % retainedBeats === 0) {
        forget = earlier;
        earlier = version;
      }
      flush();
    },
    close: async () => {
      closed = true;
      clearTimeout(timer);
      await writing;
      await store
        .leave(nodeId)
        .catch((error: unknown) =>
          logger.warn({ err: error }, 'the presence lease could not be ended and will expire'),
        );
    },
  };
};
