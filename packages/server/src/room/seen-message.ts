import { ChatError, type Message } from '@chat/protocol';
import { hiddenFrom, type Access } from './room-access.ts';
import type { Context } from '../commands/context.ts';
import { kept } from './retention.ts';

/** A message that the caller may see, tombstone or not. What they may not see, and what is not kept any more, is not there. */
export const seenMessage = async (context: Context, access: Access, messageId: string): Promise<Message> => {
  const { room } = access;
  const [message, visibleAfter] = await Promise.all([
    room.timeline.message(room.id, messageId, { reader: context.user.id }),
    hiddenFrom(context, access),
  ]);
  const mine = message !== null && message.seq > visibleAfter;
  const [found] = kept(mine ? [message] : [], room.head.room, context.now());
  if (!found) throw new ChatError('not_found', 'no such message');
  return found;
};
