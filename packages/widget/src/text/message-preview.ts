import type { ChatClient } from '@chat/client';
import type { Message } from '@chat/protocol';
import type { Language } from '../i18n/language.ts';
import { plainText } from './markdown.ts';
import { attachmentPreview } from './attachment-preview.ts';

const longest = 240;

/** The reader, and the language. */
export interface PreviewReader {
  client: ChatClient;
  language: Language;
}

/** Returns a message on one line. */
export const messagePreview = (message: Message, { client, language }: PreviewReader): string => {
  if (message.deletedAt !== undefined) return language.text('deleted');
  const text = plainText(message.text) || message.text.trim();
  return (
    text.slice(0, longest) || attachmentPreview(message, message.author.id === client.user?.id, language)
  );
};
