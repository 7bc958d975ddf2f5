import { pageSize, type attendanceCommands } from '@chat/protocol';
import type { Handlers } from '../../commands/context.ts';
import { accessWith, recheckAccess } from '../../room/room-access.ts';
import { attendanceKind, attendanceOf } from '../../storage/decide/live/attendance.ts';

export const attendance: Handlers<keyof typeof attendanceCommands> = {
  'attendance:list': async (context, { roomId, after, limit = pageSize.default }) => {
    const access = await accessWith(context, roomId, 'attendance:list');
    const { room } = access;
    await context.live.attendance.flush(roomId);
    const { records, hasMore } = await room.timeline.records(roomId, attendanceKind, {
      limit,
      ...(after === undefined ? {} : { above: after }),
    });
    await recheckAccess(context, access, [room.head], 'attendance:list');
    const users = records
      .filter(({ dueAt = Infinity }) => dueAt > context.now())
      .map((record) => {
        const { user, intervals } = attendanceOf(record);
        return { user, intervals, totalMs: intervals.reduce((sum, { from, to }) => sum + to - from, 0) };
      });
    return { users, hasMore };
  },
};
