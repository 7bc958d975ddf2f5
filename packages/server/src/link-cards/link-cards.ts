import type { Limits, LinkCard, Message, User } from '@chat/protocol';
import { ChatError } from '@chat/protocol';
import type { Hooks } from '../commands/hooks.ts';
import type { Logger } from '../logger.ts';
import { createTokenBuckets } from '../limits/token-bucket.ts';
import { createOutboundRequests, RefusedAddressError } from '../outbound/outbound-requests.ts';
import type { RoomRegistry } from '../room/room-registry.ts';
import type { ChatStorage } from '../storage/contract/storage.ts';
import { firstLink } from '../storage/shared/first-link.ts';
import { fetchCard } from './fetch-card.ts';

/** Cards with the title of the page that a message links to. */
export interface LinkCardOptions {
  /** Also for messages of guests, and in public rooms that guests can enter. Default false. */
  guests?: boolean;
  /** Hosts that may have a private address, such as `wiki.internal`. All other pages must be public. */
  privateHosts?: readonly string[];
}

/** Adds cards to messages after they are stored. */
export interface LinkCards {
  hooks: Hooks;
  close(): void;
}

interface LinkCardDeps {
  options: LinkCardOptions;
  rooms: Pick<RoomRegistry, 'open'>;
  storage: Pick<ChatStorage, 'users'>;
  limits: Limits;
  /** Whether guests can sign in. */
  admitsGuests: boolean;
  logger: Logger;
  now(): number;
}

interface Cached {
  card: LinkCard | null;
  until: number;
}

const cachedForMs = 3_600_000;
const failedForMs = 600_000;
const mostCached = 1_000;
const mostAtOnce = 4;
/** More links than this at a time get no card. */
const mostWaiting = 100;

export const createLinkCards = (deps: LinkCardDeps): LinkCards => {
  const { options, rooms, storage, limits, logger, now } = deps;
  const outbound = createOutboundRequests({
    privateHosts: options.privateHosts ?? [],
    standardPorts: true,
  });
  const cache = new Map<string, Cached>();
  const fetching = new Map<string, Promise<LinkCard | null>>();
  const waiting: (() => void)[] = [];
  const budget = createTokenBuckets({
    perSecond: limits.linkCardsPerMinute / 60,
    burst: Math.max(1, limits.linkCardsPerMinute),
    now,
  });
  let running = 0;
  let isClosed = false;

  const inTurn = async <T>(work: () => Promise<T>): Promise<T | null> => {
    if (waiting.length >= mostWaiting) return null;
    if (running < mostAtOnce) running += 1;
    else await new Promise<void>((resolve) => waiting.push(resolve));
    try {
      return isClosed ? null : await work();
    } finally {
      const next = waiting.shift();
      // Hands its place over, so that no other work takes it meanwhile.
      if (next) next();
      else running -= 1;
    }
  };

  const fetch = async (url: string): Promise<LinkCard | null> => {
    let card: LinkCard | null = null;
    try {
      card = await inTurn(() => fetchCard(url, outbound));
    } catch (error) {
      const level = error instanceof RefusedAddressError ? 'info' : 'debug';
      logger[level]({ err: error, host: new URL(url).host }, 'a link card could not be fetched');
    }
    cache.delete(url);
    cache.set(url, { card, until: now() + (card ? cachedForMs : failedForMs) });
    for (const oldest of cache.keys()) if (cache.size > mostCached) cache.delete(oldest);
    return card;
  };

  /** Fetches each page once for all users. A fetch counts against the user who linked to the page. */
  const cardFor = (url: string, userId: string): Promise<LinkCard | null> | LinkCard | null => {
    const cached = cache.get(url);
    if (cached && cached.until > now()) return cached.card;
    const known = fetching.get(url);
    if (known) return known;
    if (budget.take(userId) > 0) return null;
    const begun = fetch(url).finally(() => fetching.delete(url));
    fetching.set(url, begun);
    return begun;
  };

  /** A user who is not stored may have been a guest. */
  const isGuest = async (userId: string, known?: User): Promise<boolean> =>
    (known ?? (await storage.users.get(userId))?.user ?? { guest: true }).guest === true;

  const addTo = async (message: Message, user?: User): Promise<void> => {
    const { id: messageId, roomId, author, text, kind, card, streamsUntil } = message;
    const url = kind === 'text' && streamsUntil === undefined ? firstLink(text) : null;
    if (url === null || card?.url === url || isClosed) return;
    const room = await rooms.open(roomId);
    if (!room) return;
    const isGuestRoom = room.head.room.type === 'public' && deps.admitsGuests;
    if (!options.guests && (isGuestRoom || (await isGuest(author.id, user)))) return;
    const found = await cardFor(url, user?.id ?? author.id);
    if (!found || isClosed) return;
    await room.commit({
      kind: 'add-card',
      actor: { id: author.id, name: author.name },
      at: now(),
      messageId,
      card: found,
    });
  };

  /**
   * Not awaited by the command: a sender does not wait for other servers. Without `user`, a moderator has
   * published the message, and the page counts against its author.
   */
  const add = (message: Message, user?: User): void =>
    void addTo(message, user).catch((error: unknown) => {
      // The message was edited or deleted meanwhile.
      if (error instanceof ChatError && (error.code === 'conflict' || error.code === 'not_found')) return;
      logger.warn({ err: error, messageId: message.id }, 'a link card could not be added');
    });

  return {
    hooks: {
      'after:message:send': ({ user }, message) => add(message, user),
      'after:message:edit': ({ user }, message) => add(message, user),
      'after:approval:approve': (_context, message) => add(message),
      'after:approval:trust': (_context, message) => add(message),
    },
    close: () => {
      isClosed = true;
      for (const begin of waiting.splice(0)) begin();
      outbound.close();
    },
  };
};
