import type { ChatError } from '@chat/protocol';
import type { Dictionary, KnownReason, Plural, PluralKey, TextKey } from './dictionary.ts';

/** English for when not even the English texts could be loaded; other texts show their keys. */
const few: Partial<Record<TextKey, string>> = {
  emptyTitle: 'No messages yet',
  emptyText: '',
  nameHint: '',
  startOfRoom: '',
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
