import { isThreadOnly, type Input, type Message, type MessagePage } from '@chat/protocol';
import type { Lazy } from '../lazy/lazy.ts';
import { itemsOf, type MessageList } from '../messages/message-list.ts';
import type { Overlay } from '../messages/optimistic-overlay.ts';
import type { Outbox, SendContent } from '../outbox/outbox.ts';
import { view, type Readable, type View } from '../state/readable.ts';
import type { Deletion } from '../messages/undoable-delete.ts';
import type { RoomContext } from '../room/room-context.ts';
import { noop } from '../platform/noop.ts';

/** What else of a message an edit changes; what is not named stays as it is. */
export type EditContent = Pick<Input<'message:edit'>, 'mentions' | 'mentionsAll' | 'data'>;

export interface Messages extends Readable<MessageList> {
  /** Shows at once, survives offline and reload, keeps order, never doubles. Resolves when stored, rejects when given up (`failed`). */
  send(content: SendContent): Promise<Message>;
  /**
   * Changes the text of my message, and whom it mentions where `more` says so. One that is still on its way is changed once it is
   * stored. Rejects with `ChatError`.
   */
  edit(messageId: string, text: string, more?: EditContent): Promise<Message>;
  /** Deletes a message; one of mine that is still on its way, once it is stored. Rejects with `ChatError`. */
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

/** The list of a room. `overlay`: what of it is shown otherwise, once something may be. */
export const messages = (
  { roomId, sync, user }: RoomContext,
  outbox: Outbox,
  overlay: () => Overlay | undefined,
  guestName: string | undefined,
): View<MessageList> =>
  view(
    () => [sync.core.log, overlay()?.layers, outbox.items, user()],
    itemsOf(() => ({
      roomId,
      log: sync.core.log,
      messages: overlay()?.list(sync.core.log.items) ?? sync.core.log.items,
      pending: outbox.items.filter(({ content }) => !isThreadOnly(content)),
      user: user(),
      guestName,
    })),
  );

/** A deletion that begins as soon as what does it has come. */
export const deferDeletion = (
  { load }: Lazy<{ messages: Pick<Messages, 'deleteSoon'> }>,
  messageId: string,
  afterMs?: number,
): Deletion => {
  let begun: Deletion | undefined;
  let undone = false;
  const done = load().then((rest) => {
    if (undone) return null;
    begun = rest.messages.deleteSoon(messageId, afterMs);
    return begun.done;
  });
  done.catch(noop); // who did not ask sees the message again
  return { undo: () => (begun ? begun.undo() : (undone = true)), done };
};
