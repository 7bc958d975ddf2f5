import type { DurableEvent, ErrorBody, Member, Message, Role, Room, User } from '@chat/protocol';
import { withheld, type Right } from '@chat/protocol';
import type { Change, ChangeOf, Draft } from './change.ts';
import type { Head, StoredMember } from './record.ts';

/** The records a decision rests on, as they are inside the transaction. */
export interface View {
  /** Null when the room does not exist. */
  head: Head | null;
  /** Memberships by user id, of those that `reads` names. */
  member(userId: string): StoredMember | null;
  /** Messages by id, of those that `reads` names. */
  message(messageId: string): Message | null;
  /** `createdAt` of a user's newest message, of those that `reads` names. */
  lastSentAt(userId: string): number | null;
}

/** What a store loads before it asks for a decision. */
export interface Reads {
  members: string[];
  messages: string[];
  lastSentAt: string[];
}

/** What a store writes: `head` always, and the message or the members that the event speaks of. */
export type Decision =
  | { kind: 'write'; head: Head; event: DurableEvent; message?: Message; members: StoredMember[] }
  | { kind: 'known'; event: DurableEvent }
  | { kind: 'refuse'; error: ErrorBody };

/** Names the records that deciding on `change` needs. */
export const reads = (change: Change, head: Head | null): Reads => {
  const members = [change.actor.id];
  const messages: string[] = [];
  if ('user' in change) members.push(change.user.id);
  if (change.kind === 'unban') members.push(change.userId);
  if (change.kind === 'send')
    messages.push(change.message.id, ...(change.message.replyTo ? [change.message.replyTo] : []));
  if (change.kind === 'edit' || change.kind === 'delete') messages.push(change.messageId);
  const slow = change.kind === 'send' && (head?.room.slowModeSeconds ?? 0) > 0;
  return { members, messages, lastSentAt: slow ? [change.actor.id] : [] };
};

/**
 * Decides one change: the single place where rights, numbers and idempotency of everything durable are settled. Pure; a
 * store calls it inside its transaction and writes what it answers. See `TimelineStore.commit` for the promise it keeps.
 */
export const decide = (view: View, change: Change): Decision => {
  if (change.kind === 'create-room') return createRoom(view, change);
  const { head } = view;
  if (head === null) return refuse('not_found', 'no such room');
  const standing = standingIn(head.room, view.member(change.actor.id), change.actor);
  if (standing === null) return outsider(view.member(change.actor.id));
  return decideIn({ view, head, standing }, change);
};

/** What somebody is in a room, by their membership and the room's type; null when the room is closed to them. */
export const standingIn = (
  room: Room,
  member: StoredMember | null,
  user: User,
): { role: Role | 'admin'; mutedUntil?: number | undefined } | null => {
  if (user.role === 'admin') return { role: 'admin' };
  if (member?.state === 'banned') return null;
  if (member?.state === 'joined') return { role: member.role, mutedUntil: member.mutedUntil };
  if (room.type !== 'public') return null;
  // A mute outlives leaving, or leaving would be the way out of it.
  return { role: user.guest ? 'guest' : 'member', mutedUntil: member?.mutedUntil };
};

interface Situation {
  view: View;
  head: Head;
  standing: { role: Role | 'admin'; mutedUntil?: number | undefined };
}

const decideIn = (situation: Situation, change: Exclude<Change, ChangeOf<'create-room'>>): Decision => {
  switch (change.kind) {
    case 'send':
      return send(situation, change);
    case 'edit':
      return edit(situation, change);
    case 'delete':
      return remove(situation, change);
    case 'update-room':
      return updateRoom(situation, change);
    case 'add-member':
      return addMember(situation, change);
    case 'set-role':
      return setRole(situation, change);
    case 'mute':
      return mute(situation, change);
    case 'end-membership':
      return endMembership(situation, change);
    case 'unban':
      return unban(situation, change);
  }
};

const refuse = (code: ErrorBody['code'], message: string, details: Partial<ErrorBody> = {}): Decision => ({
  kind: 'refuse',
  error: { code, message, ...details },
});

const outsider = (member: StoredMember | null): Decision =>
  member?.state === 'banned'
    ? refuse('forbidden', 'you are banned from this room', { reason: 'banned' })
    : refuse('not_found', 'no such room');

