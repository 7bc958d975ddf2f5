import type { LinkCard } from '@chat/protocol';
import type { OutboundRequests, OutboundResponse } from '../outbound/outbound-requests.ts';
import { readHead } from './read-head.ts';

/** For everything, redirects included. */
const timeoutMs = 5_000;
/** Titles are at the beginning of a page; the rest is not read. */
const maxBytes = 256 * 1_024;
const mostRedirects = 3;
const redirects = new Set([301, 302, 303, 307, 308]);

/**
 * Fetches a page and returns its card; null if it has none: another type, no title, an error. Every redirect
 * is checked like the first address. Throws if the address is refused or the connection fails.
 */
export const fetchCard = async (url: string, outbound: OutboundRequests): Promise<LinkCard | null> => {
  const signal = AbortSignal.timeout(timeoutMs);
  let at = new URL(url);
  for (let hop = 0; hop <= mostRedirects; hop += 1) {
    const response = await outbound.send(at, {
      method: 'GET',
      headers: {
        accept: 'text/html, application/xhtml+xml;q=0.9',
        'accept-encoding': 'identity',
        'user-agent': 'Mozilla/5.0 (compatible; chat-link-cards)',
      },
      timeoutMs,
      maxBytes,
      signal,
    });
    const { location } = response.headers;
    if (!redirects.has(response.status)) return cardOf(url, response);
    if (location === undefined || !URL.canParse(location, at.href)) return null;
    at = new URL(location, at);
  }
  return null;
};

const cardOf = (url: string, { status, headers, body }: OutboundResponse): LinkCard | null => {
  const type = headers['content-type'] ?? '';
  if (status !== 200 || !/^(text\/html|application\/xhtml\+xml)\s*(;|$)/i.test(type)) return null;
  if ((headers['content-encoding'] ?? 'identity') !== 'identity') return null;
  const { title, description, site } = readHead(decode(body, type));
  if (title === undefined) return null;
  return {
    url,
    title,
    ...(description === undefined ? {} : { description }),
    ...(site === undefined ? {} : { site }),
  };
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
