import type { Message } from '@chat/protocol';
import type { Language } from './language/language.ts';
import { plainText } from './markdown.ts';

const longest = 240;

/** A message in one line. */
export const gist = (message: Message, language: Language): string => {
  if (message.deletedAt !== undefined) return language.text('deleted');
  const [file] = message.attachments;
  return plainText(message.text).slice(0, longest) || (file ? file.name : language.text('attachedFile'));
};
