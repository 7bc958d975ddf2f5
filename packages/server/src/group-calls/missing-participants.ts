import type { GroupCall, GroupCallSeat } from '@chat/protocol';
import type { Connection } from '../connections/connection.ts';

/** A participant of a call and their device. */
export interface ConnectedSeat {
  callId: string;
  userId: string;
  device: string;
}

/** Which participants are connected, and since when others are not. */
export interface MissingParticipants {
  /**
   * The participant is connected with this device through this connection, unless it ended with its reply.
   */
  connect(seat: ConnectedSeat, connection: Connection): void;
  /** Another node reports the participant. */
  onRemoteSeat(seat: ConnectedSeat): void;
  /** Returns participants who connected so recently that other nodes may not know. */
  recentSeats(): ConnectedSeat[];
  onDisconnected(connection: Connection): void;
  /** Starts the timeout of participants whose last connection is unknown, because the server was down. */
  unsure(call: GroupCall): void;
  /** Returns participants who have been gone for too long, and since when; null: unknown. */
  over(call: GroupCall): { seat: GroupCallSeat; until: number | null }[];
  forget(callId: string): void;
}

interface MissingParticipantsDeps {
  now(): number;
  graceMs: number;
  /**
   * Whether the user is connected to another node: if that is the call's connection, that node looks after
   * it.
   */
  isOnOtherNode(userId: string): boolean;
}

interface Place {
  device?: string;
  connection?: Connection;
  connectedSince?: number;
  /** Another node has reported the participant since. */
  hasMoved?: true;
  awaySince?: number;
  /** The call's page was connected here and is gone, whatever other pages the user has. */
  left?: true;
  unsure?: true;
}

export const createMissingParticipants = ({
  now,
  graceMs,
  isOnOtherNode,
}: MissingParticipantsDeps): MissingParticipants => {
  /** By call, then by user. */
  const calls = new Map<string, Map<string, Place>>();

  const placesOf = (callId: string): Map<string, Place> => {
    const places = calls.get(callId) ?? new Map<string, Place>();
    calls.set(callId, places);
    return places;
  };

  return {
    connect: ({ callId, userId, device }, connection) => {
      const lasts = connection.kind !== 'http' && !connection.ended;
      if (lasts) placesOf(callId).set(userId, { device, connection, connectedSince: now() });
    },
    onRemoteSeat: ({ callId, userId, device }) => {
      const places = calls.get(callId);
      const place = places?.get(userId);
      // A delayed report must not hide a connection here: it counts when that ends.
      if (place?.connection) place.hasMoved = true;
      else if (place?.device === device) places?.delete(userId);
    },
    recentSeats: () =>
      [...calls].flatMap(([callId, places]) =>
        [...places].flatMap(([userId, { device, connection, connectedSince = 0 }]) =>
          connection && device !== undefined && now() - connectedSince < graceMs
            ? [{ callId, userId, device }]
            : [],
        ),
      ),
    onDisconnected: (connection) => {
      for (const places of calls.values())
        for (const [userId, place] of places) {
          if (place.connection !== connection) continue;
          if (place.hasMoved) places.delete(userId);
          else places.set(userId, { ...withDevice(place), awaySince: now(), left: true });
        }
    },
    unsure: (call) => {
      for (const { userId } of call.seats) placesOf(call.id).set(userId, { awaySince: now(), unsure: true });
    },
    over: (call) => {
      const places = placesOf(call.id);
      return call.seats.flatMap((seat) => {
        const last = places.get(seat.userId) ?? {};
        // They have joined with another device since, which may be anywhere.
        const place = last.device === undefined || last.device === seat.device ? last : {};
        if (place.connection) return [];
        if (!place.left && isOnOtherNode(seat.userId)) {
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

const withDevice = ({ device }: Place): Pick<Place, 'device'> => (device === undefined ? {} : { device });
