import type { LobbyMessage, User } from '@chat/protocol';
import type { ChangeOf } from '../../contract/change.ts';
import type { Head, RecordChange, StoredRecord } from '../../contract/records.ts';
import { toUserSnapshot } from '../author.ts';
import { refuse, refuseWithoutRight, type Decision, type DecisionContext, type View } from '../decision.ts';
import { effectiveRoleIn } from '../effective-role.ts';
import { inviteInvalid, useInviteLink } from '../invitations.ts';
import { newMember, writeMember } from '../members.ts';

/** A user in the lobby, by their id. */
export const knockKind = 'knock';
/** How long a declined user cannot knock again, ms. */
export const declinedMs = 600_000;
/** No lobby has more users, whatever its limit. */
export const mostKnocksRead = 2_000;
/** Older messages of a waiting user are dropped. */
const mostMessages = 50;

export interface Knock {
  user: User;
  knockedAt: number;
  state: 'waiting' | 'declined';
  messages: LobbyMessage[];
}

export const knockOf = ({ body }: StoredRecord): Knock => body as Knock;

/** Whether the user of a record still knocks, or was declined not long ago. */
export const isCurrent = ({ dueAt = 0 }: StoredRecord, at: number): boolean => dueAt > at;

/** Returns the record of a user who waits, or null. */
const waiting = (view: View, userId: string, at: number): StoredRecord | null => {
  const record = view.record(knockKind, userId);
  return record && isCurrent(record, at) && knockOf(record).state === 'waiting' ? record : null;
};

const recordOf = (body: Knock, dueAt: number): RecordChange => ({
  kind: knockKind,
  key: body.user.id,
  userId: body.user.id,
  dueAt,
  body,
});

const removed = (userId: string): RecordChange => ({ kind: knockKind, key: userId, body: null });

const known = ({ room, rev }: Head): Decision => ({
  kind: 'known',
  event: { type: 'skip', roomId: room.id, rev },
});

const noRoom = (): Decision => refuse('not_found', 'no such room');
const roomEnded = (): Decision => refuse('conflict', 'the room has ended', { reason: 'room_ended' });
const notWaiting = (): Decision =>
  refuse('conflict', 'this user does not wait in the lobby', { reason: 'not_waiting' });

/**
 * Lets a user wait who has no access. A first knock at a private room needs an invite link, and uses it. Later
 * knocks say that the user is still there.
 */
export const knock = (view: View, head: Head, change: ChangeOf<'knock'>): Decision => {
  const { actor, at, hash, most, waitMs } = change;
  const { room } = head;
  const member = view.member(actor.id);
  if (effectiveRoleIn(room, member, actor) !== null)
    return view.record(knockKind, actor.id) === null
      ? known(head)
      : { kind: 'store', records: [removed(actor.id)] };
  const isPublic = room.type === 'public';
  const closed = (): Decision => (hash === undefined ? noRoom() : inviteInvalid());
  if (member?.state === 'banned')
    return isPublic ? refuse('forbidden', 'you are banned from this room', { reason: 'banned' }) : closed();
  if (!room.lobby) return closed();
  const found = view.record(knockKind, actor.id);
  if (found && isCurrent(found, at)) {
    const before = knockOf(found);
    if (room.phase === 'ended') return roomEnded();
    if (before.state === 'declined') return known(head);
    return { kind: 'store', records: [recordOf({ ...before, user: userOf(actor) }, at + waitMs)] };
  }
  const used = isPublic ? head : useInviteLink(head, hash, at);
  if (used === null) return closed();
  if (room.phase === 'ended') return roomEnded();
  const all = view.records(knockKind, { limit: mostKnocksRead });
  const gone = all.filter((record) => !isCurrent(record, at));
  if (all.length - gone.length >= most)
    return refuse('conflict', `at most ${most} users wait`, { reason: 'lobby_full' });
  const body: Knock = { user: userOf(actor), knockedAt: at, state: 'waiting', messages: [] };
  const records = [
    ...gone.filter(({ key }) => key !== actor.id).map(({ key }) => removed(key)),
    recordOf(body, at + waitMs),
  ];
  if (isPublic) return { kind: 'store', records };
  const rev = head.rev + 1;
  const event = { type: 'skip', roomId: room.id, rev } as const;
  return { kind: 'write', head: { ...used, rev }, event, members: [], records };
};

