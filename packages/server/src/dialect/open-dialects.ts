import type { User } from '@chat/protocol';
import type { OwnedSession, SessionOrigin } from '../transport/session.ts';
import type { CallerDeps } from './dialect-caller.ts';
import { optionsOf, type Dialect } from './dialect.ts';
import { openDialectRoutes, type DialectRoutesDeps } from './dialect-routes.ts';
import { openDialectSocket, type DialectSocketDeps } from './dialect-socket.ts';
import { createLostGuests } from './guest-reclaim.ts';

export interface DialectsDeps
  extends
    Omit<DialectSocketDeps, 'open' | 'lostGuests' | 'onError'>,
    Omit<DialectRoutesDeps, keyof DialectSocketDeps | 'httpServer'> {
  /** A session to which rates and limits apply. */
  as(user: User, origin: SessionOrigin, dismissed: () => void): OwnedSession;
}

/** Serves the old vocabularies in addition to the chat's own. Returns a function that stops it. */
export const openDialects = (dialects: readonly Dialect[], deps: DialectsDeps): (() => Promise<void>) => {
  const open: CallerDeps['open'] = ({ given }, address, dismissed) =>
    deps.as(given, { kind: 'socket', address, dialect: true }, dismissed);
  const failed: CallerDeps['onError'] = (error, event) =>
    deps.logger.error({ err: error, event }, 'a dialect failed to send an event');
  const closers = dialects.map((given) => {
    const options = optionsOf(given);
    const lostGuests = createLostGuests(deps.limits.presenceGraceMs, deps.now);
    const closeRoutes = openDialectRoutes(options, deps);
    const closeSocket = openDialectSocket(options, { ...deps, open, lostGuests, onError: failed });
    return async () => {
      closeRoutes();
      await closeSocket();
    };
  });
  return async () => void (await Promise.all(closers.map((close) => close())));
};
