import type { MessageItem } from '@chat/client';
import { rowsAtFirst } from './rows.ts';

/**
 * The drawn part of a list: items from `from` to `to`, both by `seq`. `to` Infinity follows the end, including messages
 * that are not stored yet; `from` 0 starts with the first loaded one. A `seq`, unlike an index, does not change when
 * older messages are loaded.
 */
export interface Span {
  from: number;
  to: number;
}

/** Rows added when the reader comes near an edge. */
export const rowsMore = 20;
/** Rows beyond the viewport on either side; further ones are removed. */
export const rowsSpare = 50;
/** The same above a reader at the end, where most readers are. */
export const rowsSpareAtEnd = 40;
/** A reader at the end sees at most this many rows, however many arrive at once. */
const rowsAtOnce = 100;

export const theEnd: Span = { from: Infinity, to: Infinity };

const isStored = ({ status }: MessageItem): boolean => status === 'sent';

/** The index of the first item whose `seq` is at least `seq`; items that are not stored yet come last. */
export const indexOfSeq = (items: readonly MessageItem[], seq: number): number => {
  let low = 0;
  let high = items.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const item = items[middle] as MessageItem;
    if (isStored(item) && item.seq < seq) low = middle + 1;
    else high = middle;
  }
  return low;
};

/** The part of a list within a range, as indexes; `end` is exclusive. */
export const indexesOf = (
  items: readonly MessageItem[],
  { from, to }: Span,
): [start: number, end: number] => {
  const end = to === Infinity ? items.length : indexOfSeq(items, to + 1);
  const start = from === Infinity ? Math.max(0, end - rowsAtFirst) : indexOfSeq(items, from);
  return [Math.min(start, end), end];
};

/** The range of these indexes. A range that reaches the end follows it. */
export const spanOf = (items: readonly MessageItem[], start: number, end: number): Span => {
  const first = items[Math.max(0, start)];
  const last = items[end - 1];
  const from = first && isStored(first) ? first.seq : start <= 0 ? 0 : Infinity;
  return { from, to: end >= items.length || !last || !isStored(last) ? Infinity : last.seq };
};

/**
 * The range of a reader at the end. It keeps its start, so that new messages do not move drawn rows, until it is too long
 * or its first message is gone.
 */
export const spanAtEnd = (items: readonly MessageItem[], span: Span): Span => {
  const [start, end] = indexesOf(items, span);
  // The list was replaced by a later part of the room, as a replay does.
  const isGone = start === 0 && span.from > 0 && span.from < (items[0]?.seq ?? 0);
  const fits = end - start <= rowsAtOnce && (start === 0 || end - start >= rowsAtFirst) && !isGone;
  if (!fits) return theEnd;
  return start > 0 && span.from === Infinity ? spanOf(items, start, end) : span;
};

/** A range around an item, with a third of the rows before it. */
export const spanAround = (items: readonly MessageItem[], index: number): Span => {
  const start = Math.max(0, Math.min(index - Math.floor(rowsAtFirst / 3), items.length - rowsAtFirst));
  return spanOf(items, start, Math.min(items.length, start + rowsAtFirst));
};

/** The visible part of a list, as indexes, and whether an edge of the drawn part is near. */
export interface Sight {
  first: number;
  last: number;
  nearStart: boolean;
  nearEnd: boolean;
}

/** The indexes that the reader can reach: on one side of a gap. */
export type Bounds = readonly [low: number, high: number];

export const within = ([start, end]: Bounds, [low, high]: Bounds): [start: number, end: number] => [
  Math.min(Math.max(start, low), high),
  Math.max(Math.min(end, high), low),
];

/**
 * The next range for a reader: longer near an edge, shorter where too many rows lie beyond. The same if it
 * serves.
 */
export const spanFor = (
  items: readonly MessageItem[],
  span: Span,
  sight: Sight,
  [low, high]: Bounds = [0, items.length],
  spare = rowsSpare,
): Span => {
  let [start, end] = within(indexesOf(items, span), [low, high]);
  const before = [start, end];
  if (sight.nearStart) start = Math.max(low, start - rowsMore);
  else if (sight.first - start > spare) start = sight.first - spare + rowsMore;
  if (sight.nearEnd) end = Math.min(high, end + rowsMore);
  else if (end - sight.last > spare) end = sight.last + spare - rowsMore;
  if (start === before[0] && end === before[1]) return span;
  return spanOf(items, start, end);
};