/** Takes users who become members in another way out of the lobby. */
export const withoutKnock = (view: View, decision: Decision): Decision => {
  if (decision.kind !== 'write') return decision;
  const { event, records = [] } = decision;
  if (event.type !== 'member:joined' && event.type !== 'member:invited') return decision;
  const { id } = event.member.user;
  if (view.record(knockKind, id) === null || records.some(({ kind }) => kind === knockKind)) return decision;
  return { ...decision, records: [...records, removed(id)] };
};

const userOf = (user: User): User => ({
  ...toUserSnapshot(user),
  ...(user.guest ? { guest: true as const } : {}),
});

export const leaveLobby = (view: View, head: Head, { actor, at }: ChangeOf<'leave-lobby'>): Decision =>
  waiting(view, actor.id, at) === null ? known(head) : { kind: 'store', records: [removed(actor.id)] };

/** Makes a waiting user a member. */
export const admit = (context: DecisionContext, { at, userId }: ChangeOf<'admit'>): Decision => {
  const { view, head } = context;
  const refused = refuseWithoutRight(context, 'lobby:admit', at);
  if (refused !== null) return refused;
  const stored = view.member(userId);
  if (stored?.state === 'joined') return known(head);
  const found = waiting(view, userId, at);
  if (found === null || stored?.state === 'banned') return notWaiting();
  const { user } = knockOf(found);
  const member = newMember(user, user.guest ? 'guest' : 'member', at, head.seq, 0);
  const muted = stored?.mutedUntil === undefined ? {} : { mutedUntil: stored.mutedUntil };
  const written = writeMember(head, 'member:joined', { ...member, ...muted });
  return written.kind === 'write' ? { ...written, records: [removed(userId)] } : written;
};

export const decline = (context: DecisionContext, { at, userId }: ChangeOf<'decline'>): Decision => {
  const { view } = context;
  const refused = refuseWithoutRight(context, 'lobby:admit', at);
  if (refused !== null) return refused;
  const found = waiting(view, userId, at);
  if (found === null) return notWaiting();
  const body: Knock = { ...knockOf(found), state: 'declined', messages: [] };
  return { kind: 'store', records: [recordOf(body, at + declinedMs)] };
};

/** Stores a message between a waiting user and the hosts. The same id again changes nothing. */
export const sendInLobby = (view: View, head: Head, change: ChangeOf<'send-in-lobby'>): Decision => {
  const { actor, at, userId, id, text } = change;
  const effectiveRole = effectiveRoleIn(head.room, view.member(actor.id), actor);
  if (actor.id !== userId) {
    if (effectiveRole === null) return noRoom();
    const refused = refuseWithoutRight({ head, effectiveRole }, 'lobby:admit', at);
    if (refused !== null) return refused;
  }
  const found = waiting(view, userId, at);
  // To everybody else, the room may not exist.
  if (found === null) return actor.id === userId && effectiveRole === null ? noRoom() : notWaiting();
  const before = knockOf(found);
  if (before.messages.some((each) => each.id === id)) return known(head);
  const messages = [...before.messages, { id, from: toUserSnapshot(actor), text, at }].slice(-mostMessages);
  return { kind: 'store', records: [recordOf({ ...before, messages }, found.dueAt ?? at)] };
};

/** Removes a user who no longer knocks. No rights are checked. */
export const expireKnock = (view: View, head: Head, { at, userId }: ChangeOf<'expire-knock'>): Decision => {
  const found = view.record(knockKind, userId);
  return found === null || isCurrent(found, at) ? known(head) : { kind: 'store', records: [removed(userId)] };
};
