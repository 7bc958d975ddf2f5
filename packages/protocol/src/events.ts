import type { CallSignal, RoomCall } from './calls/calls.ts';
import type { LeftReason, Member } from './features/members.ts';
import type { Message } from './features/messages.ts';
import type { Caption } from './live/captions.ts';
import type { RaisedHand } from './live/hands.ts';
import type { Question } from './live/questions.ts';
import type { Presence } from './features/presence.ts';
import type { Room, RoomSummary } from './features/rooms.ts';
import type { Draft } from './personal/drafts.ts';
import type { MessageReminder } from './personal/message-reminders.ts';
import type { ScheduledMessage } from './personal/scheduled.ts';
import type { Author } from './features/users.ts';

/** The changes that an edit made to a message. */
export type MessageChange = 'edit' | 'reaction' | 'pin' | 'thread' | 'call' | 'restore' | 'card' | 'poll';

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
  /**
   * Sent to moderators: the messages that wait for approval have changed. Sent to the author with the
   * `outcome`: a moderator has decided.
   */
  | { type: 'approval:changed'; messageId: string; outcome?: 'approved' | 'rejected' }
  /** Questions as they are now, without `mine` and `upvoted`; `gone`: ids of those that were dismissed or removed. */
  | { type: 'question:changed'; questions: Question[]; gone: string[]; open: number }
  /** The raised hands have changed: all of them, in order. */
  | { type: 'hand:changed'; hands: RaisedHand[] }
  /** Sent to hosts and to the user: a user has entered or left the lobby, or there is a message. */
  | { type: 'lobby:changed'; userId: string }
  /** A scheduled message of mine; null if it was sent or cancelled. Sent to all my connections. */
  | { type: 'scheduled:changed'; messageId: string; scheduled: ScheduledMessage | null }
  /** I saved a message, `savedAt` ms since the epoch; null: it is not saved any more. Sent to all my connections. */
  | { type: 'saved:changed'; messageId: string; savedAt: number | null }
  /** A reminder of mine; null if it was cancelled or dismissed. Sent to all my connections. */
  | { type: 'reminder:changed'; messageId: string; reminder: MessageReminder | null }
  /** A draft of mine; its text is empty once it is sent or discarded. Sent to all my connections. */
  | { type: 'draft:changed'; draft: Draft }
  /** My blocked users, as they are now. Sent to all my connections, for each room that they have joined. */
  | { type: 'blocked:changed'; userIds: string[] }
  /** Messages created before this time were deleted by retention, ms since the epoch. */
  | { type: 'message:expired'; before: number }
  | { type: 'presence:changed'; joined: Presence[]; left: string[]; updated: Presence[]; occupancy: number }
  /** `count` users showed an emoji within one time window. */
  | { type: 'reaction:burst'; emoji: string; count: number }
  /** The captions that are new or have changed. */
  | { type: 'caption:changed'; captions: Caption[] }
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
