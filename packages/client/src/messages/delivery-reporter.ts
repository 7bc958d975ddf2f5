import type { ErrorBody } from '@chat/protocol';
import type { ChatClient } from '../chat-client.ts';
import type { Connection } from '../connection/connection.ts';
import { createTimer } from '../platform/timer.ts';
import type { Stop } from '../state/readable.ts';

/** What is read within this time needs not be said to have come. */
const gatherMs = 1_000;
/** Of the rooms that were active last. */
const mostRooms = 20;

/**
 * Says what has come to this device and was not read at once, of rooms that are open here and rooms in the list, of few people:
 * in larger ones nobody is told.
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
  /** A server that has too much to do says when it listens again. What else is wrong is seen anew with what comes next. */
  const onRejected = (roomId: string, { retryAfterMs }: ErrorBody) => {
    reported.delete(roomId);
    if (retryAfterMs !== undefined) schedule(retryAfterMs);
  };
  const soon = () => schedule(gatherMs);
  const stops = [
    rooms.subscribe(soon),
    on('hello', () => {
      reported.clear(); // what was said before the connection was lost may be lost too
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
