import type { CallSignal, RoomCall } from './calls.ts';
import type { LeftReason, Member } from './members.ts';
import type { Message } from './messages.ts';
import type { Presence } from './presence.ts';
import type { Room, RoomSummary } from './rooms.ts';
import type { Author } from './messages.ts';

/** What an edit of a message changed. */
export type MessageChange = 'edit' | 'reaction' | 'pin' | 'thread' | 'call';

/** Which reaction of `by` came or went; told with a change of `reaction`. */
export interface ReactionChange {
  emoji: string;
  added: boolean;
}

/** Events that are in the room's order: each takes the next `rev` and is never dropped. */
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
  /** `invitedBy` of the member is set: they may accept. */
  | { type: 'member:invited'; member: Member }
  | { type: 'member:joined'; member: Member }
  | { type: 'member:updated'; member: Member }
  | { type: 'member:left'; userId: string; reason: LeftReason }
  | { type: 'room:updated'; room: Room }
  | { type: 'room:ended'; room: Room }
  /** This revision is not for you; it keeps your count. */
  | { type: 'skip' }
);

/** Events that speak of now, without a `rev`; they may be dropped. */
export type EphemeralEvent = { roomId: string } & (
  | { type: 'typing:changed'; users: Author[]; count: number }
  /**
   * How far somebody has read, and when they came there. Of my own it is where I am: with a higher `turn` than I know I went
   * back, on another page of mine.
   */
  | { type: 'receipt:updated'; userId: string; seq: number; at?: number; turn?: number }
  /** Messages have come to devices of these people, up to here. */
  | { type: 'receipt:delivered'; receipts: { userId: string; delivered: number }[] }
  /** Told to moderators: a report was made or resolved. */
  | { type: 'report:changed' }
  /** Messages created before this moment are no longer kept, ms since the epoch. */
  | { type: 'message:expired'; before: number }
  | { type: 'presence:changed'; joined: Presence[]; left: string[]; updated: Presence[]; occupancy: number }
  /** So many let an emoji float up within one window. */
  | { type: 'reaction:burst'; emoji: string; count: number }
  /** A call of mine rings, goes on or has ended: as it is now. Told to all my connections, in the room or not. */
  | { type: 'call:changed'; call: RoomCall }
  /** From the device of the other to the one that is in the call. `from`: user id. */
  | { type: 'call:signal'; callId: string; from: string; signal: CallSignal }
  /** One of my rooms is new, or is not as it was listed. Told to connections that have listed their rooms. */
  | { type: 'room:changed'; summary: RoomSummary }
  /** It is no longer one of my rooms. */
  | { type: 'room:removed' }
  /** Some of these were dropped, for this reader was slow: join again to see how things are now. */
  | { type: 'missed' }
);

export type ChatEvent = DurableEvent | EphemeralEvent;
export type EventType = ChatEvent['type'];
/** The event of one type. */
export type EventOf<T extends EventType> = Extract<ChatEvent, { type: T }>;

/** The `rev` of a durable event, or undefined for an ephemeral one. */
export const revOf = (event: ChatEvent): number | undefined => ('rev' in event ? event.rev : undefined);
