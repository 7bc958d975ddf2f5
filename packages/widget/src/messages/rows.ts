import type { Gap, MessageItem } from '@chat/client';

/** A row of the list. `key` is stable, so that a row keeps its element. */
export type Row =
  | { kind: 'day'; key: string; at: number }
  | { kind: 'unread'; key: string }
  /** Has no number: some of the missing messages may be private to others. */
  | { kind: 'gap'; key: string }
  | { kind: 'notice'; key: string; item: MessageItem }
  | MessageRow;

/** `first` and `last` of its group. */
export interface MessageRow {
  kind: 'message';
  key: string;
  item: MessageItem;
  first: boolean;
  last: boolean;
}

export interface RowOptions {
  gaps?: readonly Gap[];
  /** The unread divider stands before the first message of others above this `seq`; null: no divider. */
  unreadAfter?: number | null;
  /** The messages before and after these, if they are part of a list. */
  before?: MessageItem | undefined;
  after?: MessageItem | undefined;
}

/** Rows drawn at first, and once the reader is far from the others. */
export const rowsAtFirst = 40;

/** Messages of one author form a group if each follows the one before within this time. */
export const groupMs = 5 * 60_000;

const dayOf = (at: number): string => {
  const date = new Date(at);
  return `${date.getFullYear()}-${date.getMonth() + 1}-${date.getDate()}`;
};

/** A message that is not stored yet has no position and stands after the others. */
const isPending = (item: MessageItem): boolean => item.status !== 'sent';

/** Computes the rows of a list: days, the unread divider, gaps, and grouped messages. Pure. */
export const toRows = (
  items: readonly MessageItem[],
  { gaps = [], unreadAfter = null, before, after }: RowOptions = {},
): Row[] => {
  const rows: Row[] = [];
  const from = before?.seq ?? 0;
  const gapsLeft = gaps.filter((gap) => gap.before > from).sort((a, b) => a.after - b.after);
  let day = before ? dayOf(before.createdAt) : '';
  // A day may appear twice: clocks of servers differ.
  const days = new Map<string, number>();
  let previous: MessageRow | null = null;
  let divideAfter = unreadAfter;
  /** The message that the next one may join in a group. */
  let leader = before && before.kind !== 'system' ? before : null;
  const put = (row: Row): void => {
    previous = null;
    leader = null;
    rows.push(row);
  };

  for (const item of items) {
    while (gapsLeft[0] && !isPending(item) && gapsLeft[0].before <= item.seq) {
      put(gapRow(gapsLeft[0]));
      gapsLeft.shift();
    }
    if (dayOf(item.createdAt) !== day) {
      day = dayOf(item.createdAt);
      const nth = (days.get(day) ?? 0) + 1;
      days.set(day, nth);
      put({ kind: 'day', key: `day:${day}:${nth}`, at: item.createdAt });
    }
    if (divideAfter !== null && !item.mine && !isPending(item) && item.seq > divideAfter) {
      divideAfter = null;
      put({ kind: 'unread', key: 'unread' });
    }
    if (item.kind === 'system') {
      put({ kind: 'notice', key: item.id, item });
      continue;
    }
    const first: boolean = leader === null || !follows(leader, item);
    if (!first && previous !== null) previous.last = false;
    leader = item;
    previous = { kind: 'message', key: item.id, item, first, last: true };
    rows.push(previous);
  }
  const reached = gapsLeft.filter((gap) => after === undefined || gap.before <= after.seq);
  if (reached.length > 0 || after === undefined) for (const gap of reached) put(gapRow(gap));
  else if (previous !== null && isGrouped(previous.item, after, gapsLeft)) previous.last = false;
  return rows;
};

const gapRow = ({ after }: Gap): Row => ({ kind: 'gap', key: `gap:${after}` });

/** The group continues after the last drawn row. */
const isGrouped = (item: MessageItem, next: MessageItem, gaps: readonly Gap[]): boolean =>
  next.kind !== 'system' &&
  follows(item, next) &&
  dayOf(item.createdAt) === dayOf(next.createdAt) &&
  !gaps.some(({ before }) => before <= next.seq);

const follows = (previous: MessageItem, item: MessageItem): boolean =>
  previous.author.id === item.author.id &&
  previous.mine === item.mine &&
  item.createdAt - previous.createdAt <= groupMs;
