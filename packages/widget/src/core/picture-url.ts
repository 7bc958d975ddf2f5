/** Where the chats of this page are, origin and path: an origin that is asked for everything else may be asked for pictures. */
const servers = new Map<string, string>();

/** Pictures that are named by a path alone are there, on whatever page they are shown. `src`: the chat's address. */
export const addPictureServer = (src: string): void => {
  const { origin, pathname } = new URL(src, location.href);
  servers.set(origin, pathname.replace(/\/$/, '') || '/chat');
};

/**
 * Only pictures of this page's origin and of its chat's are shown: a message must not make its readers call elsewhere. Those of
 * profiles are below the chat's path as it is reached from here: behind a proxy it is longer than the server knows.
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
