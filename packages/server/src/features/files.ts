import { ChatError, pageSize, type fileCommands, type Input, type RoomFile } from '@chat/protocol';
import { accessRoom, hiddenUpTo, markOf, type Access } from '../room/room-access.ts';
import type { Context, Handlers } from '../commands/context.ts';
import { noFile } from '../files/signed-urls.ts';
import type { Files } from '../files/files.ts';
import { hasAttachment, holdsFile, removedMarker } from '../files/file-lifecycle.ts';
import { pendingRecord } from '../room/commit-message.ts';
import { bodyOf } from '../storage/decide/approval.ts';
import { isHost } from '../storage/decide/room-modes.ts';
import { withinRetention } from '../storage/shared/retention.ts';

/** How many pages one list reads to find files that this reader may see. */
const mostPages = 5;

const filesOf = ({ files }: Context): Files => {
  if (files) return files;
  throw new ChatError('not_found', 'this server takes no files');
};

/** Returns a predicate: whether this reader of a room may see the message of a file. */
type Sees = (file: RoomFile) => Promise<boolean>;

/** Whether the caller may see the file of a message that waits for approval: its author and moderators. */
const seesPending = async (
  context: Context,
  { room, effectiveRole }: Access,
  file: RoomFile,
): Promise<boolean> => {
  const found = file.messageId === undefined ? null : await pendingRecord(room, file.messageId);
  if (!found) return false;
  const { author, draft } = bodyOf(found);
  if (!draft.attachments.some(({ fileId }) => fileId === file.fileId)) return false;
  return author.id === context.user.id || isHost(room.head.room, effectiveRole.role);
};

const readerOf = async (context: Context, access: Access, holds: typeof holdsFile): Promise<Sees> => {
  const { room, member } = access;
  const { user } = context;
  const mark = room.head.room.history === 'all' ? null : await markOf(context, room, member);
  return async ({ fileId, messageId, uploadedBy }) => {
    if (messageId === undefined) return uploadedBy === user.id;
    if (messageId === removedMarker) return false;
    const message = await room.timeline.message(room.id, messageId, { reader: user.id });
    if (message === null || !holds(message, fileId)) return false;
    if (message.seq <= hiddenUpTo(room, user, member, mark)) return false;
    return withinRetention([message], room.head.room, context.now()).length === 1;
  };
};

/**
 * Returns a file that the caller may see, with its room. Unknown, forbidden and deleted look the same:
 * `not_found`.
 */
const visibleFile = async (
  context: Context,
  fileId: string,
): Promise<{ file: RoomFile; room: Access['room'] }> => {
  const record = await context.storage.files.get(fileId);
  if (!record) throw noFile();
  const { file } = record;
  const access = await accessRoom(context, file.roomId).catch((error: unknown) => {
    throw error instanceof ChatError && error.code !== 'internal' ? noFile() : error;
  });
  const sees = await readerOf(context, access, holdsFile);
  if (!(await sees(file)) && !(await seesPending(context, access, file))) throw noFile();
  return { file, room: access.room };
};

const list = async (
  context: Context,
  { roomId, before, kind, limit = pageSize.default }: Input<'file:list'>,
): Promise<{ files: RoomFile[]; hasMore: boolean }> => {
  filesOf(context);
  const access = await accessRoom(context, roomId);
  // Pictures of link cards are not files that were sent.
  const sees = await readerOf(context, access, hasAttachment);
  const found: RoomFile[] = [];
  let cursor = before;
  let hasMore = true;
  for (let pages = 0; hasMore && found.length < limit && pages < mostPages; pages += 1) {
    const page = await context.storage.files.list(roomId, {
      limit: limit - found.length,
      ...(cursor === undefined ? {} : { before: cursor }),
      ...(kind === undefined ? {} : { kind }),
    });
    for (const { file } of page.files) if (await sees(file)) found.push(file);
    cursor = page.files.at(-1)?.file.fileId;
    ({ hasMore } = page);
  }
  return { files: found, hasMore };
};

const remove = async (context: Context, { fileId }: Input<'file:delete'>): Promise<Record<string, never>> => {
  const { lifecycle } = filesOf(context);
  const { file, room } = await visibleFile(context, fileId);
  const { messageId } = file;
  if (messageId === undefined) {
    // If it was sent at this very moment, its uploader can no longer remove it this way.
    if (!(await lifecycle.takeBack(file))) throw noFile();
  } else {
    await lifecycle.suspect(file.roomId, messageId, false);
    const { user: actor, now } = context;
    const { event } = await room.commit({ kind: 'detach', actor, at: now(), messageId, fileId });
    // The message was deleted with its last file, and its files with it.
    if (event.type === 'message:deleted') return {};
  }
  await lifecycle.discard(fileId);
  return {};
};

export const files: Handlers<keyof typeof fileCommands> = {
  'file:list': list,
  'file:url': async (context, { fileId, variant = 'original' }) => {
    const { urls } = filesOf(context);
    const { file } = await visibleFile(context, fileId);
    // An image without a thumbnail is its own.
    const isSmall = variant === 'thumbnail' && !file.thumbnail;
    return urls.make(fileId, isSmall ? 'original' : variant);
  },
  'file:delete': remove,
};
