import { ChatError } from '@chat/protocol';

/** Where a server answers. */
export interface Address {
  origin: string;
  /** The chat's path, without a slash at its end. */
  path: string;
}

const served = /^\/.*(\/(?:files|exports|pictures)\/[^/]+)$/;

/**
 * An address that the server made, as it is reached from here. Behind a proxy that strips a prefix, the chat's path is longer here
 * than the server knows.
 */
export const reached = (url: string, { origin, path }: Address): string => {
  const [, below] = served.exec(url) ?? [];
  return new URL(below === undefined ? url : path + below, origin).href;
};

/** An origin gets the path `/chat`; an address with a path is the chat's own. Default: the page's origin. */
export const serverAddress = (url: string | undefined): Address => {
  const page = (globalThis as { location?: { href?: string } }).location?.href;
  try {
    const { origin, pathname } = new URL(url ?? '/', page);
    const path = pathname.replace(/\/+$/, '');
    return { origin, path: path === '' || url === undefined ? '/chat' : path };
  } catch {
    throw new ChatError('invalid', 'unable to connect; `url` must be the address of a chat server', {
      field: 'url',
    });
  }
};
