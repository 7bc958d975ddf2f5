import type { MessageDraft } from '../contract/change.ts';

/**
 * Returns a 53-bit hash of what a message was first sent with. It stays when the text is edited or deleted,
 * so that a retry can be distinguished from another message with the same id. It is too short to reveal a
 * deleted text. Mentions are left out, since the server may derive them again.
 */
export const fingerprint = ({
  kind,
  text,
  replyTo,
  threadId,
  alsoToRoom,
  attachments,
  to,
  data,
  forward,
  location,
  encrypted,
  poll,
}: MessageDraft): number =>
  hash(
    JSON.stringify([
      kind,
      text,
      replyTo ?? null,
      // Each attempt to forward makes other copies of the same files.
      forward?.fileIds ?? attachments.map(({ fileId }) => fileId),
      sorted(data ?? null),
      ...(to === undefined ? [] : [to.toSorted()]),
      ...(threadId === undefined ? [] : ['thread', threadId, alsoToRoom === true]),
      ...(forward === undefined ? [] : ['forward', forward.roomId, forward.messageId]),
      ...(location === undefined ? [] : ['location', sorted(location)]),
      ...(encrypted === undefined ? [] : ['encrypted', sorted(encrypted)]),
      ...(poll === undefined ? [] : ['poll', sorted(poll)]),
    ]),
  );

const sorted = (value: unknown): unknown => {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(sorted);
  const entries = Object.entries(value).filter(([, part]) => part !== undefined);
  return entries.sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, part]) => [key, sorted(part)]);
};

// cyrb53: two 32-bit multiplicative hashes, of which 53 bits are used.
const hash = (text: string): number => {
  let a = 0xdeadbeef;
  let b = 0x41c6ce57;
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index);
    a = Math.imul(a ^ unit, 2654435761);
    b = Math.imul(b ^ unit, 1597334677);
  }
  a = Math.imul(a ^ (a >>> 16), 2246822507) ^ Math.imul(b ^ (b >>> 13), 3266489909);
  b = Math.imul(b ^ (b >>> 16), 2246822507) ^ Math.imul(a ^ (a >>> 13), 3266489909);
  return 4294967296 * (2097151 & b) + (a >>> 0);
};
