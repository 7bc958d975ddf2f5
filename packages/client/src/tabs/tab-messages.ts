import type { ChatEvent, CommandName, ErrorBody } from '@chat/protocol';

/** What a tab says to all: it looks for one that leads, or leads from now on. Tabs are known by ids of their own. */
export type ToAll = { seeks: string; idle: boolean } | { leads: string };

/** What the tab `to` that leads is told by one that it leads. All of it is a sign of life. */
export type ToLeader = { to: string } & (
  { ask: number; name: CommandName; json: string; at: number } | { word: 'here' | 'alive?' | 'bye' | 'away' }
);

/** What a tab is told by the one that leads, `from`. */
export type ToTab = { from: string } & (
  | { word: 'here' | 'alive?' | 'gone' }
  | { ask: number; value: unknown }
  | { ask: number; error: ErrorBody }
  | { events: ChatEvent[] }
  | { drainMs: number }
);

/** The same before it says from or to whom it is. */
export type Unsigned<T> = T extends unknown ? Omit<T, 'from' | 'to'> : never;

/** So long a tab waits for a sign of life of the one that leads, which gives one at once, whatever the server does. */
export const patienceMs = 3_000;
/** So often a tab asks for one, seen and hidden. */
export const pulseMs = { visible: 2_000, hidden: 15_000 };
/** As a server waits for who was lost: a reload is no departure. */
export const graceMs = 10_000;
/** Words and locks go different ways. */
export const lastMessagesMs = 100;
/** So often the one that leads looks whether the others are there. */
export const rollCallMs = 30_000;
