import { ChatError } from '@chat/protocol';

/** Where a server answers. */
export interface Address {
  origin: string;
  /** The chat's path, without a slash at its end. */
  path: string;
}

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
