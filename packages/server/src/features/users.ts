import type { IncomingMessage } from 'node:http';
import { ChatError, type Input, type Profile, type userCommands } from '@chat/protocol';
import type { Connection } from '../connections/connection.ts';
import type { Context, Core, Handlers } from '../commands/context.ts';
import { contextOf } from '../commands/dispatch.ts';
import { newFileId } from '../files/file-id.ts';
import { mustBeForGuests, mustBeFree } from '../auth/guest-names.ts';
import { mustNotMixScripts } from '../names/mixed-scripts.ts';
import { shownUser } from '../users/online-users.ts';
import { visibleUser, profileOf } from '../users/visible-users.ts';
import { searchUsers } from '../search/search-users.ts';
import { changedFields } from '../users/profile-rules.ts';
import type { ProfileChange, StoredProfile } from '../storage/contract/profile-store.ts';

/** Throws if a name is taken where names are unique, as when signing in. */
const nameIsFree = (context: Context, name: string): void => {
  const { user, uniqueNames, onlineUsers, rooms } = context;
  if (!uniqueNames || !user.guest) return;
  if (uniqueNames === 'server') return mustBeFree({ ...user, name }, onlineUsers.users());
  for (const { rooms: entered } of onlineUsers.connectionsOf(user.id))
    for (const roomId of entered.keys())
      if (rooms.peek(roomId)?.audience.isNameTaken({ ...user, name }))
        throw new ChatError('conflict', 'another user in the room has this name', {
          reason: 'name_taken',
          field: 'name',
        });
};

const nameOf = (context: Context, chosen: string): Pick<ProfileChange, 'name'> => {
  const { given } = context.connection;
  if (!context.profiles.rules.mayRename(given))
    throw new ChatError('forbidden', 'your name is given by the application', { field: 'name' });
  if (context.connection.kind !== 'process') mustNotMixScripts(chosen, 'name');
  nameIsFree(context, chosen);
  return { name: chosen === given.name ? null : { chosen, given: given.name } };
};

const pictureOf = (context: Context, avatarUrl: string | null): Pick<ProfileChange, 'avatarUrl'> => {
  const { connection, profiles } = context;
  if (connection.given.avatarUrl !== undefined)
    throw new ChatError('forbidden', 'your picture is given by the application', { field: 'avatarUrl' });
  if (avatarUrl !== null && connection.kind !== 'process' && !profiles.rules.mayShow(avatarUrl))
    throw new ChatError('invalid', 'avatarUrl must be one of the pictures offered here, or uploaded', {
      field: 'avatarUrl',
    });
  return { avatarUrl };
};

/** Applies a profile to all connections of the user and to later messages. */
const renew = async (context: Context, profile: StoredProfile): Promise<Profile> => {
  const { connection, onlineUsers, profiles, storage } = context;
  const user = profiles.shown(connection.given, profile);
  if (onlineUsers.isHere(user.id)) onlineUsers.renew(user.id, (given) => profiles.shown(given, profile));
  else await storage.users.put({ user: shownUser(user) });
  return profileOf(context, shownUser(user));
};

const update = async (context: Context, input: Input<'user:update'>): Promise<Profile> => {
  const { user, connection, profiles, profileChanges, pictures } = context;
  const { name, avatarUrl, about, fields, lastSeen } = input;
  profileChanges.take(connection);
  if (name !== undefined) await mustBeForGuests({ ...user, name }, context.reservedNames);
  const before = await profiles.read(user.id);
  const profile = await profiles.change(user.id, (stored) => ({
    ...(name === undefined ? {} : nameOf(context, name)),
    ...(avatarUrl === undefined ? {} : { ...pictureOf(context, avatarUrl), pictureId: null }),
    ...(about === undefined ? {} : { about: about === '' ? null : about }),
    ...(lastSeen === undefined ? {} : { lastSeen }),
    ...(fields === undefined
      ? {}
      : {
          fields: changedFields(profiles.rules.fields, stored.fields, fields, connection.kind === 'process'),
        }),
  }));
  if (avatarUrl !== undefined && before.pictureId) await pictures?.remove(before.pictureId);
  return renew(context, profile);
};

/** Makes an uploaded image the user's profile picture. */
export const takePicture = async (
  core: Core,
  connection: Connection,
  request: IncomingMessage,
): Promise<Profile> => {
  const context = contextOf(core, connection);
  const { user, profiles, pictures, profileChanges, id, now } = context;
  if (!pictures) throw new ChatError('not_found', 'this server takes no pictures');
  pictureOf(context, null);
  profileChanges.take(connection);
  // One id for all later pictures: older messages show the newest.
  const made = newFileId(now(), id());
  const { pictureId = made } = await profiles.change(user.id, (stored) => ({
    pictureId: stored.pictureId ?? made,
  }));
  const avatarUrl = await pictures.take(context, pictureId, request);
  const profile = await renew(context, await profiles.change(user.id, () => ({ avatarUrl, pictureId })));
  await pictures.runAfterHooks(context, profile);
  return profile;
};

export const users: Handlers<keyof typeof userCommands> = {
  'user:get': async (context, { userId }) => profileOf(context, await visibleUser(context, userId)),
  'user:update': update,
  'user:search': searchUsers,
};
