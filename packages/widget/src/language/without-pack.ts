import type { ChatError } from '@chat/protocol';
import type { Dictionary, KnownReason, Plural, PluralKey, TextKey } from './dictionary.ts';

/** English for when not even its own texts could be loaded; what is not here is said by its key. */
const few: Partial<Record<TextKey, string>> = {
  joinTitle: 'Join the conversation',
  nameHint: 'This is how others will see you in the chat.',
  writeMessage: 'Write a message',
  disconnected: 'You are offline. What you write is sent when you are back.',
  emptyTitle: 'No messages yet',
  emptyText: '',
  startOfRoom: '',
  failed: 'Not sent',
  said: '{name}: {text}',
};

/** `yourName`: "Your name". */
export const textOf = (key: TextKey): string =>
  few[key] ??
  key.charAt(0).toUpperCase() + key.slice(1).replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);

export const formsOf = (key: PluralKey): Plural => ({
  other: key === 'typing' ? '{names}…' : `{n} ${key}`,
});

export const errorText = (
  { reasons, codes }: Partial<Dictionary>,
  { code, reason }: Pick<ChatError, 'code' | 'reason'>,
): string =>
  reasons?.[reason as KnownReason] ?? codes?.[code] ?? codes?.internal ?? 'Something went wrong. Try again.';
