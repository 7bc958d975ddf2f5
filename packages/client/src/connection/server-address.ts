import { ChatError } from '@chat/protocol';

/** Address of a chat server. */
export interface Address {
  origin: string;
  /** Path of the chat, without a slash at the end. */
  path: string;
}

/** Adds the path `/chat` to an origin without a path. Default: the page's origin. Throws `invalid`. */
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
