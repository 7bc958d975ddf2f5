import type { LinkCard } from '@chat/protocol';
import type { OutboundRequests } from '../outbound/outbound-requests.ts';
import { getPage } from './get-page.ts';
import { readHead } from './read-head.ts';

/** Titles are at the beginning of a page; the rest is not read. */
const maxBytes = 256 * 1_024;
const timeoutMs = 5_000;
const accept = 'text/html, application/xhtml+xml;q=0.9';

/** The card of a page, and the address of the picture that the page names. */
export interface FetchedCard {
  card: LinkCard;
  pictureUrl?: URL;
}

/**
 * Fetches a page and returns its card; null if it has none: another type, no title, an error. Throws if the
 * address is refused or the connection fails.
 */
export const fetchCard = async (
  url: string,
  outbound: OutboundRequests,
  signal: AbortSignal,
): Promise<FetchedCard | null> => {
  const page = await getPage(new URL(url), outbound, { accept, timeoutMs, maxBytes, signal });
  if (!page) return null;
  const { status, headers, body } = page.response;
  const type = headers['content-type'] ?? '';
  if (status !== 200 || !/^(text\/html|application\/xhtml\+xml)\s*(;|$)/i.test(type)) return null;
  const { title, description, site, image } = readHead(decode(body, type));
  if (title === undefined) return null;
  const card = {
    url,
    title,
    ...(description === undefined ? {} : { description }),
    ...(site === undefined ? {} : { site }),
  };
  const isAddress = image !== undefined && URL.canParse(image, page.url.href);
  return { card, ...(isAddress ? { pictureUrl: new URL(image, page.url) } : {}) };
};

const charset = /charset\s*=\s*["']?([\w-]{1,40})/i;

/** Decodes a page by the character set of its header or its first bytes; unknown ones as UTF-8. */
const decode = (body: Buffer, type: string): string => {
  const start = body.subarray(0, 1_024).toString('latin1');
  const label = charset.exec(type)?.[1] ?? charset.exec(start)?.[1] ?? 'utf-8';
  try {
    return new TextDecoder(label).decode(body);
  } catch {
    return new TextDecoder().decode(body);
  }
};
