import type { Connection } from '../connections/connection.ts';
import { ChatError, type EventOf, type Message, type User } from '@chat/protocol';
import type { Change } from '../storage/contract/change.ts';
import type { DeletedContent, RecordChange, StoredRecord } from '../storage/contract/records.ts';
import type { TimelineStore } from '../storage/contract/storage.ts';
import { pendingKinds } from '../storage/decide/approval.ts';
import { isHost } from '../storage/decide/room-modes.ts';
import { listenersWithRole } from './audience.ts';
import type { LiveRoom } from './live-room.ts';
import { withOwnReactions } from './own-reactions.ts';

interface CommitListeners {
  /** Gets what a deletion removed, if it can be undone. */
  onDeleted?: (deleted: DeletedContent) => void;
  /** Gets the records that the change stored. */
  onRecords?: (records: readonly RecordChange[]) => void;
}

/**
 * Commits a change of a message and returns the message as its actor sees it. Changes of one connection are
 * committed in their order, and may share a transaction. Throws `pending_approval` if the message was stored, but waits for a moderator.
 */
export const commitMessage = async (
  { placed, user }: { placed(): void; user: User },
  room: LiveRoom,
  change: Change,
  { onDeleted, onRecords }: CommitListeners = {},
): Promise<Message> => {
  const committing = room.commit(change);
  placed();
  const { event, deleted, records } = await committing;
  if (records) onRecords?.(records);
  if (event.type === 'skip') throw pendingApproval();
  if (!('message' in event)) throw new Error(`a ${change.kind} was answered by ${event.type}`);
  if (deleted) onDeleted?.(deleted);
  const [message = event.message] = await withOwnReactions(room, user.id, [event.message]);
  return message;
};

/** A change of the messages that wait for approval. `userId`: the author. */
export interface ApprovalChange extends Omit<EventOf<'approval:changed'>, 'type'> {
  userId: string;
}

/** Tells an author that a message was stored, and is not published yet. */
export const pendingApproval = (): ChatError =>
  new ChatError('forbidden', 'the message is stored and waits for the approval of a moderator', {
    reason: 'pending_approval',
  });

export const isPendingApproval = (error: unknown): boolean =>
  error instanceof ChatError && error.reason === 'pending_approval';

/** Returns the message of this id that waits for approval, or null. */
export const pendingRecord = async (
  { id, timeline }: { id: string; timeline: Pick<TimelineStore, 'record'> },
  messageId: string,
): Promise<StoredRecord | null> => {
  const place = await timeline.record(id, pendingKinds.place, messageId);
  return place && timeline.record(id, pendingKinds.message, (place.body as { key: string }).key);
};

/** Delivers the change to the connections of moderators and of the author that are in the room. */
export const deliverApprovalChange = (
  { head, audience }: Pick<LiveRoom, 'head' | 'audience'>,
  { userId, ...change }: ApprovalChange,
): void => {
  for (const { connection, role } of listenersWithRole(audience)) {
    if (connection.user.id === userId || (role && isHost(head.room, role)))
      connection.deliver([{ type: 'approval:changed', ...change }]);
  }
};

/** Tells moderators and the author, on this node and others. */
export const publishApproval = (
  { ephemeral }: { ephemeral: { approval(change: ApprovalChange): void } },
  room: LiveRoom,
  change: ApprovalChange,
): void => {
  deliverApprovalChange(room, change);
  ephemeral.approval(change);
};

/** A user has entered or left the lobby of a room, or there is a message between them and the hosts. */
export interface LobbyChange {
  roomId: string;
  userId: string;
}

/** Sends it to the hosts in the room on this node, and to the user outside it. */
export const deliverLobbyChange = (
  room: Pick<LiveRoom, 'head' | 'audience'> | undefined,
  connectionsOf: (userId: string) => Iterable<Connection>,
  { roomId, userId }: LobbyChange,
): void => {
  const event = { type: 'lobby:changed', roomId, userId } as const;
  for (const connection of connectionsOf(userId)) connection.deliver([event]);
  if (!room) return;
  for (const { connection, role } of listenersWithRole(room.audience))
    if (connection.user.id !== userId && role && isHost(room.head.room, role)) connection.deliver([event]);
};
