import { ChatError } from '@chat/server';

/** Largest image in a message, bytes. */
export const maxImageBytes = 1_048_576;

const invalid = (): ChatError =>
  new ChatError('invalid', 'image must be a data URL of an image, or bytes', { field: 'image' });

/** Returns the bytes of an image from the old front end: a data URL, or bytes. Its type is checked later. */
export const imageBytes = (given: unknown): Uint8Array => {
  const bytes = given instanceof Uint8Array ? given : typeof given === 'string' ? fromDataUrl(given) : null;
  if (bytes === null || bytes.length === 0) throw invalid();
  if (bytes.length > maxImageBytes)
    throw new ChatError('too_large', `an image must be at most ${maxImageBytes} bytes`, { field: 'image' });
  return bytes;
};

const fromDataUrl = (url: string): Uint8Array | null => {
  const [head] = /^data:image\/[\w.+-]{1,100};base64,/.exec(url) ?? [];
  if (head === undefined) return null;
  const base64 = url.slice(head.length).replace(/={1,2}$/, '');
  // Looks for what does not belong there: to match a megabyte of what does could overflow the stack of the expression.
  return /[^A-Za-z0-9+/]/.test(base64) ? null : Buffer.from(base64, 'base64');
};
