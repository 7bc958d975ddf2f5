import type { DurableEvent, Member, Message } from '@chat/protocol';
import { toMember } from '../storage/decide/decide.ts';
import type { Head, StoredMember } from '../storage/contract/records.ts';
import type { Changes } from '../storage/contract/storage.ts';

/** What the store holds beyond what is known here, as it is to be told. */
export interface EventsSince {
  /** One for each `rev` from the next on, without a gap. */
  events: DurableEvent[];
  /** Ids of those who may have been out of the room meanwhile and in again: what they may read has to be read anew. */
  unsure: string[];
  /** Ids of those who are out of it, and may have been since before the `rev` that says so: they hear of that alone. */
  closed: string[];
  /** Ids of those who are asked to come in, and may have been out of it since before. */
  asked: string[];
}

/**
 * The events that lead from `base` to what was read. A record tells its last change alone: the revisions of those before are
 * told as `skip`, which says nothing to anybody. A message that is new here is told as new, whatever became of it since.
 * `own`: what was committed here and is not told yet, by `rev`, is told as it was, but for what it changed in a message that is new.
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
  return { type: 'message:updated', roomId, rev, message, by, change: 'edit' };
};

const ofMember = (roomId: string, stored: StoredMember, base: Head): DurableEvent => {
  const { state, rev, user, joinedSeq } = stored;
  const member: Member = toMember(stored);
  if (state === 'invited') return { type: 'member:invited', roomId, rev, member };
  if (state === 'joined')
    return { type: joinedSeq >= base.seq ? 'member:joined' : 'member:updated', roomId, rev, member };
  return { type: 'member:left', roomId, rev, userId: user.id, reason: state };
};
