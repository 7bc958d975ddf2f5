import { ChatError, type GivenFile } from '@chat/server';

/** Largest attachment of an old front end, bytes. */
export const maxAttachmentBytes = 5_242_880;

/** What comes before the bytes: a type and its parameters, characters. */
const mostHeadLength = 1_000;

const refused = new ChatError('invalid', 'attachment must be a data URL, or { name, data } with one', {
  field: 'attachment',
});

/** A file from the old front end: a data URL, or one with a name. */
export const givenFile = (given: unknown): GivenFile | null => {
  if (given == null) return null;
  const { name, data }: { name?: unknown; data?: unknown } =
    typeof given === 'object' ? given : { data: given };
  if (typeof data !== 'string') throw refused;
  const [head = '', type] =
    /^data:([\w.+-]+\/[\w.+-]+)(?:;[\w=.,+-]+)*;base64,/.exec(data.slice(0, mostHeadLength)) ?? [];
  const base64 = data.slice(head.length).replace(/={1,2}$/, '');
  // Looks for what does not belong there: to match megabytes of what does would overflow the stack of the expression.
  if (type === undefined || base64 === '' || /[^A-Za-z0-9+/]/.test(base64)) throw refused;
  const bytes = Buffer.from(base64, 'base64');
  if (bytes.length > maxAttachmentBytes)
    throw new ChatError('too_large', `an attachment must be at most ${maxAttachmentBytes} bytes`, {
      field: 'attachment',
    });
  const called = typeof name === 'string' && name.trim() !== '' ? name : type.replace('/', '.');
  return { name: called, type, bytes };
};
