import type { RoomType, User } from '@chat/protocol';

/** A room that a user wants to create. */
export interface RoomToCreate {
  /** The id, unless the server generates it. */
  id?: string;
  type: RoomType;
}

/**
 * Who may create rooms, by `room:create` and, with `autoCreate`, by joining an unknown one. `accounts`:
 * everyone but guests. Admins always may.
 */
export type RoomCreators = 'everyone' | 'accounts' | 'admins' | ((user: User, room: RoomToCreate) => boolean);

export type MayCreate = (user: User, room: RoomToCreate) => boolean;

const named: Record<string, MayCreate> = {
  everyone: () => true,
  accounts: (user) => !user.guest,
  admins: () => false,
};

/** Returns the predicate for an option. Throws a plain `Error` for an invalid value. */
export const creatorsOf = (creators: RoomCreators): MayCreate => {
  const allows =
    typeof creators === 'function' ? creators : Object.hasOwn(named, creators) ? named[creators] : undefined;
  if (!allows)
    throw new Error("createChatServer: rooms.create must be 'everyone', 'accounts', 'admins' or a function");
  return (user, room) => user.role === 'admin' || allows(user, room);
};
