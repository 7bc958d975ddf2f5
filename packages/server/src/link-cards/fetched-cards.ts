import type { Limits } from '@chat/protocol';
import { createTokenBuckets } from '../limits/token-bucket.ts';
import type { Logger } from '../logger.ts';
import { createOutboundRequests, RefusedAddressError } from '../outbound/outbound-requests.ts';
import type { CardPicture, CardPictures } from './card-pictures.ts';
import { fetchCard, type FetchedCard } from './fetch-card.ts';

/** The card of a page, and its picture if there is one. */
export interface PageCard extends Pick<FetchedCard, 'card'> {
  picture: CardPicture | null;
}

/** Fetches the cards of pages, each page once for all users. */
export interface FetchedCards {
  /**
   * Returns the card of a page; null if it has none. A fetch counts against the user who linked to the page,
   * who gets no card above their limit.
   */
  cardFor(url: string, userId: string): Promise<PageCard | null> | PageCard | null;
  /** Ends the requests in progress; later calls resolve to null. */
  close(): void;
}

interface FetchedCardsDeps {
  privateHosts: readonly string[];
  /** Null: cards without pictures. */
  pictures: CardPictures | null;
  limits: Limits;
  logger: Logger;
  now(): number;
}

interface Cached {
  found: PageCard | null;
  until: number;
}

const cachedForMs = 3_600_000;
const failedForMs = 600_000;
const mostCached = 1_000;
const mostPictureBytes = 16 * 1_024 * 1_024;
const mostAtOnce = 4;
/** More links than this at a time get no card. */
const mostWaiting = 100;

export const createFetchedCards = (deps: FetchedCardsDeps): FetchedCards => {
  const { privateHosts, pictures, limits, logger, now } = deps;
  const outbound = createOutboundRequests({ privateHosts, standardPorts: true });
  const cache = createCardCache(now);
  const fetching = new Map<string, Promise<PageCard | null>>();
  const waiting: (() => void)[] = [];
  const budget = createTokenBuckets({
    perSecond: limits.linkCardsPerMinute / 60,
    burst: Math.max(1, limits.linkCardsPerMinute),
    now,
  });
  const closing = new AbortController();
  const { signal } = closing;
  let running = 0;

  const inTurn = async <T>(work: () => Promise<T>): Promise<T | null> => {
    if (waiting.length >= mostWaiting) return null;
    if (running < mostAtOnce) running += 1;
    else await new Promise<void>((resolve) => waiting.push(resolve));
    try {
      return signal.aborted ? null : await work();
    } finally {
      const next = waiting.shift();
      // Hands its place over, so that no other work takes it meanwhile.
      if (next) next();
      else running -= 1;
    }
  };

  /** Runs a step of a fetch; null if it fails. */
  const attempt = async <T>(host: string, step: () => Promise<T | null>): Promise<T | null> => {
    try {
      return await step();
    } catch (error) {
      const level = error instanceof RefusedAddressError ? 'info' : 'debug';
      logger[level]({ err: error, host }, 'a link card or its picture could not be fetched');
      return null;
    }
  };

  const fetchPage = async (url: string): Promise<{ page: FetchedCard; bytes: Buffer | null } | null> => {
    const page = await attempt(new URL(url).host, () => fetchCard(url, outbound, signal));
    if (!page) return null;
    const { pictureUrl } = page;
    if (!pictures || !pictureUrl) return { page, bytes: null };
    return {
      page,
      bytes: await attempt(pictureUrl.host, () => pictures.fetch(pictureUrl, outbound, signal)),
    };
  };

  const fetch = async (url: string, userId: string): Promise<PageCard | null> => {
    const fetched = await inTurn(() => fetchPage(url));
    const { page, bytes } = fetched ?? {};
    const shrink = async (): Promise<CardPicture | null> =>
      bytes && !signal.aborted ? ((await pictures?.shrink(bytes, userId)) ?? null) : null;
    // Others are fetched meanwhile: a picture may take long.
    const picture = await attempt(page?.pictureUrl?.host ?? '', shrink);
    const found = page ? { card: page.card, picture } : null;
    cache.set(url, found);
    return found;
  };

  return {
    cardFor: (url, userId) => {
      const cached = cache.get(url);
      if (cached !== undefined) return cached;
      const known = fetching.get(url);
      if (known) return known;
      if (budget.take(userId) > 0) return null;
      const begun = fetch(url, userId).finally(() => fetching.delete(url));
      fetching.set(url, begun);
      return begun;
    },
    close: () => {
      closing.abort();
      for (const begin of waiting.splice(0)) begin();
      outbound.close();
    },
  };
};

/** The pages that were fetched last, with those that have no card: at most 1,000, and 16 MB of pictures. */
const createCardCache = (now: () => number) => {
  const entries = new Map<string, Cached>();
  let bytes = 0;
  const remove = (url: string): void => {
    bytes -= entries.get(url)?.found?.picture?.bytes.length ?? 0;
    entries.delete(url);
  };
  return {
    /** Undefined: not known. */
    get: (url: string): PageCard | null | undefined => {
      const entry = entries.get(url);
      return entry && entry.until > now() ? entry.found : undefined;
    },
    set: (url: string, found: PageCard | null): void => {
      remove(url);
      entries.set(url, { found, until: now() + (found ? cachedForMs : failedForMs) });
      bytes += found?.picture?.bytes.length ?? 0;
      for (const oldest of entries.keys()) {
        if (entries.size <= mostCached && bytes <= mostPictureBytes) return;
        remove(oldest);
      }
    },
  };
};
