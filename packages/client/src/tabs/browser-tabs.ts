import { noop } from '../platform/noop.ts';

/** What tabs of one origin find each other by. */
export interface TabPlatform {
  locks: Pick<LockManager, 'request'>;
  /** Opens it; what is said reaches all others of that name. */
  channel(name: string): TabChannel;
  isHidden(): boolean;
  /** The page goes, or comes back from where it was kept. */
  onPage(listener: (is: 'gone' | 'back') => void): () => void;
}

export interface TabChannel {
  send(words: object): void;
  /** From now on this hears what comes, and nobody else. Whoever hears knows what is said there. */
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

/** Null outside of browsers, and in those that cannot. */
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

/** Of a page that may keep nothing, some browsers say so by throwing. */
const allowed = <T>(look: () => T): T | null => {
  try {
    return look();
  } catch {
    return null;
  }
};

/** Holds a lock from when it is granted until `ended`; resolves when it is granted, rejects when it never is. */
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

/** Calls back when whoever holds that lock is gone, unless `ended`. */
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
