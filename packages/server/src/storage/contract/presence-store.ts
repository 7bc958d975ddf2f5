/** What a node says of somebody who is there. Of each key its last word counts. */
export interface PresenceEntry {
  /** What it is about, as the server names it; at most some hundred characters. */
  key: string;
  /** JSON of the server's own; null: no longer so. */
  value: object | null;
}

export interface PresenceWriting {
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

/** Who is present on which of several nodes, as each says of itself. Of the moment: it need not outlive the process that keeps it. */
export interface PresenceStore {
  /**
   * Holds the lease of a node from now on, by the store's own clock where it has one, and takes in what it says, all or
   * nothing. Each entry takes the node's next version, and is known by it in place of the one before of the same key.
   * Answers false, and does nothing, when the node is not at version `from`: one that is not known is at 0. Of concurrent
   * calls from one version at most one that says anything is taken. With `forget`, entries of null up to that version are
   * forgotten.
   */
  write(nodeId: string, writing: PresenceWriting): Promise<boolean>;
  /** Nodes whose lease has not lapsed, in any order. */
  nodes(): Promise<PresentNode[]>;
  /**
   * What a node has said after version `since`, by version, at most `limit` entries, whether its lease has lapsed or not.
   * `hasMore`: there is more after the last of them. Null when the node is not known, or something after `since` has been
   * forgotten; from 0 on there is always all that is so.
   */
  changes(nodeId: string, since: number, limit: number): Promise<PresenceChanges | null>;
  /** Forgets a node and all that it has said. Harmless when it is not known. */
  leave(nodeId: string): Promise<void>;
  /** Forgets nodes whose lease lapsed more than `lapsedMs` ago. */
  sweep(lapsedMs: number): Promise<void>;
}

export interface PresenceChanges {
  /** With null among the values, but for what was forgotten. */
  entries: PresenceEntry[];
  /** The version of the last entry, or with nothing more to come that of the node. */
  version: number;
  hasMore: boolean;
}
