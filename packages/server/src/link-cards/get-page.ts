import type { OutboundRequests, OutboundResponse } from '../outbound/outbound-requests.ts';

const mostRedirects = 3;
const redirects = new Set([301, 302, 303, 307, 308]);

interface GetOptions {
  /** The accepted types. */
  accept: string;
  /** For everything, redirects included. */
  timeoutMs: number;
  /** How much of the body is read. */
  maxBytes: number;
  signal: AbortSignal;
}

/**
 * Requests an address without cookies or names, and follows at most three redirects, each of which is checked
 * like the first address. Returns the response and the address that it is from; null if there are more, or if
 * it is compressed. Throws if an address is refused or a connection fails.
 */
export const getPage = async (
  url: URL,
  outbound: OutboundRequests,
  { accept, timeoutMs, maxBytes, signal }: GetOptions,
): Promise<{ url: URL; response: OutboundResponse } | null> => {
  const ends = AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]);
  let at = url;
  for (let hop = 0; hop <= mostRedirects; hop += 1) {
    const response = await outbound.send(at, {
      method: 'GET',
      headers: {
        accept,
        'accept-encoding': 'identity',
        'user-agent': 'Mozilla/5.0 (compatible; chat-link-cards)',
      },
      timeoutMs,
      maxBytes,
      signal: ends,
    });
    const { location, 'content-encoding': encoding = 'identity' } = response.headers;
    if (!redirects.has(response.status)) return encoding === 'identity' ? { url: at, response } : null;
    if (location === undefined || !URL.canParse(location, at.href)) return null;
    at = new URL(location, at);
  }
  return null;
};
