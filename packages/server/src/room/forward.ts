import { ChatError, type Message } from '@chat/protocol';
import type { FileRecordStore } from '../storage/contract/file-record-store.ts';
import type { StoredFile } from '../storage/contract/records.ts';
import { accessRoom, recheckAccess, visibleMessage, type AccessContext } from './room-access.ts';

/** The message that a new one copies, with the files of it that are copied. */
export interface ForwardSource {
  files: StoredFile[];
  /** User id of the author of the text; absent if the text is not the original's. */
  userId?: string;
}

export interface ForwardRequest {
  roomId: string;
  messageId: string;
  text: string;
  fileIds: readonly string[];
}

const field = 'forwardFrom';

/**
 * Returns the source of a forwarded message. Throws `not_found` if the caller may not read it, and `forbidden` if it
 * is private.
 */
export const forwardSource = async (
  context: AccessContext & { storage: { files: Pick<FileRecordStore, 'get'> } },
  { roomId, messageId, text, fileIds }: ForwardRequest,
): Promise<ForwardSource> => {
  const source = await readableMessage(context, roomId, messageId);
  if (source.to) throw new ChatError('forbidden', 'private messages cannot be forwarded', { field });
  if (source.kind !== 'text') throw new ChatError('invalid', 'only messages can be forwarded', { field });
  // Its files were stored as they came, without the checks that files of other rooms pass.
  if (source.encrypted)
    throw new ChatError('conflict', 'encrypted messages cannot be forwarded', {
      reason: 'encrypted_room',
      field,
    });
  const known = new Set(source.attachments.map(({ fileId }) => fileId));
  const files = await Promise.all(
    fileIds.filter((id) => known.has(id)).map((id) => context.storage.files.get(id)),
  );
  const found = files.filter((file) => file !== null);
  if (found.length < fileIds.length) {
    const rule = 'attachments must be files of the message that is forwarded';
    throw new ChatError('not_found', rule, { reason: 'file_unknown', field: 'attachments' });
  }
  const author = source.forwarded ? source.forwarded.userId : source.author.id;
  return { files: found, ...(author === undefined || source.text !== text ? {} : { userId: author }) };
};

const readableMessage = async (
  context: AccessContext,
  roomId: string,
  messageId: string,
): Promise<Message> => {
  try {
    const access = await accessRoom(context, roomId);
    const found = await visibleMessage(context, access, messageId);
    await recheckAccess(context, access, [found]);
    if (found.deletedAt === undefined) return found;
  } catch (error) {
    if (!(error instanceof ChatError) || error.code === 'internal') throw error;
  }
  throw new ChatError('not_found', 'no such message', { field });
};
