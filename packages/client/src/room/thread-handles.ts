import type { Message } from '@chat/protocol';
import type { Thread, ThreadsFeature } from '../features/threads.ts';
import { deriveLazy, createLazyParts, type Lazy } from '../lazy/lazy.ts';
import type { SendContent } from '../outbox/outbox.ts';
import type { Stop } from '../state/readable.ts';

/** The public handles of threads; their code is loaded lazily. */
export interface ThreadHandles {
  /** Returns the same object for the same id. */
  thread(messageId: string): Thread;
  touch(): void;
}

const nothing = { items: [], gaps: [], hasOlder: false, loaded: false, root: undefined };

export const createThreadHandles = (
  features: Lazy<Pick<ThreadsFeature, 'thread'>>,
  send: (content: SendContent) => Promise<Message>,
): ThreadHandles => {
  const known = new Map<string, { api: Thread; touch: () => void }>();

  const make = (id: string) => {
    const own = deriveLazy(features, (found) => ({ list: found.thread(id) }));
    const { api, touch } = createLazyParts(own, { list: nothing });
    const retain = (): Stop => {
      let stop: Stop | null | undefined;
      own.use(({ list }) => (stop = stop === null ? null : list.retain()));
      return () => {
        stop?.();
        stop = null;
      };
    };
    const thread: Thread = {
      id,
      get: api.list.get,
      loadOlder: api.list.loadOlder,
      subscribe: (listener) => {
        const stops = [retain(), api.list.subscribe(listener)];
        return () => stops.forEach((stop) => stop());
      },
      send: (content) => send({ ...content, threadId: id }),
    };
    return { api: thread, touch };
  };

  return {
    thread: (messageId) => {
      const place = known.get(messageId) ?? make(messageId);
      known.set(messageId, place);
      return place.api;
    },
    touch: () => known.forEach(({ touch }) => touch()),
  };
};
