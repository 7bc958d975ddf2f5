import { isAside, type Message, type MessagePage } from '@chat/protocol';
import { itemsOf, type MessageList } from '../message-items.ts';
import type { FarUp, LoadPage } from '../far-up.ts';
import { addOlder, dropStale, hasStale } from '../message-log.ts';
import type { Overlay } from '../overlay.ts';
import type { Outbox, SendContent } from '../outbox.ts';
import { view, type Readable, type View } from '../readable.ts';
import { soonDeleted, type Deletion } from '../soon-deleted.ts';
import type { RoomContext } from '../room-context.ts';

export interface Messages extends Readable<MessageList> {
  /** Shows at once, survives offline and reload, keeps order, never doubles. Resolves when stored, rejects when given up (`failed`). */
  send(content: SendContent): Promise<Message>;
  edit(messageId: string, text: string): Promise<Message>;
  delete(messageId: string): Promise<Message>;
  /**
   * Shows a message as deleted at once, here alone, and deletes it after `afterMs` (5,000 unless told) unless that is undone;
   * sooner when the page is hidden, the room is left or the client is closed.
   */
  deleteSoon(messageId: string, afterMs?: number): Deletion;
  /** Loads the page before the oldest shown; false when there was none. Concurrent calls share one request. */
  loadOlder(limit?: number): Promise<boolean>;
  /**
   * Has a message in the list, however old it is, with those around it. What lies between them and the newest is a gap until it
   * is filled. False when it is not there; rejects with `not_found` when there is none that I may see.
   */
  reach(messageId: string): Promise<boolean>;
  /** Loads a page of that gap, on its side `after` or `before`; false when there is none. Concurrent calls share one request. */
  fill(side: 'after' | 'before'): Promise<boolean>;
  /** A page around a message's `seq`, without changing the list. */
  around(seq: number, limit?: number): Promise<MessagePage>;
  /** Tries a failed message again, with the same id. */
  retry(messageId: string): void;
  /** Drops a failed or queued message. */
  discard(messageId: string): void;
}

// What a reset left behind is fetched again up to here; more than that is dropped and loads as the reader scrolls.
const healedPages = 10;

const undoMs = 5_000;

export interface MessagesFeature {
  api: Messages;
  view: View<MessageList>;
  /** Fetches again what a reset left behind. */
  heal(): void;
  /** Sends the deletions that could still be undone. */
  flush(): void;
  close(): void;
}

export const messages = (
  context: RoomContext,
  outbox: Outbox,
  overlay: Overlay,
  guestName: string | undefined,
): MessagesFeature => {
  const { roomId, call, callNow, sync, user, self, keep, now } = context;
  const list = view(
    () => [sync.core.log, overlay.layers, outbox.items, user()],
    itemsOf(() => ({
      roomId,
      log: sync.core.log,
      messages: overlay.list(sync.core.log.items),
      pending: outbox.items.filter(({ content }) => !isAside(content)),
      user: user(),
      guestName,
    })),
  );

  // Offline it waits for the connection; on the way out there is no waiting.
  const removeNow = (messageId: string) => {
    const live = sync.status === 'joined' ? callNow : call;
    return live('message:delete', { roomId, messageId }).then(keep);
  };
  const soon = soonDeleted(overlay, removeNow, now);

  const load: LoadPage = async ({ limit, ...place }, put) => {
    const page = await call('message:list', { roomId, ...place, limit });
    sync.change((core) => ({ ...core, log: put(core.log, page, self()) }));
    return page.messages.length > 0;
  };

  // Few go far up: what leads there is loaded when somebody does.
  const farUp = () =>
    (far ??= import('../far-up.ts').then(
      ({ createFarUp }) => createFarUp({ call, roomId, sync, load }),
      (error: unknown) => {
        far = null;
        throw error;
      },
    ));
  let far: Promise<FarUp> | null = null;

  let loading: Promise<boolean> | null = null;
  const loadPage = async (limit?: number): Promise<boolean> => {
    const { log } = sync.core;
    const { from, hasOlder } = log.island ?? log;
    if (!log.loaded || (!hasOlder && !hasStale(log))) return false;
    return load({ before: from, limit }, (known, page, self) => addOlder(known, page, from, self));
  };
  const loadOlder = (limit?: number): Promise<boolean> => {
    loading ??= loadPage(limit).finally(() => (loading = null));
    return loading;
  };

  const heal = async () => {
    for (let pages = 0; pages < healedPages && hasStale(sync.core.log); pages++) await loadOlder(100);
    sync.change((core) => ({ ...core, log: dropStale(core.log) }));
  };
  let healing = false;

  return {
    view: list,
    flush: soon.flush,
    close: soon.close,
    heal: () => {
      if (healing || !hasStale(sync.core.log)) return;
      healing = true;
      // A failure leaves the gap where it is seen; the next time the room is live it is tried again.
      heal()
        .catch(() => {})
        .finally(() => (healing = false))
        .catch(() => {});
    },
    api: {
      get: list.get,
      subscribe: list.subscribe,
      send: outbox.send,
      edit: async (messageId, text) => keep(await call('message:edit', { roomId, messageId, text })),
      delete: async (messageId) => keep(await call('message:delete', { roomId, messageId })),
      deleteSoon: (messageId, afterMs = undoMs) => soon.delete(messageId, afterMs),
      loadOlder,
      reach: async (messageId) =>
        sync.core.log.items.some(({ id }) => id === messageId) || (await farUp()).reach(messageId),
      fill: async (side) => (sync.core.log.island === null ? false : (await farUp()).fill(side)),
      around: (seq, limit) => call('message:list', { roomId, around: seq, limit }),
      retry: outbox.retry,
      discard: outbox.discard,
    },
  };
};
