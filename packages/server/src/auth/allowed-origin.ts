import type { IncomingMessage } from 'node:http';

/**
 * Origins that may call the server: exact origins such as `https://app.example`, or `*` for all. Requests
 * from an origin that only `*` allows reach `authenticate` without cookies.
 */
export interface Cors {
  origin: string | string[];
}

/**
 * Returns whether a page may send this request. True without an `Origin` (no browser, or a plain same-origin
 * GET), for the server's own origin, and for origins listed in `cors`. Anyone can write `X-Forwarded-Host`,
 * so a proxy must pass `Host` on, or `cors` must list the public origin.
 */
export const isAllowedOrigin = (
  request: Pick<IncomingMessage, 'headers'> & { socket?: object },
  cors?: Cors,
): boolean => {
  const { origin, host } = request.headers;
  if (origin === undefined || isListedOrigin(origin, cors)) return true;
  return isSameOrigin(origin, host) && (/^https:/i.test(origin) || !isSecure(request));
};

/**
 * Returns whether the page's own origin is known to use `https:`: this server ends TLS, or a proxy says that
 * it does.
 */
const isSecure = ({ headers, socket }: Pick<IncomingMessage, 'headers'> & { socket?: object }): boolean => {
  const [forwarded = ''] = String(headers['x-forwarded-proto'] ?? '').split(',');
  return forwarded.trim().toLowerCase() === 'https' || (socket !== undefined && 'encrypted' in socket);
};

/**
 * Returns whether the chat is served under the host name of a request: any name if `hosts` is undefined. A
 * name without a port matches every port.
 */
export const isServedHost = (
  { headers }: Pick<IncomingMessage, 'headers'>,
  hosts?: readonly string[],
): boolean => {
  if (hosts === undefined) return true;
  const host = (headers.host ?? '').toLowerCase();
  return hosts.some(
    (each) => each.toLowerCase() === host || each.toLowerCase() === host.replace(/:\d+$/, ''),
  );
};

/** Returns whether `cors` lists the origin. */
export const isListedOrigin = (origin: string, cors?: Cors): boolean =>
  cors !== undefined &&
  [cors.origin].flat().some((listed) => listed === '*' || withoutSlash(listed) === origin.toLowerCase());

const withoutSlash = (origin: string): string => origin.toLowerCase().replace(/\/$/, '');

// Behind a proxy that ends TLS, the scheme here is not the page's. So host and port decide, with the scheme's
// default port implied.
export const isSameOrigin = (origin: string, host: string | undefined): boolean => {
  const scheme = /^https?:/i.exec(origin)?.[0];
  if (scheme === undefined || host === undefined) return false;
  const own = `${scheme}//${host}`;
  return URL.canParse(origin) && URL.canParse(own) && new URL(origin).origin === new URL(own).origin;
};
