import type { ChatClient } from './chat-client.ts';
import type { Connection } from './connection.ts';
import { watchIdle, type IdleWatch } from './idle.ts';
import { sayDelivered } from './say-delivered.ts';

/** What a client says by itself, a little later than at once. */
export type Beside = IdleWatch;

/** Says that nobody is at this page, or somebody is again, and what has come to it. */
export const watchBeside = (
  idleAfterMs: number,
  now: () => number,
  rooms: Pick<ChatClient['rooms'], 'get' | 'subscribe'>,
  connection: Pick<Connection, 'callNow' | 'hello'>,
  on: ChatClient['on'],
): Beside => {
  // Said again with the next connection, where it cannot be said now.
  const watch = watchIdle(idleAfterMs, now, (idle) => {
    connection.callNow('presence:idle', { idle }).catch(() => {});
  });
  const { callNow } = connection;
  const said = {
    callNow,
    get limits() {
      return connection.hello && connection.hello.limits;
    },
  };
  const stop = sayDelivered(rooms, said, on);
  return {
    get idle() {
      return watch.idle;
    },
    stop: () => {
      watch.stop();
      stop();
    },
  };
};
