import type { IncomingMessage } from 'node:http';

/**
 * Which other origins may talk to the server: exact origins such as `https://app.example`, or `*` for all. To an origin that
 * only `*` lets in, `authenticate` gets no cookies.
 */
export interface Cors {
  origin: string | string[];
}

/**
 * Whether a page that sends this request may. True without an `Origin` (no browser, or a plain same-origin GET), for the
 * server's own origin, and for those that `cors` names. `X-Forwarded-Host` is anybody's to write, so a proxy must pass
 * `Host` on, or the public origin be named in `cors`.
 */
export const isAllowedOrigin = (
  request: Pick<IncomingMessage, 'headers'> & { socket?: object },
  cors?: Cors,
): boolean => {
  const { origin, host } = request.headers;
  if (origin === undefined || isListedOrigin(origin, cors)) return true;
  return isSameOrigin(origin, host) && (/^https:/i.test(origin) || !isSecure(request));
};

/** Whether the page's own origin is known to begin with `https:`: this server ends TLS, or a proxy says that it does. */
const isSecure = ({ headers, socket }: Pick<IncomingMessage, 'headers'> & { socket?: object }): boolean => {
  const [forwarded = ''] = String(headers['x-forwarded-proto'] ?? '').split(',');
  return forwarded.trim().toLowerCase() === 'https' || (socket !== undefined && 'encrypted' in socket);
};

/**
 * Whether the chat is served under the name that a request calls it by: any name if `hosts` is undefined. A name without
 * a port is meant at any port.
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

/** Whether `cors` names the origin. */
export const isListedOrigin = (origin: string, cors?: Cors): boolean =>
  cors !== undefined &&
  [cors.origin].flat().some((listed) => listed === '*' || withoutSlash(listed) === origin.toLowerCase());

const withoutSlash = (origin: string): string => origin.toLowerCase().replace(/\/$/, '');

// Behind a proxy that ends TLS the scheme here is not the page's, so host and port decide, the scheme's own port implied.
export const isSameOrigin = (origin: string, host: string | undefined): boolean => {
  const scheme = /^https?:/i.exec(origin)?.[0];
  if (scheme === undefined || host === undefined) return false;
  const own = `${scheme}//${host}`;
  return URL.canParse(origin) && URL.canParse(own) && new URL(origin).origin === new URL(own).origin;
};
