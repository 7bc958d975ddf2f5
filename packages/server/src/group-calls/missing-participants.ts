import type { GroupCall, GroupCallSeat } from '@chat/protocol';
import type { Connection } from '../connections/connection.ts';

/** Somebody in a call, with the device that they are in it with. */
export interface ConnectedSeat {
  callId: string;
  userId: string;
  device: string;
}

/** Which of those in calls are connected, and since when others are not. */
export interface MissingParticipants {
  /** They are in the call with this device, through this connection, unless it is gone with its answer. */
  connect(seat: ConnectedSeat, connection: Connection): void;
  /** Another node says that of them. */
  onRemoteSeat(seat: ConnectedSeat): void;
  /** Who came through this node so lately that another may not have heard of it. */
  recentSeats(): ConnectedSeat[];
  onDisconnected(connection: Connection): void;
  /** Nobody knows since when these are not connected: the server was down meanwhile. */
  unsure(call: GroupCall): void;
  /** Who has been gone for too long, and since when; null: nobody knows. */
  over(call: GroupCall): { seat: GroupCallSeat; until: number | null }[];
  forget(callId: string): void;
}

interface MissingParticipantsDeps {
  now(): number;
  graceMs: number;
  /** They have some page on another node: if it is the call's, that one looks after them. */
  isOnOtherNode(userId: string): boolean;
}

interface Place {
  device?: string;
  connection?: Connection;
  connectedSince?: number;
  /** Another node has said since that they are there. */
  hasMoved?: true;
  awaySince?: number;
  /** Their page was here, and went: whatever other pages they have, it is the call's that is gone. */
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
      // What is late must not hide who is connected here: it counts when they go.
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
        // They have come with another device since, which may be anywhere.
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
