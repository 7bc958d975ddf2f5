import type { User } from '@chat/protocol';
import type { Connection } from './connection.ts';
import {
  createSession,
  type OwnedSession,
  type Session,
  type SessionDeps,
  type SessionOrigin,
} from './session.ts';

/** The sessions in process that are open. */
export interface Sessions {
  open(user: User, origin?: SessionOrigin, dismissed?: () => void): OwnedSession;
  /** Ends them all. */
  close(): void;
}

interface SessionsDeps extends Omit<SessionDeps, 'dismissed'> {
  arrived(connection: Connection): void;
}

export const createSessions = ({ arrived, ended, ...deps }: SessionsDeps): Sessions => {
  const open = new Set<Session>();
  return {
    open: (user, origin, dismissed) => {
      const session = createSession(
        user,
        {
          ...deps,
          ended: (connection, onPurpose) => {
            open.delete(session);
            ended(connection, onPurpose);
          },
          ...(dismissed && { dismissed }),
        },
        origin,
      );
      open.add(session);
      arrived(session.connection);
      return session;
    },
    close: () => {
      for (const session of open) session.close();
    },
  };
};
