import type { QuietHours } from './notifications.ts';

/** Whether a moment, ms since the epoch, lies in the quiet hours of somebody where they are. The end is no part of them. */
export const isQuiet = ({ from, to, timeZone }: QuietHours, at: number): boolean => {
  const clock = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).format(at);
  return from <= to ? clock >= from && clock < to : clock >= from || clock < to;
};
