import type { IncomingHttpHeaders } from 'node:http';
import { isListedOrigin, isSameOrigin, type Cors } from './allowed-origin.ts';

/**
 * The headers without what a browser adds by itself to the request of any page: cookies, and an `Authorization` other than
 * a bearer token. Unchanged if the page is of the server's own origin, or of one that `cors` names other than by `*`.
 */
export const trustedHeaders = (headers: IncomingHttpHeaders, cors?: Cors): IncomingHttpHeaders => {
  if (isTrusted(headers, cors)) return headers;
  const { cookie: _cookie, authorization, ...others } = headers;
  return isBearer(authorization) ? { ...others, authorization } : others;
};

const isTrusted = (headers: IncomingHttpHeaders, cors: Cors | undefined): boolean => {
  const { origin, host } = headers;
  // A link or an image of another site sends no Origin. What is no browser sends neither header.
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