/** Null when the right is granted, else the refusal. */
const gate = ({ head, standing }: Situation, right: Right, at: number): Decision | null => {
  const why = withheld(right, head.room, standing, at);
  if (why === null) return null;
  if (why === 'room_ended') return refuse('conflict', 'the room has ended', { reason: 'room_ended' });
  if (why === 'frozen') return refuse('forbidden', 'only moderators may send now', { reason: 'frozen' });
  if (why === 'muted') {
    const retryAfterMs = (standing.mutedUntil ?? at) - at;
    return refuse('forbidden', 'you are muted', { reason: 'muted', retryAfterMs });
  }
  return refuse('forbidden', `your role does not allow ${right}`);
};

const createRoom = (view: View, change: ChangeOf<'create-room'>): Decision => {
  if (view.head !== null) return refuse('conflict', 'a room of this id exists', { reason: 'room_exists' });
  const members = change.members.map(({ user, role }): StoredMember =>
    newMember(user, role, change.at, 0, 1),
  );
  const head: Head = { room: change.room, seq: 0, rev: 1, roomRev: 1, epoch: '' };
  const event: DurableEvent = { type: 'room:updated', roomId: change.room.id, rev: 1, room: change.room };
  return { kind: 'write', head, event, members };
};

const send = (situation: Situation, change: ChangeOf<'send'>): Decision => {
  const { view, head } = situation;
  const { message: draft, actor } = change;
  const stored = view.message(draft.id);
  if (stored !== null) return sameMessage(stored, draft, actor) ? known(stored) : idReused();
  const refused = gate(situation, 'message:send', change.at) ?? slowMode(situation, change);
  if (refused !== null) return refused;
  if (draft.replyTo !== undefined && view.message(draft.replyTo) === null) {
    return refuse('not_found', 'replyTo names no message of this room', { field: 'replyTo' });
  }
  const rev = head.rev + 1;
  const { id, kind, text, attachments, replyTo, mentions, data } = draft;
  const message: Message = {
    id,
    roomId: head.room.id,
    seq: head.seq + 1,
    rev,
    kind,
    author: {
      id: actor.id,
      name: actor.name,
      ...(actor.avatarUrl === undefined ? {} : { avatarUrl: actor.avatarUrl }),
      ...(actor.bot ? { bot: true as const } : {}),
    },
    text,
    attachments,
    ...(replyTo === undefined ? {} : { replyTo }),
    mentions,
    reactions: [],
    createdAt: change.at,
    ...(data === undefined ? {} : { data }),
  };
  const event: DurableEvent = { type: 'message:created', roomId: head.room.id, rev, message };
  return { kind: 'write', head: { ...head, seq: message.seq, rev }, event, message, members: [] };
};

const slowMode = ({ view, head, standing }: Situation, { actor, at }: ChangeOf<'send'>): Decision | null => {
  const pauseMs = head.room.slowModeSeconds * 1000;
  if (pauseMs === 0 || !['guest', 'member'].includes(standing.role)) return null;
  const last = view.lastSentAt(actor.id);
  const retryAfterMs = last === null ? 0 : last + pauseMs - at;
  if (retryAfterMs <= 0) return null;
  return refuse('rate_limited', `one message in ${head.room.slowModeSeconds} s`, {
    reason: 'slow_mode',
    retryAfterMs,
  });
};

/** A retry carries the author and content of the first try. What was edited or deleted since is still the same message. */
const sameMessage = (stored: Message, draft: Draft, actor: User): boolean =>
  stored.author.id === actor.id &&
  stored.kind === draft.kind &&
  stored.replyTo === draft.replyTo &&
  (stored.editedAt !== undefined || stored.deletedAt !== undefined || stored.text === draft.text);

const idReused = (): Decision =>
  refuse('conflict', 'a message of this id exists with other content', { reason: 'id_reused', field: 'id' });

const known = (message: Message): Decision => ({
  kind: 'known',
  event: { type: 'message:created', roomId: message.roomId, rev: message.rev, message },
});

