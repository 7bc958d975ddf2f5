import { createHash } from 'node:crypto';
import { fields, parseField } from '@chat/protocol';
import { newFileId } from '../files/file-id.ts';
import { directRoomId } from '../room/direct-room.ts';

/** Users of the application by what another chat knows them by: their id there, e-mail address or name. */
export type UserTable = ReadonlyMap<string, string>;

/** Derives ids from those of the source, so that a second import finds what the first one stored. */
export interface ImportedIds {
  room(sourceId: string): string;
  user(sourceId: string): string;
  /** Of a message, or of a further part of one. */
  message(roomId: string, sourceId: string, at: number, part?: number): string;
  file(messageId: string, at: number, index: number): string;
  direct(one: string, other: string): string;
}

/**
 * `prefix` distinguishes exports whose ids may be equal, such as those of two servers. `users` has the ids
 * that users of the source have here.
 */
export const createImportedIds = (prefix: string, users: ReadonlyMap<string, string>): ImportedIds => ({
  room: (sourceId) => validId(`${prefix}-${sourceId}`),
  user: (sourceId) => users.get(sourceId) ?? validId(`${prefix}-${sourceId}`),
  message: (roomId, sourceId, at, part = 0) =>
    newFileId(at, JSON.stringify([prefix, roomId, sourceId, ...(part > 0 ? [part] : [])])),
  file: (messageId, at, index) => newFileId(at, JSON.stringify([prefix, 'file', messageId, index])),
  direct: directRoomId,
});

const longest = 128;

/** Returns an id with these characters, as far as an id can have them, and otherwise with a hash. */
const validId = (text: string): string => {
  const plain = text.replace(/[\s/\\]+/g, '-');
  try {
    if (plain === text) return parseField(fields.id, plain, 'id');
  } catch {
    // It is too long, or has characters by which one id imitates another.
  }
  const hash = createHash('sha256').update(text).digest('base64url').slice(0, 12);
  const ascii = plain.replace(/[^\w.@:+-]+/g, '').slice(0, longest - hash.length - 1);
  return `${ascii}-${hash}`;
};
