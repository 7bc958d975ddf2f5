import type { ErrorBody } from '@chat/protocol';
import type { ChatClient } from '../chat-client.ts';
import type { Connection } from '../connection/connection.ts';
import { createTimer } from '../platform/timer.ts';
import type { Stop } from '../state/readable.ts';

/** Messages that are read within this time need no delivery report. */
const gatherMs = 1_000;
/** The most recently active rooms only. */
const mostRooms = 20;

/**
 * Reports messages that this device has received and that were not read at once, in open and listed rooms.
 * Not in large rooms, whose members do not see delivery.
 */
export const createDeliveryReporter = (
  rooms: Pick<ChatClient['rooms'], 'get' | 'subscribe'>,
  connection: Pick<Connection, 'callNow'> & Pick<ChatClient, 'limits'>,
  on: ChatClient['on'],
): Stop => {
  const reported = new Map<string, number>();
  const timer = createTimer();
  let stopped = false;

  const report = () => {
    const maxOccupancy = connection.limits?.receiptOccupancy ?? 0;
    for (const { room, unread, lastMessage, occupancy = 0 } of rooms.get().items.slice(0, mostRooms)) {
      const seq = lastMessage?.seq ?? 0;
      if (unread === 0 || occupancy > maxOccupancy || seq <= (reported.get(room.id) ?? 0)) continue;
      reported.set(room.id, seq);
      connection
        .callNow('receipt:delivered', { roomId: room.id, seq })
        .catch((error: ErrorBody) => onRejected(room.id, error));
    }
  };
  const schedule = (afterMs: number) => {
    if (!timer.runs && !stopped) timer.start(afterMs, report);
  };
  /** Retries if an overloaded server says when. After other errors, the next change reports again. */
  const onRejected = (roomId: string, { retryAfterMs }: ErrorBody) => {
    reported.delete(roomId);
    if (retryAfterMs !== undefined) schedule(retryAfterMs);
  };
  const soon = () => schedule(gatherMs);
  const stops = [
    rooms.subscribe(soon),
    on('hello', () => {
      reported.clear(); // reports may have been lost with the connection
      soon();
    }),
  ];
  soon();
  return () => {
    stopped = true;
    for (const stop of stops) stop();
    timer.stop();
  };
};
