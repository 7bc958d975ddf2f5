import { createHash } from 'node:crypto';
import type { LeftReason, Member, Message, Room } from '@chat/protocol';
import { toMember } from '../storage/decide/decide.ts';
import type { Head, StoredMember } from '../storage/contract/records.ts';
import type { Changes } from '../storage/contract/storage.ts';

/**
 * The body of a webhook: what happened, and the message, member or room as it is at the time of the delivery.
 * `rev` is the room's revision of its last change. Private messages are not included.
 */
export type WebhookEvent = { roomId: string; rev: number } & (
  | { type: 'message:created'; message: Message }
  | { type: 'message:updated'; message: Message }
  /** `message` is a tombstone. */
  | { type: 'message:deleted'; message: Message }
  | { type: 'member:invited'; member: Member }
  | { type: 'member:joined'; member: Member }
  | { type: 'member:updated'; member: Member }
  | { type: 'member:left'; userId: string; reason: LeftReason }
  | { type: 'room:created'; room: Room }
  | { type: 'room:updated'; room: Room }
  | { type: 'room:ended'; room: Room }
);
export type WebhookEventType = WebhookEvent['type'];

const eventTypes: Readonly<Record<WebhookEventType, true>> = {
  'message:created': true,
  'message:updated': true,
  'message:deleted': true,
  'member:invited': true,
  'member:joined': true,
  'member:updated': true,
  'member:left': true,
  'room:created': true,
  'room:updated': true,
  'room:ended': true,
};
export const webhookEventTypes = Object.keys(eventTypes) as WebhookEventType[];

/** How far a webhook has come in a room: every change up to `rev`, and every new message up to `seq`. */
export interface WebhookPosition {
  rev: number;
  seq: number;
}

/** An event, and the position once it is delivered. */
export interface PendingEvent {
  event: WebhookEvent;
  next: WebhookPosition;
}

interface Placed {
  event: WebhookEvent;
  /** Its place in the order: at most the `rev` of the change. */
  place: number;
  seq: number;
}

/**
 * Returns the events that lead from a position to what was read, in the order in which they happened. A
 * record has only its last change. A new message comes as created, at the place of its number, whatever its
 * later changes. `isUpdate`: whether the revision is known to have changed a member, not added one.
 */
export const eventsAfter = (
  changes: Changes,
  from: WebhookPosition,
  isUpdate: (rev: number) => boolean,
): PendingEvent[] => {
  const { head } = changes;
  const placed = [
    ...ofRoom(changes, from),
    ...changes.members.map((member) => ofMember(head.room.id, member, from, isUpdate)),
    ...ofMessages(changes.messages, from),
  ].sort((one, other) => one.place - other.place);
  let { seq } = from;
  return placed.map(({ event, seq: own }, index) => {
    const following = placed[index + 1];
    seq = Math.max(seq, own);
    const next = following ? { rev: following.place - 1, seq } : { rev: head.rev, seq: head.seq };
    return { event, next };
  });
};

/** Returns the event of one message that changed after a position. */
export const eventOfMessage = (message: Message, { seq }: WebhookPosition): WebhookEvent => {
  const { roomId, rev } = message;
  const type =
    message.deletedAt !== undefined
      ? 'message:deleted'
      : message.seq > seq
        ? 'message:created'
        : 'message:updated';
  return { type, roomId, rev, message };
};

const ofMessages = (messages: readonly Message[], from: WebhookPosition): Placed[] => {
  let place = Infinity;
  const places = new Map<string, number>();
  // A new message was created before the next one, even if it was changed after it.
  for (const message of messages.filter(({ seq }) => seq > from.seq).toSorted((a, b) => b.seq - a.seq)) {
    place = Math.min(place, message.rev);
    places.set(message.id, place);
  }
  return messages
    .toSorted((one, other) => one.seq - other.seq)
    .map((message) => ({
      event: eventOfMessage(message, from),
      place: places.get(message.id) ?? message.rev,
      seq: places.has(message.id) ? message.seq : 0,
    }));
};

const ofRoom = ({ head, room: isChanged }: Changes, from: WebhookPosition): Placed[] => {
  const { room, roomRev } = head;
  if (from.rev === 0)
    return [{ event: { type: 'room:created', roomId: room.id, rev: roomRev, room }, place: 1, seq: 0 }];
  if (!isChanged) return [];
  const type = room.phase === 'ended' ? 'room:ended' : 'room:updated';
  return [{ event: { type, roomId: room.id, rev: roomRev, room }, place: roomRev, seq: 0 }];
};

const ofMember = (
  roomId: string,
  stored: StoredMember,
  from: WebhookPosition,
  isUpdate: (rev: number) => boolean,
): Placed => {
  const { state, rev, user, joinedSeq } = stored;
  const member: Member = toMember(stored);
  const isNew = joinedSeq >= from.seq && !isUpdate(rev);
  const event: WebhookEvent =
    state === 'invited'
      ? { type: 'member:invited', roomId, rev, member }
      : state === 'joined'
        ? { type: isNew ? 'member:joined' : 'member:updated', roomId, rev, member }
        : { type: 'member:left', roomId, rev, userId: user.id, reason: state };
  return { event, place: rev, seq: 0 };
};

const subjectOf = (event: WebhookEvent): string[] => {
  if ('message' in event) return ['message', event.message.id];
  if ('room' in event) return ['room'];
  return ['member', 'member' in event ? event.member.user.id : event.userId];
};

/** Returns the id of an event, the same however often it is delivered. */
export const idOfEvent = (event: WebhookEvent, { epoch }: Pick<Head, 'epoch'>): string => {
  const text = JSON.stringify([epoch, event.roomId, event.rev, ...subjectOf(event)]);
  return `evt_${createHash('sha256').update(text).digest('base64url').slice(0, 32)}`;
};
