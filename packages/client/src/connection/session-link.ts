import type { Call, ChatEvent, ClientLimits, User } from '@chat/protocol';
import type { Stop } from '../state/readable.ts';
import { disconnected, type OpenLink } from './link.ts';

/** The part of the server's `Session` that the client needs. */
export interface SessionLike {
  readonly user: User;
  readonly limits: ClientLimits;
  call: Call;
  /** Calls `listener` with each batch of events, in order. */
  on(event: 'events', listener: (events: ChatEvent[]) => void): Stop;
}

/** Links over a session in the same process: always connected. */
export const sessionLinks =
  (session: SessionLike): OpenLink =>
  (_auth, listeners) => {
    let live = true;
    const stop = session.on('events', (events) => live && listeners.events(events));
    queueMicrotask(() => live && listeners.hello({ v: 1, user: session.user, limits: session.limits }));
    return {
      call: async (name, input) => {
        if (!live) throw disconnected();
        return session.call(name, input);
      },
      close: () => {
        live = false;
        stop();
      },
    };
  };
