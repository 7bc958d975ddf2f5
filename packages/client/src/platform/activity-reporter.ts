import type { ChatClient } from '../chat-client.ts';
import type { Connection } from '../connection/connection.ts';
import { watchIdle, type IdleWatch } from './idle.ts';
import { sayDelivered } from '../messages/delivery-reporter.ts';

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
  /** It could not be said, and what the next connection presented itself with may be as old. */
  let isUnsaid = false;
  const say = () => {
    isUnsaid = false;
    connection.callNow('presence:idle', { idle: watch.idle }).catch(() => (isUnsaid = true));
  };
  const watch = watchIdle(idleAfterMs, now, say);
  // A microtask later one is online.
  const stopSaying = on('hello', () => isUnsaid && queueMicrotask(say));
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
      stopSaying();
      stop();
    },
  };
};
