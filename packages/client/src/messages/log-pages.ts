import type { Message, MessagePage } from '@chat/protocol';
import { hasStale, indexOf, newestOf, startOf, type MessageLog } from './message-log.ts';
import { withOwnReactions } from './own-reactions.ts';

/** A page as it now is: what was told while it was on its way may be newer. */
export const currentOf = (log: MessageLog, page: MessagePage, self: string): Message[] => {
  const newest = new Map(page.messages.map((message) => [message.id, message]));
  for (const message of [...log.items, ...log.late]) {
    const given = newest.get(message.id);
    if (given !== undefined && given.rev < message.rev)
      newest.set(message.id, withOwnReactions(message, given, self));
  }
  return [...newest.values()];
};

/** The log after the page that precedes `before` has arrived. A page that no longer fits changes nothing. */
export const addOlder = (log: MessageLog, page: MessagePage, before: number, self = ''): MessageLog => {
  const { island } = log;
  const from = page.messages.length === 0 ? 0 : startOf(page);
  const hasOlder = page.hasMore && page.messages.length > 0;
  const current = currentOf(log, page, self);
  if (before === island?.from)
    return { ...log, items: [...current, ...log.items], island: { ...island, from, hasOlder } };
  if (before !== log.from) return log;
  const start = indexOf(log.items, from);
  const items = [...log.items.slice(0, start), ...current, ...log.items.slice(indexOf(log.items, before))];
  const filled = withFrom({ ...log, items }, from, hasOlder);
  if (island === null || from > island.to + 1) return filled;
  // The gap is closed.
  return from <= island.from
    ? { ...filled, island: null }
    : withFrom({ ...filled, island: null }, island.from, island.hasOlder);
};

/** The log when it is complete from `from` on. */
export const withFrom = (log: MessageLog, from: number, hasOlder: boolean): MessageLog => ({
  ...log,
  from,
  hasOlder,
  late: log.late.filter((message) => message.seq < from),
});

/** The log without the items that a reset left behind. */
export const dropStale = (log: MessageLog): MessageLog =>
  hasStale(log) ? { ...log, items: newestOf(log) } : log;
