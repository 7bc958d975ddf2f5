// Files of encrypted rooms: bytes that the server cannot read, under a name and a type that say nothing.
import { ChatError, opaqueFile, type RoomFile } from '@chat/protocol';
import type { ReceivedFile } from './receive-file.ts';

const refused = (field: string, rule: string): ChatError =>
  new ChatError('conflict', `in an encrypted room, ${rule}`, { reason: 'encrypted_room', field });

/** Throws `conflict` / `encrypted_room` if an upload into an encrypted room states more than its bytes. */
export const refuseReadableUpload = ({ name, type, fields, poster, posterType }: ReceivedFile): void => {
  const [field] = fields.keys();
  if (field !== undefined) throw refused('form', 'the form of an upload has no other fields');
  if (name !== opaqueFile.name) throw refused('file', `a file is named ${opaqueFile.name}`);
  if (type !== opaqueFile.type) throw refused('file', `a file is ${opaqueFile.type}`);
  if (poster && posterType !== opaqueFile.type) throw refused('poster', `a poster is ${opaqueFile.type}`);
};

/** Returns what the server knows of a file that it cannot read. */
export const opaqueFileOf = (
  about: Pick<RoomFile, 'fileId' | 'roomId' | 'uploadedBy' | 'uploadedAt'>,
  { size, poster }: Pick<ReceivedFile, 'size' | 'poster'>,
): RoomFile => ({
  ...about,
  ...opaqueFile,
  size,
  ...(poster ? { thumbnail: true } : {}),
  kind: 'document',
});
