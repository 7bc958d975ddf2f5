import type { DurableEvent, Limits, Member, Room, User } from '@chat/protocol';
import type { Logger } from '../logger.ts';
import type { RoomRegistry } from '../room/room-registry.ts';
import type { ChatStorage } from '../storage/contract/storage.ts';
import { attendanceKind } from '../storage/decide/live/attendance.ts';

/** Records who is present in the rooms that ask for it. Each node records its own users. */
export interface AttendanceRecorder {
  /** A user is present in a room on this node; null: no longer. */
  onPresence(roomId: string, userId: string, member: Member | null): void;
  onPublished(roomId: string, events: readonly DurableEvent[]): void;
  /** Stores what is not stored yet of a room. */
  flush(roomId: string): Promise<void>;
  /** Removes what is past the retention of its room. */
  sweep(): Promise<void>;
  /** Stores that all users were present until now. */
  close(): void;
}

export interface AttendanceDeps {
  rooms: Pick<RoomRegistry, 'open' | 'peek'>;
  storage: Pick<ChatStorage, 'timeline'>;
  limits: Pick<Limits, 'maxAttendees'>;
  logger: Logger;
  now(): number;
}

/** A server that is killed loses at most this much of the attendance of its users. */
export const attendanceBeatMs = 30_000;
/** Users who leave at the same time are stored together. */
const gatherMs = 500;
const usersPerCommit = 100;
const atOnce = 100;

interface Visit {
  user: User;
  from: number;
  /** Set once the user has left. */
  to?: number;
}

const isRecorded = ({ attendance, phase }: Room): boolean => attendance === true && phase !== 'ended';

export const createAttendance = (deps: AttendanceDeps): AttendanceRecorder => {
  const { rooms, storage, limits, logger, now } = deps;
  const present = new Map<string, Map<string, Visit>>();
  /** Visits that have ended and are not stored yet. */
  const ended = new Map<string, Visit[]>();
  const timers = new Map<string, NodeJS.Timeout>();
  let beating: NodeJS.Timeout | undefined;
  let closed = false;

  const store = async (roomId: string, visits: readonly Visit[]): Promise<void> => {
    const room = await rooms.open(roomId);
    if (!room) return;
    const at = now();
    const { createdBy } = room.head.room;
    const actor = { id: createdBy, name: createdBy };
    for (let next = 0; next < visits.length; next += usersPerCommit) {
      const seen = visits.slice(next, next + usersPerCommit).map(({ user, from, to = at }) => ({
        user,
        from: Math.trunc(from),
        to: Math.trunc(Math.max(from, to)),
      }));
      await room.commit({ kind: 'attend', actor, at, seen, most: limits.maxAttendees });
    }
  };

  const flush = async (roomId: string): Promise<void> => {
    clearTimeout(timers.get(roomId));
    timers.delete(roomId);
    const over = ended.get(roomId) ?? [];
    ended.delete(roomId);
    const visits = [...over, ...(present.get(roomId)?.values() ?? [])];
    if (visits.length === 0) return;
    try {
      await store(roomId, visits);
    } catch (error) {
      if (closed) return;
      // Those who are present are stored again with the next beat.
      ended.set(roomId, [...over, ...(ended.get(roomId) ?? [])]);
      logger.warn({ err: error, roomId }, 'attendance could not be stored; it is tried again');
    }
  };

  const beat = (): void => {
    if (beating || closed || (present.size === 0 && ended.size === 0)) return;
    beating = setTimeout(() => {
      const roomIds = new Set([...present.keys(), ...ended.keys()]);
      void Promise.all([...roomIds].map(flush)).finally(() => {
        beating = undefined;
        beat();
      });
    }, attendanceBeatMs).unref();
  };

  const flushSoon = (roomId: string): void => {
    if (closed || timers.has(roomId)) return;
    timers.set(roomId, setTimeout(() => void flush(roomId), gatherMs).unref());
  };

  const enter = (roomId: string, user: User): void => {
    const visits = present.get(roomId) ?? new Map<string, Visit>();
    present.set(roomId, visits);
    const before = visits.get(user.id);
    visits.set(user.id, { user, from: before?.from ?? now() });
    if (!before) flushSoon(roomId);
    beat();
  };

  const leave = (roomId: string, userId: string): void => {
    const visits = present.get(roomId);
    const visit = visits?.get(userId);
    if (!visits || !visit) return;
    visits.delete(userId);
    if (visits.size === 0) present.delete(roomId);
    ended.set(roomId, [...(ended.get(roomId) ?? []), { ...visit, to: now() }]);
    flushSoon(roomId);
  };

  return {
    onPresence: (roomId, userId, member) => {
      if (closed) return;
      if (member === null) return leave(roomId, userId);
      const room = rooms.peek(roomId);
      if (room && isRecorded(room.head.room)) enter(roomId, member.user);
    },
    onPublished: (roomId, events) => {
      if (closed || !events.some(({ type }) => type === 'room:updated' || type === 'room:ended')) return;
      const room = rooms.peek(roomId);
      if (!room) return;
      if (isRecorded(room.head.room)) for (const { user } of room.audience.here()) enter(roomId, user);
      else for (const userId of Array.from(present.get(roomId)?.keys() ?? [])) leave(roomId, userId);
    },
    flush,
    sweep: async () => {
      const due = await storage.timeline.dueRecords(attendanceKind, { at: now(), limit: atOnce });
      for (const { roomId, record } of due) {
        const room = await rooms.open(roomId);
        if (!room) continue;
        const { createdBy } = room.head.room;
        const actor = { id: createdBy, name: createdBy };
        await room.commit({ kind: 'expire-attendance', actor, at: now(), userId: record.key });
      }
    },
    close: () => {
      if (closed) return;
      const roomIds = new Set([...present.keys(), ...ended.keys()]);
      closed = true;
      clearTimeout(beating);
      for (const timer of timers.values()) clearTimeout(timer);
      for (const roomId of roomIds) void flush(roomId);
    },
  };
};
