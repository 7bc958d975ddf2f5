import type { IncomingHttpHeaders } from 'node:http';
import { isListedOrigin, isSameOrigin, type Cors } from './allowed-origin.ts';

/**
 * Returns the headers without the credentials that a browser adds to the request of any page: cookies, and an
 * `Authorization` other than a bearer token. Unchanged if the page is of the server's own origin, or of one
 * that `cors` lists other than by `*`.
 */
export const trustedHeaders = (headers: IncomingHttpHeaders, cors?: Cors): IncomingHttpHeaders => {
  if (isTrusted(headers, cors)) return headers;
  const { cookie: _cookie, authorization, ...others } = headers;
  return isBearer(authorization) ? { ...others, authorization } : others;
};

const isTrusted = (headers: IncomingHttpHeaders, cors: Cors | undefined): boolean => {
  const { origin, host } = headers;
  // A link or an image of another site sends no Origin. Clients that are not browsers send neither header.
  if (origin === undefined) return ['same-origin', 'none', undefined].includes(siteOf(headers));
  if (isSameOrigin(origin, host)) return true;
  // Sandboxed frames of any site share the origin `null`.
  return origin !== 'null' && isListedOrigin(origin, namedIn(cors));
};

const siteOf = ({ 'sec-fetch-site': site }: IncomingHttpHeaders): string | undefined =>
  Array.isArray(site) ? site.join() : site;

const namedIn = (cors: Cors | undefined): Cors => ({
  origin: [cors?.origin ?? []].flat().filter((listed) => listed !== '*'),
});

const isBearer = (authorization: string | undefined): authorization is string =>
  /^bearer /i.test(authorization ?? '');
