import type { Message } from '@chat/protocol';
import type { PageQuery } from '../contract/storage.ts';

/** The two ways to read a room's messages in order, both cheap at any depth. */
export interface Walk {
  /** At most `count` messages with `floor < seq < below`, newest first. */
  down: (below: number, floor: number, count: number) => Message[];
  /** At most `count` messages with `seq > above`, oldest first. */
  up: (above: number, count: number) => Message[];
}

/** A walk through a database that responds asynchronously. */
export interface AsyncWalk {
  down: (...range: Parameters<Walk['down']>) => Promise<Message[]>;
  up: (...range: Parameters<Walk['up']>) => Promise<Message[]>;
}

export interface MessagePage {
  messages: Message[];
  hasMore: boolean;
}

/** Merges two walks over different messages of one room. */
export const mergeWalks = (one: Walk, other: Walk): Walk => ({
  down: (below, floor, count) =>
    merge(one.down(below, floor, count), other.down(below, floor, count), (a, b) => b.seq - a.seq, count),
  up: (above, count) => merge(one.up(above, count), other.up(above, count), (a, b) => a.seq - b.seq, count),
});

const merge = (
  one: Message[],
  other: Message[],
  order: (a: Message, b: Message) => number,
  count: number,
): Message[] => (other.length === 0 ? one : [...one, ...other].sort(order).slice(0, count));

/** Returns the ranges that a page reads downward and upward, and how their messages make the page. */
const planPage = (query: PageQuery) => {
  const { before, after, around, visibleAfter: floor = 0, limit } = query;
  if (around !== undefined) {
    const half = Math.floor(limit / 2);
    return {
      down: [around, floor, half + 1] as const,
      up: [Math.max(around - 1, floor), limit - half] as const,
      toPage: (older: Message[], newer: Message[]): MessagePage => ({
        messages: [...older.slice(0, half).toReversed(), ...newer],
        hasMore: older.length > half,
      }),
    };
  }
  if (after !== undefined)
    return {
      up: [Math.max(after, floor), limit + 1] as const,
      toPage: (_: Message[], newer: Message[]): MessagePage => ({
        messages: newer.slice(0, limit),
        hasMore: newer.length > limit,
      }),
    };
  return {
    down: [before ?? Number.MAX_SAFE_INTEGER, floor, limit + 1] as const,
    toPage: (older: Message[]): MessagePage => ({
      messages: older.slice(0, limit).toReversed(),
      hasMore: older.length > limit,
    }),
  };
};

/** Reads a page by walking: the single definition of `TimelineStore.page` for every store. */
export function pageBy(walk: Walk, query: PageQuery): MessagePage;
export function pageBy(walk: AsyncWalk, query: PageQuery): Promise<MessagePage>;
export function pageBy(walk: Walk | AsyncWalk, query: PageQuery): MessagePage | Promise<MessagePage> {
  const { down, up, toPage } = planPage(query);
  const newer = up ? walk.up(...up) : [];
  // One after the other: a page takes one connection of a database at a time.
  if (newer instanceof Promise)
    return newer.then(async (some) => toPage(down ? await walk.down(...down) : [], some));
  const older = down ? walk.down(...down) : [];
  return older instanceof Promise ? older.then((some) => toPage(some, newer)) : toPage(older, newer);
}
