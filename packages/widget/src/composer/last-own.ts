import type { ChatRoom, MessageItem } from '@chat/client';

/** What is shown of a room, or of the thread of a message. */
export const itemsIn = (room: ChatRoom, thread: string): readonly MessageItem[] =>
  (thread ? room.thread(thread) : room.messages).get().items;

/** The last message of mine there that I may edit. One on its way is among them: it is changed once it is stored. */
export const lastOwn = (room: ChatRoom | null, thread: string): MessageItem | undefined => {
  if (!room?.state.get().can?.['message:edit']) return undefined;
  return itemsIn(room, thread).findLast(
    ({ mine, status, deletedAt, kind }) => mine && status !== 'failed' && !deletedAt && kind === 'text',
  );
};
