import type { Message } from '@chat/protocol';
import { itemsOf, type MessageList } from '../messages/message-list.ts';
import { addOlder } from '../messages/log-pages.ts';
import { emptyLog } from '../messages/message-log.ts';
import { createTimer } from '../platform/timer.ts';
import type { Outbox, SendContent } from '../outbox/outbox.ts';
import type { Overlay } from '../messages/optimistic-overlay.ts';
import { view, type Readable, type Stop } from '../state/readable.ts';
import type { RoomContext } from '../room/room-context.ts';
import { extraMessagesOf, withExtraMessages } from '../room/extra-messages.ts';
import { closeThread, openThread, putLog, putPage, type ThreadLogs } from '../room/thread-logs.ts';

export interface ThreadList extends MessageList {
  /**
   * The first message, tombstone or not. Undefined: it is being loaded. Null: I may not see it, or it does
   * not exist.
   */
  root: Message | null | undefined;
}

export type ThreadContent = Omit<SendContent, 'threadId' | 'to'>;

/** The messages of a thread. Loaded, and current, while it has a subscriber. */
export interface Thread extends Readable<ThreadList> {
  /** Id of the first message. */
  readonly id: string;
  /**
   * As `messages.send`, in the same outbox and order; with `alsoToRoom` the message also appears in the room.
   */
  send(content: ThreadContent): Promise<Message>;
  /**
   * Loads the page before the oldest message; resolves to false if there is none. Concurrent calls share one
   * request.
   */
  loadOlder(limit?: number): Promise<boolean>;
}

/** A thread inside the lazy code. */
export interface LoadedThread extends Pick<Thread, 'get' | 'loadOlder'> {
  /** Keeps the thread loaded and current until the returned function is called. */
  retain(): Stop;
}

export interface ThreadsFeature {
  /** Returns the same object for the same id. */
  thread(messageId: string): LoadedThread;
  /** Loads threads that have subscribers and are not loaded. */
  live(): void;
  close(): void;
}

/** Pause before a retry, ms. */
const againMs = 3_000;

interface Deps {
  outbox: Outbox;
  overlay: Overlay;
  guestName: string | undefined;
  original: (messageId: string) => Message | null | undefined;
}

interface Entry {
  api: LoadedThread;
  readers: number;
}

export const threads = (context: RoomContext, deps: Deps): ThreadsFeature => {
  const { roomId, call, callNow, sync, user, self } = context;
  const { outbox, overlay, guestName, original } = deps;
  const entries = new Map<string, Entry>();
  const asked = new WeakSet<object>();
  const retryTimer = createTimer();
  let closed = false;

  const openThreads = () => extraMessagesOf(sync.core).threads;
  const change = (next: (threads: ThreadLogs) => ThreadLogs) =>
    sync.change((core) => withExtraMessages(core, { threads: next(extraMessagesOf(core).threads) }));

  const load = async (id: string): Promise<void> => {
    const thread = openThreads().get(id);
    // Events will bring whatever a loaded page does not have.
    if (thread === undefined || thread.log.loaded || asked.has(thread.generation) || sync.status !== 'joined')
      return;
    const { generation } = thread;
    asked.add(generation);
    try {
      const page = await callNow('message:list', { roomId, threadId: id });
      change((known) => putPage(known, id, generation, page, self()));
    } catch {
      asked.delete(generation);
      // Offline, `live` loads it.
      if (!closed && !retryTimer.runs) retryTimer.start(againMs, live);
    }
  };

  const live = (): void => {
    retryTimer.stop();
    for (const [id, { readers }] of entries) {
      if (readers === 0) continue;
      change((known) => openThread(known, id));
      void load(id);
    }
  };

  const make = (id: string): Entry => {
    const logOf = () => openThreads().get(id)?.log ?? emptyLog;
    const rootOf = () => (entry.readers > 0 ? original(id) : undefined);
    const items = itemsOf(() => ({
      roomId,
      log: logOf(),
      messages: overlay.list(logOf().items),
      pending: outbox.items.filter(({ content }) => content.threadId === id),
      user: user(),
      guestName,
    }));
    const list = view(
      () => [logOf(), overlay.layers, outbox.items, user(), rootOf()],
      (): ThreadList => ({ ...items(), root: rootOf() }),
    );

    let loading: Promise<boolean> | null = null;
    const loadPage = async (limit?: number): Promise<boolean> => {
      const { loaded, hasOlder, from } = logOf();
      const { generation: life } = openThreads().get(id) ?? {};
      if (!loaded || !hasOlder) return false;
      const page = await call('message:list', { roomId, threadId: id, before: from, limit });
      change((known) => {
        const now = known.get(id);
        if (now === undefined || now.generation !== life) return known;
        return putLog(known, id, addOlder(now.log, page, from, self()));
      });
      return page.messages.length > 0;
    };

    const entry: Entry = {
      readers: 0,
      api: {
        get: list.get,
        retain: () => {
          entry.readers += 1;
          if (entry.readers === 1) {
            change((known) => openThread(known, id));
            void load(id);
          }
          let stopped = false;
          return () => {
            if (stopped) return;
            stopped = true;
            entry.readers -= 1;
            if (entry.readers > 0) return;
            change((known) => closeThread(known, id));
          };
        },
        loadOlder: (limit) => (loading ??= loadPage(limit).finally(() => (loading = null))),
      },
    };
    return entry;
  };

  return {
    thread: (messageId) => {
      const entry = entries.get(messageId) ?? make(messageId);
      entries.set(messageId, entry);
      return entry.api;
    },
    live,
    close: () => {
      closed = true;
      retryTimer.stop();
    },
  };
};