const edit = (situation: Situation, change: ChangeOf<'edit'>): Decision => {
  const { view, head } = situation;
  const stored = view.message(change.messageId);
  if (stored === null || stored.deletedAt !== undefined) return refuse('not_found', 'no such message');
  const refused = gate(situation, 'message:edit', change.at);
  if (refused !== null) return refused;
  if (stored.author.id !== change.actor.id) return refuse('forbidden', 'only its author may edit a message');
  const rev = head.rev + 1;
  const message: Message = {
    ...stored,
    rev,
    text: change.text,
    mentions: change.mentions ?? stored.mentions,
    editedAt: change.at,
    ...(change.data === undefined ? {} : { data: change.data }),
  };
  const event: DurableEvent = {
    type: 'message:updated',
    roomId: head.room.id,
    rev,
    message,
    by: change.actor.id,
    change: 'edit',
  };
  return { kind: 'write', head: { ...head, rev }, event, message, members: [] };
};

const remove = (situation: Situation, change: ChangeOf<'delete'>): Decision => {
  const { view, head } = situation;
  const stored = view.message(change.messageId);
  if (stored === null) return refuse('not_found', 'no such message');
  const by = change.actor.id;
  const refused = gate(situation, stored.author.id === by ? 'message:delete' : 'message:moderate', change.at);
  if (refused !== null) return refused;
  if (stored.deletedAt !== undefined) {
    return {
      kind: 'known',
      event: { type: 'message:deleted', roomId: head.room.id, rev: stored.rev, message: stored, by },
    };
  }
  const rev = head.rev + 1;
  const { data: _data, ...kept } = stored;
  const message: Message = {
    ...kept,
    rev,
    text: '',
    attachments: [],
    mentions: [],
    reactions: [],
    deletedAt: change.at,
  };
  const event: DurableEvent = { type: 'message:deleted', roomId: head.room.id, rev, message, by };
  return { kind: 'write', head: { ...head, rev }, event, message, members: [] };
};

const updateRoom = (situation: Situation, change: ChangeOf<'update-room'>): Decision => {
  const { head } = situation;
  const ends = change.patch.phase === 'ended';
  if (ends && head.room.phase === 'ended') {
    return {
      kind: 'known',
      event: { type: 'room:ended', roomId: head.room.id, rev: head.roomRev, room: head.room },
    };
  }
  const refused = gate(situation, ends ? 'room:end' : 'room:update', change.at);
  if (refused !== null) return refused;
  const rev = head.rev + 1;
  const room: Room = { ...head.room, ...change.patch };
  const event: DurableEvent = { type: ends ? 'room:ended' : 'room:updated', roomId: room.id, rev, room };
  return { kind: 'write', head: { ...head, room, rev, roomRev: rev }, event, members: [] };
};

const newMember = (user: User, role: Role, at: number, seq: number, rev: number): StoredMember => {
  const { role: _admin, ...shown } = user;
  return { user: shown, role, state: 'joined', joinedAt: at, joinedSeq: seq, rev };
};

/** The membership as others see it. */
export const toMember = ({ user, role, joinedAt, mutedUntil }: StoredMember): Member => ({
  user,
  role,
  joinedAt,
  ...(mutedUntil === undefined ? {} : { mutedUntil }),
});

type MemberEvent = 'member:joined' | 'member:updated';

const writeMember = (head: Head, type: MemberEvent, member: StoredMember): Decision => {
  const rev = head.rev + 1;
  const stored = { ...member, rev };
  const event: DurableEvent = { type, roomId: head.room.id, rev, member: toMember(stored) };
  return { kind: 'write', head: { ...head, rev }, event, members: [stored] };
};

const knownMember = (head: Head, type: MemberEvent, member: StoredMember): Decision => ({
  kind: 'known',
  event: { type, roomId: head.room.id, rev: member.rev, member: toMember(member) },
});

const rank: Record<Role | 'admin', number> = { guest: 0, member: 1, moderator: 2, owner: 3, admin: 4 };

/** Nobody acts on those who stand as high as they do, owners and admins excepted, nor gives more than they have. */
const outranked = (situation: Situation, target: StoredMember | null, role?: Role): Decision | null => {
  const mine = rank[situation.standing.role];
  const theirs = target?.state === 'joined' ? rank[target.role] : 0;
  const allowed = mine >= rank.owner || (theirs < mine && (role === undefined || rank[role] < mine));
  return allowed ? null : refuse('forbidden', 'your role does not reach theirs');
};

