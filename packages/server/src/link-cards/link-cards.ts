import { Readable } from 'node:stream';
import type { Limits, LinkCard, LinkCardImage, Message, RoomFile, User } from '@chat/protocol';
import { ChatError } from '@chat/protocol';
import type { Hooks } from '../commands/hooks.ts';
import { newFileId } from '../files/file-id.ts';
import { keyOf } from '../files/file-store.ts';
import type { Files } from '../files/files.ts';
import type { ImageSanitizer } from '../files/image-sanitizer.ts';
import { createTokenBuckets } from '../limits/token-bucket.ts';
import type { Logger } from '../logger.ts';
import type { RoomRegistry } from '../room/room-registry.ts';
import type { ChatStorage } from '../storage/contract/storage.ts';
import { firstLink } from '../storage/shared/first-link.ts';
import { createCardPictures, type CardPicture } from './card-pictures.ts';
import { createFetchedCards } from './fetched-cards.ts';

/** Cards with the title and the picture of the page that a message links to. */
export interface LinkCardOptions {
  /** Also for messages of guests, and in public rooms that guests can enter. Default false. */
  guests?: boolean;
  /** Hosts that may have a private address, such as `wiki.internal`. All other pages must be public. */
  privateHosts?: readonly string[];
}

/** Adds cards to messages after they are stored. */
export interface LinkCards {
  hooks: Hooks;
  /** Adds nothing more, and resolves when what was begun is done. */
  close(): Promise<void>;
}

interface LinkCardDeps {
  options: LinkCardOptions;
  rooms: Pick<RoomRegistry, 'open'>;
  storage: Pick<ChatStorage, 'users'>;
  /** Null: cards without pictures. */
  files: Pick<Files, 'lifecycle' | 'writer' | 'store'> | null;
  images: Pick<ImageSanitizer, 'poster'>;
  limits: Limits;
  /** Whether guests can sign in. */
  admitsGuests: boolean;
  logger: Logger;
  now(): number;
  id(): string;
}

export const createLinkCards = (deps: LinkCardDeps): LinkCards => {
  const { options, rooms, storage, files, images, limits, logger, now } = deps;
  const pictures = files && createCardPictures(images);
  const fetched = createFetchedCards({ ...deps, privateHosts: options.privateHosts ?? [], pictures });
  const adding = new Set<Promise<void>>();
  /** Pictures of cached pages need no fetch, but are stored again for each message. */
  const stored = createTokenBuckets({
    perSecond: limits.linkCardsPerMinute / 60,
    burst: Math.max(1, limits.linkCardsPerMinute),
    now,
  });
  let isClosed = false;

  /** A user who is not stored may have been a guest. */
  const isGuest = async (userId: string, known?: User): Promise<boolean> =>
    (known ?? (await storage.users.get(userId))?.user ?? { guest: true }).guest === true;

  /** Stores the picture as a file of the message's author. Null if a quota or the file store refuses it. */
  const store = async (picture: CardPicture, { roomId, author }: Message): Promise<RoomFile | null> => {
    if (!files || stored.take(author.id) > 0) return null;
    const file = pictureFile(picture, { roomId, userId: author.id, at: now(), unique: deps.id() });
    const { fileId, size, type } = file;
    const put = (): Promise<void> =>
      files.store.put(keyOf(fileId), Readable.from([picture.bytes]), { size, type });
    return files.writer.add(file, size, put).catch((error: unknown) => {
      logger.info({ err: error, roomId }, 'the picture of a link card could not be stored');
      return null;
    });
  };

  const addTo = async (message: Message, user?: User): Promise<void> => {
    const { id: messageId, roomId, author, text, kind, card, streamsUntil } = message;
    const url = kind === 'text' && streamsUntil === undefined ? firstLink(text) : null;
    if (url === null || card?.url === url || isClosed) return;
    const room = await rooms.open(roomId);
    if (!room) return;
    const isGuestRoom = room.head.room.type === 'public' && deps.admitsGuests;
    if (!options.guests && (isGuestRoom || (await isGuest(author.id, user)))) return;
    const found = await fetched.cardFor(url, user?.id ?? author.id);
    if (!found || isClosed) return;
    const actor = { id: author.id, name: author.name };
    const commit = (shown: LinkCard) =>
      room.commit({ kind: 'add-card', actor, at: now(), messageId, card: shown });
    const file = found.picture && (await store(found.picture, message));
    if (!files || !found.picture || !file) return void (await commit(found.card));
    const { width, height } = found.picture;
    const image: LinkCardImage = { fileId: file.fileId, width, height };
    await files.lifecycle.addPicture(file, messageId, () => commit({ ...found.card, image }));
  };

  /**
   * Not awaited by the command: a sender does not wait for other servers. Without `user`, a moderator has
   * published the message, and the page counts against its author.
   */
  const add = (message: Message, user?: User): void => {
    const work = addTo(message, user)
      .catch((error: unknown) => {
        // The message was edited or deleted meanwhile.
        if (error instanceof ChatError && (error.code === 'conflict' || error.code === 'not_found')) return;
        logger.warn({ err: error, messageId: message.id }, 'a link card could not be added');
      })
      .finally(() => adding.delete(work));
    adding.add(work);
  };

  return {
    hooks: {
      'after:message:send': ({ user }, message) => add(message, user),
      'after:message:edit': ({ user }, message) => add(message, user),
      'after:approval:approve': (_context, message) => add(message),
      'after:approval:trust': (_context, message) => add(message),
    },
    close: async () => {
      isClosed = true;
      fetched.close();
      await Promise.all(adding);
    },
  };
};

interface PictureOwner {
  roomId: string;
  userId: string;
  at: number;
  unique: string;
}

const pictureFile = (
  { bytes, width, height }: CardPicture,
  { roomId, userId, at, unique }: PictureOwner,
): RoomFile => ({
  fileId: newFileId(at, unique),
  name: 'preview.webp',
  type: 'image/webp',
  size: bytes.length,
  width,
  height,
  kind: 'image',
  roomId,
  uploadedBy: userId,
  uploadedAt: at,
});
