import type { GroupCall, GroupCallSeat } from '@chat/protocol';
import type { Connection } from '../connection.ts';

/** Which of those in calls are connected, and since when others are not. */
export interface Absences {
  /** They are in the call through this connection, unless it is gone with its answer. */
  hold(callId: string, userId: string, connection: Connection): void;
  departed(connection: Connection): void;
  /** Nobody knows since when these are not connected: the server was down meanwhile. */
  unsure(call: GroupCall): void;
  /** Who has been gone for too long, and since when; null: nobody knows. */
  over(call: GroupCall): { seat: GroupCallSeat; until: number | null }[];
  forget(callId: string): void;
}

interface AbsencesDeps {
  now(): number;
  graceMs: number;
  /** On another node: that one looks after them. */
  isElsewhere(userId: string): boolean;
}

interface Place {
  connection?: Connection;
  awaySince?: number;
  unsure?: true;
}

export const createAbsences = ({ now, graceMs, isElsewhere }: AbsencesDeps): Absences => {
  /** By call, then by user. */
  const calls = new Map<string, Map<string, Place>>();

  const placesOf = (callId: string): Map<string, Place> => {
    const places = calls.get(callId) ?? new Map<string, Place>();
    calls.set(callId, places);
    return places;
  };

  return {
    hold: (callId, userId, connection) => {
      const lasts = connection.kind !== 'http' && !connection.ended;
      if (lasts) placesOf(callId).set(userId, { connection });
    },
    departed: (connection) => {
      for (const places of calls.values())
        for (const [userId, place] of places)
          if (place.connection === connection) places.set(userId, { awaySince: now() });
    },
    unsure: (call) => {
      for (const { userId } of call.seats) placesOf(call.id).set(userId, { awaySince: now(), unsure: true });
    },
    over: (call) => {
      const places = placesOf(call.id);
      return call.seats.flatMap((seat) => {
        const place = places.get(seat.userId) ?? {};
        if (place.connection) return [];
        if (isElsewhere(seat.userId)) {
          places.delete(seat.userId);
          return [];
        }
        const awaySince = place.awaySince ?? now();
        places.set(seat.userId, { ...place, awaySince });
        return now() - awaySince < graceMs ? [] : [{ seat, until: place.unsure ? null : awaySince }];
      });
    },
    forget: (callId) => void calls.delete(callId),
  };
};
