import type { Message, MessagePage } from '@chat/protocol';
import { hasStale, indexOf, newestOf, startOf, type MessageLog } from './message-log.ts';
import { withOwnReactions } from './own-reactions.ts';

/** Returns the messages of a page as they are now: events during the request may be newer. */
export const currentOf = (log: MessageLog, page: MessagePage, self: string): Message[] => {
  const newest = new Map(page.messages.map((message) => [message.id, message]));
  for (const message of [...log.items, ...log.lateChanges]) {
    const given = newest.get(message.id);
    if (given !== undefined && given.rev < message.rev)
      newest.set(message.id, withOwnReactions(message, given, self));
  }
  return [...newest.values()];
};

/** Adds the page before `before` to the log. A page that no longer fits changes nothing. */
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

/** Returns the log as complete from `from` on. */
export const withFrom = (log: MessageLog, from: number, hasOlder: boolean): MessageLog => ({
  ...log,
  from,
  hasOlder,
  lateChanges: log.lateChanges.filter((message) => message.seq < from),
});

/** Removes the items that a reset left behind. */
export const dropStale = (log: MessageLog): MessageLog =>
  hasStale(log) ? { ...log, items: newestOf(log) } : log;

/**
 * Adds a page from far above as an island, replacing the previous one. If it reaches the newest messages it
 * is merged with them; otherwise the messages between are a gap.
 */
export const addIsland = (log: MessageLog, page: MessagePage, self = ''): MessageLog => {
  const first = page.messages[0]?.seq ?? Infinity;
  const to = page.messages.at(-1)?.seq ?? 0;
  if (!log.loaded || first >= log.from) return log;
  const from = page.hasMore ? first : 0;
  const older = currentOf(log, page, self).filter(({ seq }) => seq < log.from);
  const held = { ...log, items: [...older, ...newestOf(log)] };
  return to >= log.from - 1
    ? withFrom({ ...held, island: null }, from, page.hasMore)
    : { ...held, island: { from, to, hasOlder: page.hasMore } };
};

/** Adds the page after `after`, at the older side of the gap. A page that no longer fits changes nothing. */
export const addNewer = (log: MessageLog, page: MessagePage, after: number, self = ''): MessageLog => {
  const { island, items } = log;
  if (island?.to !== after) return log;
  const to = page.messages.at(-1)?.seq ?? 0;
  const start = indexOf(items, after + 1);
  const between = currentOf(log, page, self).filter(({ seq }) => seq < log.from);
  const filled = { ...log, items: [...items.slice(0, start), ...between, ...items.slice(start)] };
  return page.hasMore && to < log.from - 1
    ? { ...filled, island: { ...island, to } }
    : withFrom({ ...filled, island: null }, island.from, island.hasOlder);
};
