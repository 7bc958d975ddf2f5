import type { MessagePage } from '@chat/protocol';
import { currentOf, withFrom } from './log-pages.ts';
import { indexOf, newestOf, type MessageLog } from './message-log.ts';

/**
 * The log with a page from anywhere above, in place of another that was held so. What it meets it becomes one with; else the
 * messages between are a gap.
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

/** The log after the page that follows `after` has arrived: the older side of the gap. A page that no longer fits changes nothing. */
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
