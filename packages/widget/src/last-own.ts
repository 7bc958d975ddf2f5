import type { ChatRoom, MessageItem } from '@chat/client';

/** The last message of mine that I may edit. */
export const lastOwn = (room: ChatRoom | null): MessageItem | undefined => {
  if (!room?.state.get().can?.['message:edit']) return undefined;
  return room.messages
    .get()
    .items.findLast(
      ({ mine, status, deletedAt, kind }) => mine && status === 'sent' && !deletedAt && kind === 'text',
    );
};
