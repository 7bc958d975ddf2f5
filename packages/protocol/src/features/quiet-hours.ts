// Apart from the schemas of notifications: pages that only need this do not bundle them.
import type { QuietHours } from './notifications.ts';

/** Returns whether `at`, ms since the epoch, is within the quiet hours: from `from` on, and before `to`. */
export const isQuiet = ({ from, to, timeZone }: QuietHours, at: number): boolean => {
  const clock = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).format(at);
  return from <= to ? clock >= from && clock < to : clock >= from || clock < to;
};
