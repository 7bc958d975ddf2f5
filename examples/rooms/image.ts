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
  const [, base64] = /^data:image\/[\w.+-]+;base64,([A-Za-z0-9+/]+={0,2})$/.exec(url) ?? [];
  return base64 === undefined ? null : Buffer.from(base64, 'base64');
};
