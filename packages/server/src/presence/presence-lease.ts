import type { Limits } from '@chat/protocol';
import type { Logger } from '../logger.ts';
import type { PresenceEntry, PresenceStore } from '../storage/contract/presence-store.ts';

/** What this node says of who is here, kept in the store for the others, for as long as it beats. */
export interface PresenceLease {
  /** As the others know it. A node that the store has forgotten begins anew under another. */
  readonly nodeId: string;
  /** Is written with what else changes within a short window. The same again costs nothing. */
  say(key: string, value: object | null): void;
  /** Holds the lease from now on, with whatever is to be said. */
  beat(): void;
  /** Says nothing more, and leaves: the others wait a while for those who were here to come to them. */
  close(): Promise<void>;
}

interface PresenceLeaseDeps {
  store: PresenceStore;
  limits: Pick<Limits, 'presenceWindowMs' | 'presenceLeaseMs'>;
  logger: Logger;
  id(): string;
  /** The store has what was said up to this version. */
  onWritten(nodeId: string, version: number): void;
}

const mostPerWriting = 1_000;
/** What is no longer so is kept for others to read for as many beats, and at most twice as many. */
const keptBeats = 12;
const retryMs = 1_000;

export const createPresenceLease = (deps: PresenceLeaseDeps): PresenceLease => {
  const { store, limits, logger } = deps;
  const said = new Map<string, string>();
  const unsaid = new Map<string, object | null>();
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
    for (const [key, value] of unsaid) {
      if (entries.length === mostPerWriting) break;
      entries.push({ key, value });
      unsaid.delete(key);
    }
    return entries;
  };

  /** The store does not know this node as it is: another has its name, or it was silent for too long. */
  const beginAnew = async (): Promise<void> => {
    const before = nodeId;
    nodeId = deps.id();
    version = earlier = forget = 0;
    unsaid.clear();
    for (const [key, text] of said) unsaid.set(key, JSON.parse(text) as object);
    await store.leave(before);
  };

  const write = async (): Promise<void> => {
    const entries = take();
    try {
      const asked = { from: version, leaseMs: limits.presenceLeaseMs, entries, ...(forget && { forget }) };
      if (!(await store.write(nodeId, asked))) await beginAnew();
      else {
        version += entries.length;
        forget = 0;
        if (entries.length > 0) deps.onWritten(nodeId, version);
      }
      failing = false;
    } catch (error) {
      for (const { key, value } of entries) if (!unsaid.has(key)) unsaid.set(key, value);
      if (!failing) logger.warn({ err: error }, 'other nodes are not told who is here; tried again');
      failing = true;
    }
  };

  const flush = (): void => {
    clearTimeout(timer);
    timer = undefined;
    if (writing || closed) return;
    writing = write().finally(() => {
      writing = null;
      if (unsaid.size > 0) soon(failing ? retryMs : limits.presenceWindowMs);
    });
  };

  return {
    get nodeId() {
      return nodeId;
    },
    say: (key, value) => {
      if (closed) return;
      const text = value && JSON.stringify(value);
      if ((said.get(key) ?? null) === text) return;
      if (text === null) said.delete(key);
      else said.set(key, text);
      unsaid.delete(key); // what is said last stands last
      unsaid.set(key, value);
      soon(limits.presenceWindowMs);
    },
    beat: () => {
      beats += 1;
      if (beats % keptBeats === 0) {
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
        .catch((error: unknown) => logger.warn({ err: error }, 'the lease is left to lapse'));
    },
  };
};
