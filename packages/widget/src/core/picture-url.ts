/** The origin and path of each chat server of the page. */
const servers = new Map<string, string>();

/** Allows pictures of this server. `src`: the chat's address. */
export const addPictureServer = (src: string): void => {
  const { origin, pathname } = new URL(src, location.href);
  servers.set(origin, pathname.replace(/\/$/, '') || '/chat');
};

/**
 * Returns the address of a picture if it is on this page's origin or a chat server's: a message must not make its readers
 * contact other servers. Profile pictures are below the chat's path as seen from the page, which a proxy may prolong.
 */
export const pictureUrl = (url: string | undefined): string | null => {
  if (!url || typeof location === 'undefined') return null;
  const [[server, path] = [location.origin, '/chat']] = servers;
  try {
    const { href, origin } = new URL(url.replace(/^\/.*(?=\/pictures\/[\da-f-]+\?v=)/, path), server);
    return origin === location.origin || servers.has(origin) ? href : null;
  } catch {
    return null;
  }
};
