import type { ChatRoom } from '@chat/client';
import type { Message } from '@chat/protocol';
import { blockedTexts } from '../i18n/blocked-texts.ts';
import { messagePreview, type PreviewReader } from './message-preview.ts';

/** Returns a message on one line; a note in place of the message of a user whom the reader has blocked. */
export const unblockedPreview = (message: Message, context: PreviewReader & { room: ChatRoom }): string =>
  context.room.state.get().blocked.includes(message.author.id)
    ? blockedTexts(context.language.tag).message
    : messagePreview(message, context);
