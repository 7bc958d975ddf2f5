import type { CallSignal, RoomCall } from './calls/calls.ts';
import type { LeftReason, Member } from './features/members.ts';
import type { Message } from './features/messages.ts';
import type { Presence } from './features/presence.ts';
import type { Room, RoomSummary } from './features/rooms.ts';
import type { Author } from './features/users.ts';

/** What an edit of a message changed. */
export type MessageChange = 'edit' | 'reaction' | 'pin' | 'thread' | 'call' | 'restore';

/** The reaction that `by` added or removed; sent if `change` is `reaction`. */
export interface ReactionChange {
  emoji: string;
  added: boolean;
}

/** Durable events: each has the next `rev` of the room and is never dropped. */
export type DurableEvent = { roomId: string; rev: number } & (
  | { type: 'message:created'; message: Message }
  | {
      type: 'message:updated';
      message: Message;
      by: string;
      change: MessageChange;
      reaction?: ReactionChange;
    }
  | { type: 'message:deleted'; message: Message; by: string }
  /** `invitedBy` of the member is set until they accept. */
  | { type: 'member:invited'; member: Member }
  | { type: 'member:joined'; member: Member }
  | { type: 'member:updated'; member: Member }
  | { type: 'member:left'; userId: string; reason: LeftReason }
  | { type: 'room:updated'; room: Room }
  | { type: 'room:ended'; room: Room }
  /** You may not see the change of this revision; the event keeps your `rev` without gaps. */
  | { type: 'skip' }
);

/** Ephemeral events have no `rev` and may be dropped. */
export type EphemeralEvent = { roomId: string } & (
  | { type: 'typing:changed'; users: Author[]; count: number }
  /**
   * A user's read marker, and when it got there. For my own marker, a higher `turn` than I know means that it
   * moved back, on another page of mine.
   */
  | { type: 'receipt:updated'; userId: string; seq: number; at?: number; turn?: number }
  /** Devices of these users have the messages up to `delivered`. */
  | { type: 'receipt:delivered'; receipts: { userId: string; delivered: number }[] }
  /** Sent to moderators: a report was made or resolved. */
  | { type: 'report:changed' }
  /** Messages created before this time were deleted by retention, ms since the epoch. */
  | { type: 'message:expired'; before: number }
  | { type: 'presence:changed'; joined: Presence[]; left: string[]; updated: Presence[]; occupancy: number }
  /** `count` users showed an emoji within one time window. */
  | { type: 'reaction:burst'; emoji: string; count: number }
  /** A call of mine, as it is now. Sent to all my connections, in the room or not. */
  | { type: 'call:changed'; call: RoomCall }
  /** A signal of the other user's device, sent to my device in the call. `from`: user id. */
  | { type: 'call:signal'; callId: string; from: string; signal: CallSignal }
  /** One of my rooms is new, or its summary changed. Sent to connections that have listed their rooms. */
  | { type: 'room:changed'; summary: RoomSummary }
  /** The room is no longer one of mine. */
  | { type: 'room:removed' }
  /** Events were dropped because this connection was slow: join again to catch up. */
  | { type: 'missed' }
);

export type ChatEvent = DurableEvent | EphemeralEvent;
export type EventType = ChatEvent['type'];
/** The event of one type. */
export type EventOf<T extends EventType> = Extract<ChatEvent, { type: T }>;

/** Returns the `rev` of a durable event; undefined for an ephemeral one. */
export const revOf = (event: ChatEvent): number | undefined => ('rev' in event ? event.rev : undefined);
