/** What a node says of somebody who is there. Of each key its last word counts. */
export interface PresenceEntry {
  /** What it is about, as the server names it; at most some hundred characters. */
  key: string;
  /** JSON of the server's own; null: no longer so. */
  value: object | null;
}

export interface PresenceUpdate {
  /** The node's version before. */
  from: number;
  /** How long the lease is held from now on, ms. */
  leaseMs: number;
  /** Of each key at most one. */
  entries: readonly PresenceEntry[];
  /** Up to this version it need not be known what is no longer so. */
  forget?: number;
}

/** A node whose lease is held. */
export interface PresentNode {
  nodeId: string;
  version: number;
  /** What is left of its lease, ms. */
  leaseMs: number;
}

/**
 * The users present on each of several nodes, as each node reports them. Ephemeral: it need not outlive the
 * process that stores it.
 */
export interface PresenceStore {
  /**
   * Renews the lease of a node from now, by the store's own clock if it has one, and stores the node's
   * entries, all or nothing. Each entry takes the node's next version and replaces the previous entry with
   * the same key. Returns false and does nothing if the node is not at version `from`; an unknown node is at
   * 0. Of concurrent calls with entries from one version, at most one is accepted. With `forget`, entries
   * with a null value up to that version are removed.
   */
  write(nodeId: string, update: PresenceUpdate): Promise<boolean>;
  /** Returns the nodes whose lease has not expired, in any order. */
  nodes(): Promise<PresentNode[]>;
  /**
   * Returns the entries of a node after version `since`, by version, at most `limit`, whether its lease has
   * expired or not. `hasMore`: there are more after the last one. Returns null if the node is unknown, or if
   * an entry after `since` was removed; from 0, all entries that still apply are always there.
   */
  changes(nodeId: string, since: number, limit: number): Promise<PresenceChanges | null>;
  /** Removes a node and all its entries. Does nothing if the node is unknown. */
  leave(nodeId: string): Promise<void>;
  /** Removes nodes whose lease expired more than `lapsedMs` ago. */
  sweep(lapsedMs: number): Promise<void>;
}

export interface PresenceChanges {
  /** With null among the values, but for what was forgotten. */
  entries: PresenceEntry[];
  /** The version of the last entry, or with nothing more to come that of the node. */
  version: number;
  hasMore: boolean;
}
