import { noop } from '../platform/noop.ts';

/** The browser APIs by which tabs of one origin find each other. */
export interface TabPlatform {
  locks: Pick<LockManager, 'request'>;
  /** Opens a channel; its messages reach all other channels of that name. */
  channel(name: string): TabChannel;
  isHidden(): boolean;
  /** Calls the listener when the page closes, or comes back from the back/forward cache. */
  onPage(listener: (is: 'gone' | 'back') => void): () => void;
}

export interface TabChannel {
  send(words: object): void;
  /** Sets the only listener. Its caller knows the type of the messages on this channel. */
  onMessage(listener: (words: never) => void): void;
  close(): void;
}

const openChannel = (name: string): TabChannel => {
  const channel = new BroadcastChannel(name);
  let hears: (words: never) => void = noop;
  channel.addEventListener('message', ({ data }) => hears(data as never));
  return {
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- it is of one origin
    send: (words) => channel.postMessage(words),
    onMessage: (listener) => void (hears = listener),
    close: () => channel.close(),
  };
};

/** Returns null outside browsers, and in browsers without the APIs. */
export const browserTabs = (): TabPlatform | null => {
  const { document, navigator } = globalThis;
  if (typeof document === 'undefined' || typeof BroadcastChannel === 'undefined') return null;
  const locks = allowed(() => navigator.locks);
  if (!locks || !allowed(() => openChannel('chat-tabs').close() ?? true)) return null;
  return {
    locks,
    channel: openChannel,
    isHidden: () => document.visibilityState === 'hidden',
    onPage: (listener) => {
      const gone = () => listener('gone');
      const back = ({ persisted }: PageTransitionEvent) => persisted && listener('back');
      addEventListener('pagehide', gone);
      addEventListener('pageshow', back);
      return () => {
        removeEventListener('pagehide', gone);
        removeEventListener('pageshow', back);
      };
    },
  };
};

/** Some browsers throw on access if the page may not use storage. */
const allowed = <T>(look: () => T): T | null => {
  try {
    return look();
  } catch {
    return null;
  }
};

/** Requests a lock and holds it until `ended`. Resolves when it is granted; rejects if it never is. */
export const acquireLock = ({ locks }: TabPlatform, name: string, ended: AbortSignal): Promise<void> =>
  new Promise((resolve, reject) => {
    const granted = () =>
      new Promise<void>((release) => {
        resolve();
        if (ended.aborted) release();
        else ended.addEventListener('abort', () => release());
      });
    locks.request(name, { signal: ended }, granted).catch(reject);
  });

/** Calls `call` when the lock is released, unless `ended`. */
export const onLockReleased = (
  { locks }: TabPlatform,
  name: string,
  ended: AbortSignal,
  call: () => void,
): void => {
  locks
    .request(name, { signal: ended }, () => {
      if (!ended.aborted) call();
    })
    .catch(noop);
};
