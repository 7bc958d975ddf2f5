import type { ChatClient } from '../chat-client.ts';
import type { Connection } from '../connection/connection.ts';
import { createTimer } from '../platform/timer.ts';

/** The longest pause between two tries, ms: a place in a call is kept for a while only (`callGraceMs`). */
const mostPauseMs = 8_000;

/** While one is in a call, a lost connection is tried again sooner than it would be by itself. What the server asks for holds. */
export const reconnectInCalls = (
  isInCall: () => boolean,
  connection: Pick<Connection, 'wake'>,
  on: ChatClient['on'],
): void => {
  const timer = createTimer();
  // A part of it by chance: not all who were cut at once come back at once.
  const hurry = () =>
    timer.start(mostPauseMs * (0.5 + Math.random() / 2), () => {
      connection.wake();
      hurry();
    });
  on('status', (status) => {
    if (status === 'reconnecting' && isInCall()) hurry();
    else timer.stop();
  });
};
