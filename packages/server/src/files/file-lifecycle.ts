import {
  ChatError,
  type Attachment,
  type Limits,
  type Message,
  type RoomFile,
  type User,
} from '@chat/protocol';
import type { Logger } from '../logger.ts';
import type { LiveRoom } from '../room/live-room.ts';
import type { RoomRegistry } from '../room/room-registry.ts';
import { withinRetention } from '../storage/shared/retention.ts';
import type { StoredFile } from '../storage/contract/records.ts';
import type { ChatStorage } from '../storage/contract/storage.ts';
import { keyOf, thumbnailKeyOf, type FileStore } from './file-store.ts';

/** Keeps files until their message is deleted, or for an hour if they are never sent. */
export interface FileLifecycle {
  /**
   * Sends a message with files. The files are bound to it before it is committed, so that no other message
   * can have them. The same message may be sent again. Throws `not_found` / `file_unknown` if one of them
   * cannot be sent.
   */
  send(sending: Sending, commit: (attachments: Attachment[]) => Promise<Message>): Promise<Message>;
  /** Reserves an unsent file for removal. False if it was sent meanwhile. */
  takeBack(file: RoomFile): Promise<boolean>;
  /** Removes a file, its bytes first. An interrupted removal is repeated later. */
  discard(fileId: string): Promise<void>;
  /**
   * Marks the files of a message that is about to be deleted, so that they are checked soon even if this
   * process ends.
   */
  suspect(roomId: string, messageId: string): Promise<void>;
  /** Removes the files of a deleted message. */
  messageDeleted(roomId: string, messageId: string): void;
  /** Checks files that are due. Called periodically. */
  sweep(): Promise<void>;
}

export interface Sending {
  room: LiveRoom;
  user: User;
  messageId: string;
  fileIds: readonly string[];
}

export interface FileLifecycleDeps {
  storage: ChatStorage;
  store: FileStore;
  rooms: () => RoomRegistry;
  limits: Limits;
  logger: Logger;
  now: () => number;
}

/** Stands for a message's id if the file is to be removed. No message can have it. */
export const removedMarker = 'removed';
/** Private messages keep their files like others. */
const everything = { unfiltered: true } as const;
const dayMs = 86_400_000;
const sweptAtOnce = 100;

export const createFileLifecycle = ({
  storage,
  store,
  rooms,
  limits,
  logger,
  now,
}: FileLifecycleDeps): FileLifecycle => {
  const { files } = storage;
  /** Messages whose commit is under way: their files are not checked. */
  const sending = new Map<string, number>();

  const attachmentsFor = async (
    room: LiveRoom,
    user: User,
    messageId: string,
    fileIds: readonly string[],
  ): Promise<Attachment[]> => {
    const bound = await files.bind(fileIds, { roomId: room.id, userId: user.id, messageId });
    if (bound) return bound.map(({ file }) => attachmentOf(file));
    // Sent before, and deleted since: returns what is stored, by the ids of its files.
    const stored = await room.timeline.message(room.id, messageId, everything);
    if (!stored) {
      const text = 'attachments must be files that you uploaded into this room and have not sent yet';
      throw new ChatError('not_found', text, { reason: 'file_unknown', field: 'attachments' });
    }
    return fileIds.map((fileId) => ({ fileId, name: '', type: '', size: 0 }));
  };

  const dueAfter = ({ room, message }: { room: LiveRoom; message: Message }): number | null => {
    const { retention } = room.head.room;
    if (retention === 'ephemeral') return now() + limits.unsentFileMs;
    return typeof retention === 'object' ? message.createdAt + retention.days * dayMs + 1 : null;
  };

  const discard = async (fileId: string): Promise<void> => {
    await files.setDue(fileId, now());
    await store.delete(keyOf(fileId));
    await store.delete(thumbnailKeyOf(fileId));
    await files.remove(fileId);
  };

  const takeBack = async ({ fileId, roomId, uploadedBy }: RoomFile): Promise<boolean> =>
    (await files.bind([fileId], { roomId, userId: uploadedBy, messageId: removedMarker })) !== null;

  const look = async ({ file }: StoredFile): Promise<void> => {
    const { fileId, roomId, messageId } = file;
    if (messageId === undefined) {
      if (await takeBack(file)) await discard(fileId);
      return;
    }
    const room = messageId === removedMarker ? null : await rooms().open(roomId);
    const message = await room?.timeline.message(roomId, messageId, everything);
    const isInUse =
      room != null &&
      message != null &&
      withinRetention([message], room.head.room, now()).some((each) => holds(each, fileId));
    if (sending.has(messageId)) return;
    if (isInUse) await files.setDue(fileId, dueAfter({ room, message }));
    else await discard(fileId);
  };

  return {
    send: async ({ room, user, messageId, fileIds }, commit) => {
      sending.set(messageId, (sending.get(messageId) ?? 0) + 1);
      try {
        const message = await commit(await attachmentsFor(room, user, messageId, fileIds));
        const dueAt = dueAfter({ room, message });
        // If this fails, the sweep does it.
        Promise.all(message.attachments.map(({ fileId }) => files.setDue(fileId, dueAt))).catch(
          (error: unknown) =>
            logger.warn(
              { err: error, messageId },
              'files of a message could not be checked; it is tried again',
            ),
        );
        return message;
      } finally {
        const left = (sending.get(messageId) ?? 1) - 1;
        if (left > 0) sending.set(messageId, left);
        else sending.delete(messageId);
      }
    },
    takeBack,
    discard,
    suspect: async (roomId, messageId) => {
      const found = await files.ofMessage(roomId, messageId);
      await Promise.all(found.map(({ file }) => files.setDue(file.fileId, now())));
    },
    messageDeleted: (roomId, messageId) => {
      files
        .ofMessage(roomId, messageId)
        .then((found) => Promise.all(found.map(({ file }) => discard(file.fileId))))
        .catch((error: unknown) =>
          logger.warn({ err: error, messageId }, 'files of a message were not removed; it is tried again'),
        );
    },
    sweep: async () => {
      for (const record of await files.due(now(), sweptAtOnce)) {
        try {
          await look(record);
        } catch (error) {
          // A file that cannot be checked does not hold up the others.
          logger.warn(
            { err: error, fileId: record.file.fileId },
            'a file was not removed; it is tried again',
          );
          await files.setDue(record.file.fileId, now() + limits.unsentFileMs);
        }
      }
    },
  };
};

const holds = ({ attachments }: Message, fileId: string): boolean =>
  attachments.some((attachment) => attachment.fileId === fileId);

/** Returns the attachment for a file. */
const attachmentOf = ({
  roomId: _room,
  kind: _kind,
  uploadedBy: _by,
  uploadedAt: _at,
  messageId: _message,
  ...attachment
}: RoomFile): Attachment => attachment;
