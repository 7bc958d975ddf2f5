import type { Message, User } from '@chat/protocol';
import type { Change } from '../storage/contract/change.ts';
import type { DeletedContent } from '../storage/contract/records.ts';
import type { LiveRoom } from './live-room.ts';
import { withOwnReactions } from './own-reactions.ts';

/**
 * Commits a change of a message and returns the message as its actor sees it. Changes of one connection are
 * committed in their order, and may share a transaction. `onDeleted` gets what a deletion removed, if it can
 * be undone.
 */
export const commitMessage = async (
  { placed, user }: { placed(): void; user: User },
  room: LiveRoom,
  change: Change,
  onDeleted?: (deleted: DeletedContent) => void,
): Promise<Message> => {
  const committing = room.commit(change);
  placed();
  const { event, deleted } = await committing;
  if (!('message' in event)) throw new Error(`a ${change.kind} was answered by ${event.type}`);
  if (deleted) onDeleted?.(deleted);
  const [message = event.message] = await withOwnReactions(room, user.id, [event.message]);
  return message;
};
