import type { Message } from '@chat/protocol';
import type { PageQuery } from '../contract/storage.ts';

/** The two ways in which a store walks a room, both cheap at any depth. */
export interface Walk {
  /** At most `count` messages with `floor < seq < seq below`, newest first. */
  down: (below: number, floor: number, count: number) => Message[];
  /** At most `count` messages with `seq > above`, oldest first. */
  up: (above: number, count: number) => Message[];
}

/** Two walks over different messages of one room, as one. */
export const bothWalks = (one: Walk, other: Walk): Walk => ({
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

/** Answers a page by walking: the one meaning of `TimelineStore.page` for every store. */
export const pageBy = ({ down, up }: Walk, query: PageQuery): { messages: Message[]; hasMore: boolean } => {
  const { before, after, around, visibleAfter: floor = 0, limit } = query;
  if (around !== undefined) {
    const half = Math.floor(limit / 2);
    const older = down(around, floor, half + 1);
    const newer = up(Math.max(around - 1, floor), limit - half);
    return { messages: [...older.slice(0, half).toReversed(), ...newer], hasMore: older.length > half };
  }
  if (after !== undefined) {
    const newer = up(Math.max(after, floor), limit + 1);
    return { messages: newer.slice(0, limit), hasMore: newer.length > limit };
  }
  const older = down(before ?? Number.MAX_SAFE_INTEGER, floor, limit + 1);
  return { messages: older.slice(0, limit).toReversed(), hasMore: older.length > limit };
};
