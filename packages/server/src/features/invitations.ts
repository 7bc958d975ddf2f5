import { ChatError, type InviteLink, type invitationCommands, type inviteLinkCommands } from '@chat/protocol';
import { accessRoom, accessWith, noRoom } from '../room/room-access.ts';
import type { Context, Handlers } from '../commands/context.ts';
import { hashOf, inviteInvalid, newInviteCode } from '../users/invite-code.ts';
import { reachableUser } from '../users/visible-users.ts';
import { checkRoomCount } from '../room-list/user-rooms.ts';
import type { LiveRoom } from '../room/live-room.ts';
import type { Change } from '../storage/contract/change.ts';
import type { StoredInviteLink } from '../storage/contract/records.ts';
import { isUsable } from '../storage/decide/invitations.ts';

/** An invited user has no access yet. The commit decides whether there is an invitation. */
const answer = async (context: Context, roomId: string, accept: boolean) => {
  const room = await context.rooms.open(roomId);
  if (!room) throw noRoom();
  const change = { kind: 'answer-invitation' as const, actor: context.user, at: context.now(), accept };
  return (await room.commit(change)).event;
};

export const invitations: Handlers<keyof typeof invitationCommands> = {
  'member:invite': async (context, { roomId, userId }) => {
    const { room } = await accessRoom(context, roomId);
    const user = await reachableUser(context, userId);
    context.invitations.take(context.connection, 1);
    const change = { kind: 'invite' as const, actor: context.user, at: context.now(), user };
    const { event } = await room.commit(change);
    if (!('member' in event)) throw new Error(`an invitation was answered by ${event.type}`);
    return event.member;
  },
  'member:accept': async (context, { roomId }) => {
    const isInvited = (await context.rooms.open(roomId))?.cache.member(context.user.id);
    if ((await isInvited)?.state === 'invited') await checkRoomCount(context);
    const event = await answer(context, roomId, true);
    if (!('member' in event)) throw new Error(`an acceptance was answered by ${event.type}`);
    return event.member;
  },
  'member:decline': async (context, { roomId }) => {
    await answer(context, roomId, false);
    return {};
  },
};

const toInviteLink = ({ hash: _secret, ...link }: StoredInviteLink): InviteLink => link;

/** The links as stored: the room in memory does not have them. */
const linksOf = async ({ id, timeline }: LiveRoom): Promise<readonly StoredInviteLink[]> =>
  (await timeline.head(id))?.inviteLinks ?? [];

/** Returns when a new link expires, or null for never. */
const expiryOf = (context: Context, seconds: number | undefined): number | null => {
  const { maxInviteLinkMs } = context.limits;
  const longest = maxInviteLinkMs > 0 ? maxInviteLinkMs : Infinity;
  const validMs = seconds === undefined ? longest : seconds * 1_000;
  if (validMs > longest)
    throw new ChatError('invalid', `must be at most ${Math.floor(longest / 1_000)}`, {
      field: 'expiresInSeconds',
    });
  return validMs === Infinity ? null : context.now() + validMs;
};

const acceptLink = async (context: Context, roomId: string, code: string) => {
  const room = await context.rooms.open(roomId);
  if (!room) throw inviteInvalid();
  const member = await room.cache.member(context.user.id);
  if (member?.state !== 'joined') await checkRoomCount(context);
  const change: Change = {
    kind: 'accept-invite-link',
    actor: context.user,
    at: context.now(),
    hash: hashOf(code),
  };
  const { event } = await room.commit(change);
  if (!('member' in event)) throw new Error(`an invite link was answered by ${event.type}`);
  return event.member;
};

export const inviteLinks: Handlers<keyof typeof inviteLinkCommands> = {
  'invite:create': async (context, { roomId, expiresInSeconds, maxUses }) => {
    const { room } = await accessRoom(context, roomId);
    const expiresAt = expiryOf(context, expiresInSeconds);
    const code = newInviteCode();
    const link = {
      linkId: context.id(),
      hash: hashOf(code),
      ...(expiresAt === null ? {} : { expiresAt }),
      ...(maxUses === undefined ? {} : { maxUses }),
    };
    context.invitations.take(context.connection, 1);
    const most = context.limits.maxInviteLinks;
    const at = context.now();
    await room.commit({ kind: 'create-invite-link', actor: context.user, at, link, most });
    const stored = (await linksOf(room)).find(({ linkId }) => linkId === link.linkId);
    // Another user may have revoked it in between.
    if (!stored) throw new ChatError('conflict', 'the invite link was revoked');
    return { ...toInviteLink(stored), code };
  },
  'invite:list': async (context, { roomId }) => {
    const { room } = await accessWith(context, roomId, 'member:invite');
    const { maxInviteLinkMs } = context.limits;
    const at = context.now();
    const links = (await linksOf(room)).filter((link) => isUsable(link, at)).map(toInviteLink);
    await accessWith(context, roomId, 'member:invite');
    return { links, ...(maxInviteLinkMs > 0 ? { maxSeconds: Math.floor(maxInviteLinkMs / 1_000) } : {}) };
  },
  'invite:revoke': async (context, { roomId, linkId }) => {
    const { room } = await accessRoom(context, roomId);
    const change = { kind: 'revoke-invite-link' as const, actor: context.user, at: context.now(), linkId };
    await room.commit(change);
    return {};
  },
  'invite:accept': async (context, { roomId, code }) => {
    context.guesses.check(context.connection);
    return acceptLink(context, roomId, code).catch((error: unknown) => {
      if (ChatError.is(error) && error.reason === 'invite_invalid') context.guesses.add(context.connection);
      throw error;
    });
  },
};
