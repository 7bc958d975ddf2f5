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
import { pendingRecord } from '../room/commit-message.ts';
import type { RoomRegistry } from '../room/room-registry.ts';
import { withinRetention } from '../storage/shared/retention.ts';
import type { StoredFile } from '../storage/contract/records.ts';
import type { ChatStorage } from '../storage/contract/storage.ts';
import { keyOf, thumbnailKeyOf, type FileStore } from './file-store.ts';
import { noFile } from './signed-urls.ts';

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
   * Marks the files of a message that is about to be deleted, so that they are checked even if this process
   * ends: soon, or once the deletion can no longer be undone.
   */
  suspect(roomId: string, messageId: string, isUndoable: boolean): Promise<void>;
  /** Removes the files of a deleted message: at once, or when the deletion can no longer be undone. */
  messageDeleted(roomId: string, messageId: string, isUndoable: boolean): void;
  /**
   * Binds a picture that was just stored to a message of its uploader, and commits the change that shows it.
   * Discards the picture if the message does not show it then.
   */
  addPicture(file: RoomFile, messageId: string, commit: () => Promise<unknown>): Promise<void>;
  /** Commits a change that may end the card of a message: its picture is discarded then. */
  changeCard(room: LiveRoom, messageId: string, commit: () => Promise<Message>): Promise<Message>;
  /** Undoes a deletion. The files of the message stay meanwhile. */
  restore(messageId: string, commit: () => Promise<Message>): Promise<Message>;
  /** Whether the file may be served: the file of a deleted message may not, even while it is stored. */
  isServed(record: StoredFile): Promise<boolean>;
  /** Checks files that are due. Called periodically. */
  sweep(): Promise<void>;
  close(): void;
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
  // The undoing itself takes time, too.
  const graceMs = 2 * limits.deletionUndoMs;
  const graces = new Set<NodeJS.Timeout>();
  /** Messages whose commit is under way: their files are not checked. */
  const sending = new Map<string, number>();

  const during = async <T>(messageId: string, work: () => Promise<T>): Promise<T> => {
    sending.set(messageId, (sending.get(messageId) ?? 0) + 1);
    try {
      return await work();
    } finally {
      const left = (sending.get(messageId) ?? 1) - 1;
      if (left > 0) sending.set(messageId, left);
      else sending.delete(messageId);
    }
  };

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

  /** Returns the message that has the file, with its room; null if there is none. */
  const userOf = async ({
    fileId,
    roomId,
    messageId = removedMarker,
  }: RoomFile): Promise<{ room: LiveRoom; message: Message } | null> => {
    const room = messageId === removedMarker ? null : await rooms().open(roomId);
    const message = await room?.timeline.message(roomId, messageId, everything);
    if (room == null || message == null) return null;
    const isHolder = withinRetention([message], room.head.room, now()).some((each) =>
      holdsFile(each, fileId),
    );
    return isHolder ? { room, message } : null;
  };

  /** Whether the message of a file waits for approval. */
  const isPending = async ({ roomId, messageId = removedMarker }: RoomFile): Promise<boolean> => {
    const room = messageId === removedMarker ? null : await rooms().open(roomId);
    return room != null && (await pendingRecord(room, messageId)) !== null;
  };

  const look = async ({ file }: StoredFile): Promise<void> => {
    const { fileId, messageId } = file;
    if (messageId === undefined) {
      if (await takeBack(file)) await discard(fileId);
      return;
    }
    // In this order: a message that is approved meanwhile is found as one or the other.
    const isWaiting = await isPending(file);
    const inUse = await userOf(file);
    if (sending.has(messageId)) return;
    if (inUse) await files.setDue(fileId, dueAfter(inUse));
    else if (isWaiting) await files.setDue(fileId, now() + limits.unsentFileMs);
    else await discard(fileId);
  };

  const lookAtAll = (roomId: string, messageId: string): void =>
    void files
      .ofMessage(roomId, messageId)
      .then((found) => Promise.all(found.map(look)))
      .catch((error: unknown) =>
        logger.warn({ err: error, messageId }, 'files of a message were not removed; it is tried again'),
      );

  return {
    send: ({ room, user, messageId, fileIds }, commit) =>
      during(messageId, async () => {
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
      }),
    takeBack,
    discard,
    suspect: async (roomId, messageId, isUndoable) => {
      const found = await files.ofMessage(roomId, messageId);
      const dueAt = now() + (isUndoable ? graceMs : 0);
      await Promise.all(found.map(({ file }) => files.setDue(file.fileId, dueAt)));
    },
    messageDeleted: (roomId, messageId, isUndoable) => {
      if (!isUndoable || graceMs === 0) return lookAtAll(roomId, messageId);
      const timer = setTimeout(() => {
        graces.delete(timer);
        lookAtAll(roomId, messageId);
      }, graceMs).unref();
      graces.add(timer);
    },
    addPicture: ({ fileId, roomId, uploadedBy: userId }, messageId, commit) =>
      during(messageId, async () => {
        const [bound] = (await files.bind([fileId], { roomId, userId, messageId })) ?? [];
        if (!bound) throw noFile();
        try {
          await commit();
        } finally {
          // A picture that is shown stays due as an unsent file is: the check then finds an edit that came
          // between.
          if (!(await userOf(bound.file))) await discard(fileId);
        }
      }),
    changeCard: async (room, messageId, commit) => {
      const before = await room.timeline.message(room.id, messageId, everything);
      const fileId = before?.card?.image?.fileId;
      if (fileId === undefined) return commit();
      // Checked even if this process ends meanwhile.
      await files.setDue(fileId, now());
      const message = await commit();
      lookAtAll(room.id, messageId);
      return message;
    },
    restore: (messageId, commit) => during(messageId, commit),
    isServed: async ({ file, dueAt }) => {
      // Files that are due soon are those of a message that is being deleted, and few others.
      if (dueAt === null || dueAt > now() + graceMs || file.messageId === undefined) return true;
      return (await isPending(file)) || (await userOf(file)) !== null;
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
    close: () => graces.forEach(clearTimeout),
  };
};

/** Whether a file is attached to a message. */
export const hasAttachment = ({ attachments }: Message, fileId: string): boolean =>
  attachments.some((attachment) => attachment.fileId === fileId);

/** Whether a message shows a file: attached, or as the picture of its card. */
export const holdsFile = (message: Message, fileId: string): boolean =>
  hasAttachment(message, fileId) || message.card?.image?.fileId === fileId;

/** Returns the attachment for a file. */
export const attachmentOf = ({
  roomId: _room,
  kind: _kind,
  uploadedBy: _by,
  uploadedAt: _at,
  messageId: _message,
  ...attachment
}: RoomFile): Attachment => attachment;
