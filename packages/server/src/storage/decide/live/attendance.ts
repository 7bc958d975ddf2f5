import type { User } from '@chat/protocol';
import type { ChangeOf } from '../../contract/change.ts';
import type { Head, RecordChange, StoredRecord } from '../../contract/records.ts';
import { toUserSnapshot } from '../author.ts';
import type { Decision, View } from '../decision.ts';

/** When a user was present, by their id. */
export const attendanceKind = 'attendance';
/** How many users have such a record. */
export const attendanceCountKind = 'attendance-count';
export const attendanceCountKey = 'all';
/** A shorter absence is not recorded, ms: a restart of the server or a change of networks. */
export const shortestAbsenceMs = 60_000;
const mostIntervals = 100;
const dayMs = 86_400_000;

export interface Interval {
  from: number;
  to: number;
}

export interface StoredAttendance {
  user: User;
  intervals: Interval[];
}

export const attendanceOf = ({ body }: StoredRecord): StoredAttendance => body as StoredAttendance;

/**
 * Returns intervals in order, joined where they overlap or are close. If there are too many, the shortest
 * absence goes.
 */
export const joinIntervals = (intervals: readonly Interval[]): Interval[] => {
  const joined: Interval[] = [];
  for (const each of intervals.toSorted((a, b) => a.from - b.from)) {
    const last = joined.at(-1);
    if (last && each.from - last.to < shortestAbsenceMs) last.to = Math.max(last.to, each.to);
    else joined.push({ ...each });
  }
  while (joined.length > mostIntervals) {
    const absences = joined.slice(1).map(({ from }, at) => from - (joined[at]?.to ?? from));
    const at = absences.indexOf(Math.min(...absences));
    const [first, second] = joined.slice(at, at + 2);
    if (!first || !second) break;
    joined.splice(at, 2, { from: first.from, to: second.to });
  }
  return joined;
};

const countOf = (view: View): number =>
  (view.record(attendanceCountKind, attendanceCountKey)?.body as { users: number } | undefined)?.users ?? 0;

const countRecord = (users: number): RecordChange => ({
  kind: attendanceCountKind,
  key: attendanceCountKey,
  body: { users: Math.max(0, users) },
});

const known = ({ room, rev }: Head): Decision => ({
  kind: 'known',
  event: { type: 'skip', roomId: room.id, rev },
});

/** Adds when users were present. Several nodes may report the same user. No rights are checked. */
export const attend = (view: View, head: Head, { seen, most }: ChangeOf<'attend'>): Decision => {
  const { retention } = head.room;
  const before = countOf(view);
  let users = before;
  const records: RecordChange[] = [];
  for (const { user, from, to } of seen) {
    if (view.isErased(user.id)) continue;
    const found = view.record(attendanceKind, user.id);
    if (!found && users >= most) continue;
    if (!found) users += 1;
    const intervals = joinIntervals([...(found ? attendanceOf(found).intervals : []), { from, to }]);
    const last = intervals.at(-1)?.to ?? to;
    records.push({
      kind: attendanceKind,
      key: user.id,
      userId: user.id,
      ...(typeof retention === 'object' ? { dueAt: last + retention.days * dayMs } : {}),
      body: { user: toUserSnapshot(user), intervals } satisfies StoredAttendance,
    });
  }
  if (records.length === 0) return known(head);
  return { kind: 'store', records: users === before ? records : [...records, countRecord(users)] };
};

/** Returns the change of the count when a record is removed. */
export const withoutAttendance = (view: View): RecordChange[] => [countRecord(countOf(view) - 1)];

/** Removes a record that is past the room's retention. No rights are checked. */
export const expireAttendance = (
  view: View,
  head: Head,
  { userId, at }: ChangeOf<'expire-attendance'>,
): Decision => {
  const found = view.record(attendanceKind, userId);
  if (found?.dueAt === undefined || found.dueAt > at) return known(head);
  return {
    kind: 'store',
    records: [{ kind: attendanceKind, key: userId, body: null }, ...withoutAttendance(view)],
  };
};
