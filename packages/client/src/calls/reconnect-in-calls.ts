import type { ChatClient } from '../chat-client.ts';
import type { Connection } from '../connection/connection.ts';
import { createTimer } from '../platform/timer.ts';

/**
 * Longest pause between two attempts, ms: the server waits for a device for a limited time (`callGraceMs`).
 */
const mostPauseMs = 8_000;

/** During a call, reconnects sooner than otherwise. A delay that the server asked for is still respected. */
export const reconnectInCalls = (
  isInCall: () => boolean,
  connection: Pick<Connection, 'wake'>,
  on: ChatClient['on'],
): void => {
  const timer = createTimer();
  // Random in part: clients that lost their connection at once must not reconnect at once.
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