const addMember = (situation: Situation, change: ChangeOf<'add-member'>): Decision => {
  const { view, head } = situation;
  const stored = view.member(change.user.id);
  const refused = gate(situation, 'member:add', change.at) ?? outranked(situation, null, change.role);
  if (refused !== null) return refused;
  if (stored?.state === 'joined') return knownMember(head, 'member:joined', stored);
  if (stored?.state === 'banned')
    return refuse('conflict', 'this user is banned: unban first', { reason: 'banned' });
  const member = newMember(change.user, change.role, change.at, head.seq, 0);
  return writeMember(head, 'member:joined', {
    ...member,
    ...(stored?.mutedUntil === undefined ? {} : { mutedUntil: stored.mutedUntil }),
  });
};

/** The membership to act on. A visitor of a public room gets one of the least rights first, so that the act has a place to stand. */
const targetOf = ({ view, head }: Situation, user: User, at: number): StoredMember | null => {
  const stored = view.member(user.id);
  if (stored?.state === 'joined') return stored;
  if (head.room.type !== 'public' || stored?.state === 'banned') return null;
  const visitor = newMember(user, user.guest ? 'guest' : 'member', at, head.seq, 0);
  return { ...visitor, ...(stored?.mutedUntil === undefined ? {} : { mutedUntil: stored.mutedUntil }) };
};

const setRole = (situation: Situation, change: ChangeOf<'set-role'>): Decision => {
  const refused = gate(situation, 'member:update', change.at);
  if (refused !== null) return refused;
  const target = targetOf(situation, change.user, change.at);
  if (target === null) return refuse('not_found', 'no such member');
  const low = outranked(situation, target, change.role);
  if (low !== null) return low;
  if (target.rev > 0 && target.role === change.role)
    return knownMember(situation.head, 'member:updated', target);
  return writeMember(situation.head, 'member:updated', { ...target, role: change.role });
};

const mute = (situation: Situation, change: ChangeOf<'mute'>): Decision => {
  const refused = gate(situation, 'member:mute', change.at);
  if (refused !== null) return refused;
  const target = targetOf(situation, change.user, change.at);
  if (target === null) return refuse('not_found', 'no such member');
  const low = outranked(situation, target);
  if (low !== null) return low;
  if ((target.mutedUntil ?? null) === change.until && target.rev > 0) {
    return knownMember(situation.head, 'member:updated', target);
  }
  const { mutedUntil: _before, ...rest } = target;
  const member = change.until === null ? rest : { ...rest, mutedUntil: change.until };
  return writeMember(situation.head, 'member:updated', member);
};

const endMembership = (situation: Situation, change: ChangeOf<'end-membership'>): Decision => {
  const { view, head } = situation;
  const { user, reason } = change;
  if (reason === 'left') {
    if (user.id !== change.actor.id) return refuse('forbidden', 'nobody leaves for somebody else');
  } else {
    const refused = gate(situation, reason === 'banned' ? 'member:ban' : 'member:remove', change.at);
    if (refused !== null) return refused;
    if (user.id === change.actor.id) return refuse('conflict', 'this would be yourself: leave instead');
  }
  const stored = view.member(user.id);
  if (stored !== null && stored.state === reason) {
    return {
      kind: 'known',
      event: { type: 'member:left', roomId: head.room.id, rev: stored.rev, userId: user.id, reason },
    };
  }
  const target = targetOf(situation, user, change.at) ?? (reason === 'banned' ? stored : null);
  // A ban may come before its target ever does.
  const subject = target ?? (reason === 'banned' ? newMember(user, 'guest', change.at, head.seq, 0) : null);
  if (subject === null) return refuse('not_found', 'no such member');
  const low = reason === 'left' ? null : outranked(situation, subject);
  if (low !== null) return low;
  const rev = head.rev + 1;
  const event: DurableEvent = { type: 'member:left', roomId: head.room.id, rev, userId: user.id, reason };
  return { kind: 'write', head: { ...head, rev }, event, members: [{ ...subject, state: reason, rev }] };
};

const unban = (situation: Situation, change: ChangeOf<'unban'>): Decision => {
  const { view, head } = situation;
  const refused = gate(situation, 'member:ban', change.at);
  if (refused !== null) return refused;
  const stored = view.member(change.userId);
  if (stored === null || stored.state !== 'banned') return refuse('not_found', 'this user is not banned');
  const rev = head.rev + 1;
  const event: DurableEvent = {
    type: 'member:left',
    roomId: head.room.id,
    rev,
    userId: change.userId,
    reason: 'left',
  };
  return { kind: 'write', head: { ...head, rev }, event, members: [{ ...stored, state: 'left', rev }] };
};
