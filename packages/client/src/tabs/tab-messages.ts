import type { ChatEvent, CommandName, ErrorBody } from '@chat/protocol';

/** To all tabs: this one looks for a leader, or leads from now on. Tabs are identified by random ids. */
export type ToAll = { seeks: string; idle: boolean } | { leads: string };

/** From a follower to the leader `to`. Any message shows that the follower is alive. */
export type ToLeader = { to: string } & (
  { ask: number; name: CommandName; json: string; at: number } | { word: 'here' | 'alive?' | 'bye' | 'away' }
);

/** From the leader `from` to a follower. */
export type ToTab = { from: string } & (
  | { word: 'here' | 'alive?' | 'gone' }
  | { ask: number; value: unknown }
  | { ask: number; error: ErrorBody }
  | { events: ChatEvent[] }
  | { drainMs: number }
);

/** A message without sender and recipient. */
export type Unsigned<T> = T extends unknown ? Omit<T, 'from' | 'to'> : never;

/** How long a tab waits for a message of the leader, which responds at once, independently of the server. */
export const patienceMs = 3_000;
/** How often a follower asks whether the leader is alive, while it is visible and hidden. */
export const pulseMs = { visible: 2_000, hidden: 15_000 };
/** As long as a server waits for lost connections: a reload must not look like leaving. */
export const graceMs = 10_000;
/** Messages may arrive after the release of the sender's lock. */
export const lastMessagesMs = 100;
/** How often the leader checks that followers are alive. */
export const rollCallMs = 30_000;
