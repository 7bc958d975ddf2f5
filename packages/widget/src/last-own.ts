import type { ChatRoom, MessageItem } from '@chat/client';

/** The last message of mine that I may edit, of the room or of the thread of a message. */
export const lastOwn = (room: ChatRoom | null, thread: string): MessageItem | undefined => {
  if (!room?.state.get().can?.['message:edit']) return undefined;
  return (thread ? room.thread(thread) : room.messages)
    .get()
    .items.findLast(
      ({ mine, status, deletedAt, kind }) => mine && status === 'sent' && !deletedAt && kind === 'text',
    );
};
