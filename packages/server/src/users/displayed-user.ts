import type { User } from '@chat/protocol';
import type { Connection } from '../connections/connection.ts';
import type { Logger } from '../logger.ts';
import type { OnlineUsers } from './online-users.ts';
import type { Profiles } from './profiles.ts';

/** Applies profiles to users: from the identity that `authenticate` returned to the displayed user. */
export interface DisplayedUsers {
  resolve<I extends { user: User }>(identity: I): Promise<I & { given: User }>;
  /** Returns the displayed user now; the profile may have changed since authentication. */
  shown(identity: { given: User; user: User }): User;
  /** Resolves when the user of an in-process connection has their profile; null: they have. */
  ready(connection: Connection): Promise<void> | null;
}

interface DisplayedUsersDeps {
  profiles: Profiles;
  onlineUsers: OnlineUsers;
  logger: Logger;
}

export const createDisplayedUsers = ({
  profiles,
  onlineUsers,
  logger,
}: DisplayedUsersDeps): DisplayedUsers => {
  /** A profile that cannot be read keeps nobody out. */
  const read = async (userId: string): Promise<void> => {
    try {
      await profiles.read(userId);
    } catch (error) {
      logger.warn({ err: error, userId }, 'a profile could not be read');
    }
  };

  const shown: DisplayedUsers['shown'] = ({ given, user }) => {
    const profile = profiles.known(given.id);
    return profile ? profiles.shown(given, profile) : user;
  };

  const renew = ({ id }: User): void => {
    const { status, ...profile } = profiles.known(id) ?? {};
    if (Object.keys(profile).length > 0) onlineUsers.renew(id, (given) => shown({ given, user: given }));
    if (status) onlineUsers.choose(id, status);
  };

  return {
    resolve: async (identity) => {
      const { user: given } = identity;
      await read(given.id);
      return { ...identity, given, user: shown({ given, user: given }) };
    },
    shown,
    ready: (connection) => {
      const { given } = connection;
      if (!profiles.known(given.id)) return read(given.id).then(() => renew(given));
      connection.user = shown(connection);
      return null;
    },
  };
};
