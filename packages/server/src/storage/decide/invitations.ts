import type { DurableEvent } from '@chat/protocol';
import { toAuthor } from './author.ts';
import type { ChangeOf } from '../contract/change.ts';
import { invitedBy, knownMember, newMember, writeMember } from './members.ts';
import type { Head, StoredInviteLink, StoredMember } from '../contract/records.ts';
import { refuseWithoutRight, refuse, type Decision, type DecisionContext, type View } from './decision.ts';

export const invite = (context: DecisionContext, change: ChangeOf<'invite'>): Decision => {
  const { view, head } = context;
  const refused = refuseWithoutRight(context, 'member:invite', change.at);
  if (refused !== null) return refused;
  if (head.room.type !== 'private')
    return refuse('conflict', 'a public room needs no invitation: share its address', {
      reason: 'not_private',
    });
  const stored = view.member(change.user.id);
  if (stored?.state === 'joined') return knownMember(head, 'member:joined', stored);
  if (stored?.state === 'invited') return knownMember(head, 'member:invited', stored);
  if (stored?.state === 'banned')
    return refuse('conflict', 'this user is banned: unban first', { reason: 'banned' });
  const member = newMember(change.user, 'member', change.at, head.seq, 0);
  return writeMember(head, 'member:invited', { ...member, ...invitedBy(change.actor), ...mutedAs(stored) });
};

/** The actor has no access yet. To a user without an invitation, the room does not exist. */
export const answerInvitation = (
  view: View,
  head: Head,
  { actor, at, accept }: ChangeOf<'answer-invitation'>,
): Decision => {
  const stored = view.member(actor.id);
  if (accept && stored?.state === 'joined') return knownMember(head, 'member:joined', stored);
  if (stored?.state !== 'invited') return refuse('not_found', 'no such room');
  if (accept) {
    // A user who joins an empty room becomes its owner.
    const role = view.joined().length === 0 ? 'owner' : stored.role;
    return writeMember(head, 'member:joined', {
      ...newMember(actor, role, at, head.seq, 0),
      ...mutedAs(stored),
    });
  }
  const rev = head.rev + 1;
  const { invitedBy: _asked, ...member } = stored;
  const roomId = head.room.id;
  const event: DurableEvent = { type: 'member:left', roomId, rev, userId: actor.id, reason: 'left' };
  return { kind: 'write', head: { ...head, rev }, event, members: [{ ...member, state: 'left', rev }] };
};

const mutedAs = (stored: StoredMember | null): Pick<StoredMember, 'mutedUntil'> =>
  stored?.mutedUntil === undefined ? {} : { mutedUntil: stored.mutedUntil };

/** Whether a link can still be used at `at`, ms since the epoch. */
export const isUsable = ({ expiresAt, maxUses, uses }: StoredInviteLink, at: number): boolean =>
  (expiresAt === undefined || at < expiresAt) && (maxUses === undefined || uses < maxUses);

const usableLinks = ({ inviteLinks = [] }: Head, at: number): StoredInviteLink[] =>
  inviteLinks.filter((link) => isUsable(link, at));

const withLinks = ({ inviteLinks: _before, ...head }: Head, links: StoredInviteLink[]): Head =>
  links.length === 0 ? head : { ...head, inviteLinks: links };

export const withoutLinksOf = (head: Head, userId: string): Head =>
  withLinks(
    head,
    (head.inviteLinks ?? []).filter(({ createdBy }) => createdBy.id !== userId),
  );

/** Members see only that there was a revision. */
const writeLinks = (head: Head, links: StoredInviteLink[]): Decision => {
  const rev = head.rev + 1;
  const event: DurableEvent = { type: 'skip', roomId: head.room.id, rev };
  return { kind: 'write', head: { ...withLinks(head, links), rev }, event, members: [] };
};

export const createInviteLink = (
  context: DecisionContext,
  { actor, at, link, most }: ChangeOf<'create-invite-link'>,
): Decision => {
  const { head } = context;
  const refused = refuseWithoutRight(context, 'member:invite', at);
  if (refused !== null) return refused;
  if (head.room.type !== 'private')
    return refuse('conflict', 'a public room needs no invite link: share its address', {
      reason: 'not_private',
    });
  const links = usableLinks(head, at);
  if (links.length >= most)
    return refuse('conflict', `at most ${most} invite links: revoke one first`, {
      reason: 'too_many_links',
    });
  return writeLinks(head, [...links, { ...link, createdBy: toAuthor(actor), createdAt: at, uses: 0 }]);
};

export const revokeInviteLink = (
  context: DecisionContext,
  { at, linkId }: ChangeOf<'revoke-invite-link'>,
): Decision => {
  const refused = refuseWithoutRight(context, 'member:invite', at);
  if (refused !== null) return refused;
  const links = usableLinks(context.head, at);
  const remaining = links.filter((link) => link.linkId !== linkId);
  if (remaining.length === links.length) return refuse('not_found', 'no such invite link');
  return writeLinks(context.head, remaining);
};

export const inviteInvalid = (): Decision =>
  refuse('not_found', 'this invite link is not valid', { reason: 'invite_invalid' });

/** Returns the head with one more use of a link; null if the link is not valid. */
export const useInviteLink = (head: Head, hash: string | undefined, at: number): Head | null => {
  const links = usableLinks(head, at);
  if (!links.some((each) => each.hash === hash)) return null;
  const used = links.map((each) => (each.hash === hash ? { ...each, uses: each.uses + 1 } : each));
  return withLinks(
    head,
    used.filter((each) => isUsable(each, at)),
  );
};

/**
 * Accepts an actor who has no access yet. Unknown, expired, used-up and revoked links look the same, and so
 * does a ban. A member who enters again is not counted: the reply to the first time may have been lost.
 */
export const acceptInviteLink = (
  view: View,
  head: Head,
  { actor, at, hash }: ChangeOf<'accept-invite-link'>,
): Decision => {
  const stored = view.member(actor.id);
  if (stored?.state === 'joined') return knownMember(head, 'member:joined', stored);
  const used = stored?.state === 'banned' ? null : useInviteLink(head, hash, at);
  if (used === null) return inviteInvalid();
  if (head.room.lobby && stored?.state !== 'invited')
    return refuse('forbidden', 'wait in the lobby: knock with this code', { reason: 'lobby' });
  const newcomer = actor.guest ? 'guest' : 'member';
  const invited = stored?.state === 'invited' ? stored.role : newcomer;
  // A user who joins an empty room becomes its owner.
  const role = view.joined().length === 0 ? 'owner' : invited;
  return writeMember(used, 'member:joined', {
    ...newMember(actor, role, at, head.seq, 0),
    ...mutedAs(stored),
  });
};
