import type { ChatRoom } from '@chat/client';
import type { Attachment, Message } from '@chat/protocol';
import { isPicture } from './attachment-view.ts';

/** A picture of a room, with its sender as far as it is known. */
export interface Picture extends Attachment {
  messageId?: string;
  /** User id. */
  uploadedBy?: string;
  /** ms since the epoch. */
  uploadedAt?: number;
}

/** The pictures of a room in the order of their uploads. Loads pages as the reader moves. */
export interface RoomPictures {
  /** The position of a picture, from 1, and the number of pictures; null while it is not known. */
  positionOf(fileId: string): { n: number; count: number } | null;
  /** Whether there is, or may be, a picture before (-1) or after (1) this one. */
  hasNext(fileId: string, by: 1 | -1): boolean;
  /** The neighbour if it is loaded. */
  peek(fileId: string, by: 1 | -1): Picture | null;
  /** Resolves to the neighbour, or null at the end. */
  next(fileId: string, by: 1 | -1): Promise<Picture | null>;
  /** Resolves to the first or the last picture of the room. */
  edge(by: 1 | -1): Promise<Picture | null>;
  /** Loads the pages with the newest pictures and with the opened one. */
  load(): Promise<void>;
}

const pageLimit = 100;
/** At most so many pages are loaded to reach a picture, so that a room with endless pictures stays usable. */
const mostPages = 50;

/** Puts the pictures of each message into its order. The list has them as their uploads ended. */
const inMessageOrder = (pictures: readonly Picture[], messages: readonly Message[]): Picture[] => {
  const ordered = new Map<string | undefined, Picture[]>();
  for (const { id, attachments } of messages) {
    const own = pictures.filter(({ messageId }) => messageId === id);
    const placeOf = (of: Picture): number => attachments.findIndex(({ fileId }) => fileId === of.fileId);
    if (own.length > 1)
      ordered.set(
        id,
        own.toSorted((one, other) => placeOf(one) - placeOf(other)),
      );
  }
  return pictures.map((each) => ordered.get(each.messageId)?.shift() ?? each);
};

/**
 * `siblings`: the pictures of the message that was opened. They are all there is if the list of the room does not
 * load.
 */
export const createRoomPictures = (
  {
    files,
    messages,
  }: { files: Pick<ChatRoom['files'], 'list'>; messages: Pick<ChatRoom['messages'], 'get'> },
  siblings: readonly Picture[],
  openedId: string,
): RoomPictures => {
  /** Oldest first: the run of the opened picture, then the run of the newest ones if the two do not touch. */
  let around = [...siblings];
  let newest: Picture[] = [];
  let isGap = false;
  let hasOlder = false;
  let isKnown = false;

  const all = (): Picture[] => inMessageOrder([...around, ...newest], messages.get().items);
  const indexOf = (fileId: string): number => all().findIndex((each) => each.fileId === fileId);

  const page = async (before?: string): Promise<{ pictures: Picture[]; hasMore: boolean }> => {
    const query = { kind: 'image' as const, limit: pageLimit, ...(before === undefined ? {} : { before }) };
    const { files: found, hasMore } = await files.list(query);
    return { pictures: found.filter(isPicture).toReversed(), hasMore: hasMore && found.length > 0 };
  };

  const loadOlder = async (): Promise<void> => {
    const { pictures, hasMore } = await page(around[0]?.fileId);
    around = [...pictures, ...around];
    hasOlder = hasMore;
  };

  /** Loads the page before the newest run; joins both runs when they touch. */
  const fillGap = async (): Promise<void> => {
    const { pictures, hasMore } = await page(newest[0]?.fileId);
    const last = around.at(-1)?.fileId;
    const at = pictures.findIndex(({ fileId }) => fileId === last);
    newest = [...pictures.slice(at + 1), ...newest];
    if (at < 0 && hasMore) return;
    around = [...around, ...newest];
    newest = [];
    isGap = false;
  };

  const load = async (): Promise<void> => {
    const first = await page();
    if (first.pictures.some(({ fileId }) => fileId === openedId)) {
      around = first.pictures;
      hasOlder = first.hasMore;
    } else if (first.hasMore) {
      const older = await page(openedId);
      const opened = around.find(({ fileId }) => fileId === openedId);
      around = [...older.pictures, ...(opened ? [opened] : [])];
      hasOlder = older.hasMore;
      newest = first.pictures;
      isGap = true;
    }
    isKnown = true;
  };

  /** Whether the step from a picture needs a page that is not loaded. */
  const missing = (at: number, by: 1 | -1): (() => Promise<void>) | null => {
    if (isGap && at + (by > 0 ? 1 : 0) === around.length) return fillGap;
    return by < 0 && at === 0 && hasOlder ? loadOlder : null;
  };

  const peek = (fileId: string, by: 1 | -1): Picture | null => {
    const at = indexOf(fileId);
    return at < 0 || missing(at, by) ? null : (all()[at + by] ?? null);
  };

  return {
    load: () =>
      load().catch(() => {
        isKnown = true; // the pictures of the message are shown alone
      }),
    positionOf: (fileId) => {
      const at = indexOf(fileId);
      return at < 0 || !isKnown || isGap || hasOlder ? null : { n: at + 1, count: all().length };
    },
    hasNext: (fileId, by) => {
      const at = indexOf(fileId);
      return at >= 0 && (missing(at, by) !== null || all()[at + by] !== undefined);
    },
    peek,
    next: async (fileId, by) => {
      for (let pages = 0; pages < mostPages; pages++) {
        const lacks = missing(indexOf(fileId), by);
        if (!lacks) break;
        await lacks();
      }
      return peek(fileId, by);
    },
    edge: async (by) => {
      // The newest pictures are loaded; the oldest may be many pages away.
      for (let pages = 0; by < 0 && hasOlder && pages < mostPages; pages++) await loadOlder();
      return (by < 0 ? all()[0] : all().at(-1)) ?? null;
    },
  };
};
