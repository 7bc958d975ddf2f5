import { ChatError, type GivenFile } from '@chat/server';

/** Largest attachment of an old front end, bytes. */
export const maxAttachmentBytes = 5_242_880;

const refused = new ChatError('invalid', 'attachment must be a data URL, or { name, data } with one', {
  field: 'attachment',
});

/** A file from the old front end: a data URL, or one with a name. */
export const givenFile = (given: unknown): GivenFile | null => {
  if (given == null) return null;
  const { name, data }: { name?: unknown; data?: unknown } =
    typeof given === 'object' ? given : { data: given };
  if (typeof data !== 'string') throw refused;
  const [, type, base64] =
    /^data:([\w.+-]+\/[\w.+-]+)(?:;[\w=.,+-]+)*;base64,([A-Za-z0-9+/]+={0,2})$/.exec(data) ?? [];
  if (type === undefined || base64 === undefined) throw refused;
  const bytes = Buffer.from(base64, 'base64');
  if (bytes.length > maxAttachmentBytes)
    throw new ChatError('too_large', `an attachment must be at most ${maxAttachmentBytes} bytes`, {
      field: 'attachment',
    });
  const called = typeof name === 'string' && name.trim() !== '' ? name : type.replace('/', '.');
  return { name: called, type, bytes };
};
