import type { DurableEvent, Member, Message } from '@chat/protocol';
import { toMember } from '../storage/decide/decide.ts';
import type { Head, StoredMember } from '../storage/contract/records.ts';
import type { Changes } from '../storage/contract/storage.ts';

/** Events that bring this node up to date with the store. */
export interface EventsSince {
  /** One event for each `rev` from the next on, without a gap. */
  events: DurableEvent[];
  /** Ids of users who may have left the room and come back meanwhile: their rights have to be read again. */
  unsure: string[];
  /**
   * Ids of users who have left, and may have been gone before the `rev` that says so: they get that event
   * alone.
   */
  closed: string[];
  /** Ids of invited users, who may have been gone before. */
  asked: string[];
}

/**
 * Returns the events that lead from `base` to what was read. A record has only its last change: the revisions
 * before it become `skip`, which clients ignore. A message that is new here is sent as created, whatever its
 * later changes. `own`: unsent changes that were committed here, by `rev`, sent as they were, except changes
 * to a message that is new.
 */
export const eventsSince = (
  changes: Changes,
  base: Head,
  own: ReadonlyMap<number, DurableEvent>,
): EventsSince => {
  const { head } = changes;
  const roomId = head.room.id;
  const read = new Map<number, DurableEvent>();
  for (const message of changes.messages) read.set(message.rev, ofMessage(message));
  for (const member of changes.members) read.set(member.rev, ofMember(roomId, member, base));
  if (changes.room) {
    const ends = head.room.phase === 'ended' && base.room.phase !== 'ended';
    read.set(head.roomRev, {
      type: ends ? 'room:ended' : 'room:updated',
      roomId,
      rev: head.roomRev,
      room: head.room,
    });
  }
  const created = new Set<string>();
  const firstAsNew = (event: DurableEvent): DurableEvent => {
    if (!('message' in event)) return event;
    const { rev, message } = event;
    if (message.seq <= base.seq || created.has(message.id)) return event;
    created.add(message.id);
    return { type: 'message:created', roomId, rev, message };
  };
  const events: DurableEvent[] = [];
  for (let rev = base.rev + 1; rev <= head.rev; rev += 1)
    events.push(firstAsNew(own.get(rev) ?? read.get(rev) ?? { type: 'skip', roomId, rev }));
  const unknown = events.find(({ type }) => type === 'skip')?.rev ?? Infinity;
  const later = changes.members.filter(({ rev }) => rev > unknown);
  const idsOf = (members: StoredMember[]): string[] => members.map(({ user }) => user.id);
  return {
    events,
    unsure: idsOf(later.filter(({ state, joinedSeq }) => state === 'joined' && joinedSeq >= base.seq)),
    asked: idsOf(later.filter(({ state }) => state === 'invited')),
    closed: idsOf(later.filter(({ state }) => state !== 'joined' && state !== 'invited')),
  };
};

const ofMessage = (message: Message): DurableEvent => {
  const { roomId, rev } = message;
  const by = message.author.id;
  if (message.deletedAt !== undefined) return { type: 'message:deleted', roomId, rev, message, by };
  const change = message.restoredAt === undefined ? 'edit' : 'restore';
  return { type: 'message:updated', roomId, rev, message, by, change };
};

const ofMember = (roomId: string, stored: StoredMember, base: Head): DurableEvent => {
  const { state, rev, user, joinedSeq } = stored;
  const member: Member = toMember(stored);
  if (state === 'invited') return { type: 'member:invited', roomId, rev, member };
  if (state === 'joined')
    return { type: joinedSeq >= base.seq ? 'member:joined' : 'member:updated', roomId, rev, member };
  return { type: 'member:left', roomId, rev, userId: user.id, reason: state };
};
