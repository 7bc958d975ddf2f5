import type { Attendance as Attendee } from '@chat/protocol';
import type { RoomContext } from '../../room/room-context.ts';

/** Who was present in the room and when, if `room.attendance` is on. Needs `can['attendance:list']`. */
export interface Attendance {
  /** Returns all users by id; `limit` per page. */
  list(page?: { after?: string; limit?: number }): Promise<{ users: Attendee[]; hasMore: boolean }>;
  /** Returns everything as CSV, with a row for each stay. */
  csv(): Promise<string>;
}

/** A cell that begins so would be a formula in a spreadsheet, also after spaces. */
const formula = /^\s*[=+\-@\uFF0B\uFF0D\uFF1D\uFF20]/;
const cell = (text: string): string => `"${(formula.test(text) ? `'${text}` : text).replaceAll('"', '""')}"`;
const dateOf = (at: number): string => new Date(at).toISOString();
const msPerMinute = 60_000;

export const attendance = ({ roomId, call }: RoomContext): Attendance => {
  const list: Attendance['list'] = (page = {}) => call('attendance:list', { roomId, ...page });
  return {
    list,
    csv: async () => {
      const rows = [['user', 'name', 'from', 'to', 'minutes']];
      for (let after: string | undefined, hasMore = true; hasMore;) {
        const page = await list({ limit: 100, ...(after === undefined ? {} : { after }) });
        for (const { user, intervals } of page.users)
          for (const { from, to } of intervals)
            rows.push([
              user.id,
              user.name,
              dateOf(from),
              dateOf(to),
              String(Math.round((to - from) / msPerMinute)),
            ]);
        after = page.users.at(-1)?.user.id;
        hasMore = page.hasMore && after !== undefined;
      }
      // The mark tells spreadsheets that it is UTF-8.
      return `\uFEFF${rows.map((row) => `${row.map(cell).join(',')}\r\n`).join('')}`;
    },
  };
};
