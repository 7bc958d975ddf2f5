/** An entry of a node. The latest entry of each key applies. */
export interface PresenceEntry {
  /** Identifies the subject; the server chooses it; at most about a hundred characters. */
  key: string;
  /** A JSON object defined by the server; null: no longer applies. */
  value: object | null;
}

export interface PresenceUpdate {
  /** The node's version before this update. */
  from: number;
  /** How long the lease lasts from now, ms. */
  leaseMs: number;
  /** At most one per key. */
  entries: readonly PresenceEntry[];
  /** Null entries up to this version may be removed. */
  forget?: number;
}

/** A node whose lease has not expired. */
export interface PresentNode {
  nodeId: string;
  version: number;
  /** Time left on its lease, ms. */
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
  /** With entries whose value is null, unless they were removed. */
  entries: PresenceEntry[];
  /** The version of the last entry or, if there are no more, the node's version. */
  version: number;
  hasMore: boolean;
}
