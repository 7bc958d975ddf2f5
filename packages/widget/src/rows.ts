import type { Gap, MessageItem } from '@chat/client';

/** One row of the list. `key` is stable, so that a row keeps its element. */
export type Row =
  | { kind: 'day'; key: string; at: number }
  | { kind: 'unread'; key: string }
  | { kind: 'gap'; key: string; missing: number }
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
  /** The unread divider stands before the first message of others above this `seq`; null for none. */
  unreadAfter?: number | null;
}

/** Messages of one author stand together while each follows the one before within this time. */
export const groupMs = 5 * 60_000;

const dayOf = (at: number): string => {
  const date = new Date(at);
  return `${date.getFullYear()}-${date.getMonth() + 1}-${date.getDate()}`;
};

/** Not stored yet: it has no place of its own and stands after the others. */
const isPending = (item: MessageItem): boolean => item.status !== 'sent';

/** What the list shows, from what it holds: days, the unread divider, gaps, and messages in groups. Pure. */
export const toRows = (
  items: readonly MessageItem[],
  { gaps = [], unreadAfter = null }: RowOptions = {},
): Row[] => {
  const rows: Row[] = [];
  const gapsLeft = [...gaps].sort((a, b) => a.after - b.after);
  let day = '';
  // A day may come twice: clocks of servers differ.
  const days = new Map<string, number>();
  let previous: MessageRow | null = null;
  let divideAfter = unreadAfter;
  const put = (row: Row): void => {
    previous = null;
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
    const first: boolean = previous === null || !follows(previous.item, item);
    if (!first && previous !== null) previous.last = false;
    previous = { kind: 'message', key: item.id, item, first, last: true };
    rows.push(previous);
  }
  for (const gap of gapsLeft) put(gapRow(gap));
  return rows;
};

const gapRow = ({ after, before }: Gap): Row => ({
  kind: 'gap',
  key: `gap:${after}`,
  missing: before - after - 1,
});

const follows = (previous: MessageItem, item: MessageItem): boolean =>
  previous.author.id === item.author.id &&
  previous.mine === item.mine &&
  item.createdAt - previous.createdAt <= groupMs;
