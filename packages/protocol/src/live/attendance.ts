import * as v from 'valibot';
import { command } from '../command.ts';
import { id, limit } from '../fields.ts';
import { count, hasMore, schemaOf, time } from '../outputs.ts';
import { userSchema, type User } from '../features/users.ts';

/** When a user was present in a room. */
export interface Attendance {
  user: User;
  /** In order, without overlaps; ms since the epoch. */
  intervals: { from: number; to: number }[];
  /** The length of all intervals, ms. */
  totalMs: number;
}

const attendanceSchema = schemaOf<Attendance>()(
  v.object({
    user: userSchema,
    intervals: v.pipe(
      v.array(v.object({ from: time, to: time })),
      v.description('in order, without overlaps'),
    ),
    totalMs: count,
  }),
);

export const attendanceCommands = {
  'attendance:list': command<{ users: Attendance[]; hasMore: boolean }>()({
    http: 'GET /rooms/:roomId/attendance',
    summary: 'List who was present in a room and when, by user id (hosts)',
    input: v.strictObject({ roomId: id, after: v.optional(id), limit }),
    output: v.object({ users: v.array(attendanceSchema), hasMore }),
  }),
};
