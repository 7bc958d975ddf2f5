import { isThreadOnly, type Input, type Message, type MessagePage } from '@chat/protocol';
import { itemsOf, type MessageList } from '../messages/message-list.ts';
import type { Overlay } from '../messages/optimistic-overlay.ts';
import type { Outbox, SendContent } from '../outbox/outbox.ts';
import { view, type Readable, type View } from '../state/readable.ts';
import type { RoomContext } from '../room/room-context.ts';

/** Other fields that an edit changes; those that are not given stay as they are. */
export type EditContent = Pick<Input<'message:edit'>, 'mentions' | 'mentionsAll' | 'data'>;

export interface Messages extends Readable<MessageList> {
  /**
   * Sends a message. It is shown at once, survives being offline and reloads, keeps its order and is never
   * stored twice. Resolves when it is stored; rejects with `ChatError` when it fails for good (`failed`).
   */
  send(content: SendContent): Promise<Message>;
  /**
   * Edits the text of my message, and its mentions if `more` has them. An unsent message is edited after it
   * is stored. Rejects with `ChatError`.
   */
  edit(messageId: string, text: string, more?: EditContent): Promise<Message>;
  /**
   * Deletes a message for everyone and shows that at once; an unsent message is deleted after it is stored,
   * and without a connection when it is back. Resolves to the tombstone; rejects with `ChatError`, and the
   * message is shown again.
   */
  delete(messageId: string): Promise<Message>;
  /**
   * Undoes my deletion of a message, within `deletionUndoMs` (10 seconds). A deletion that was not sent yet
   * is dropped, and `delete` rejects with `conflict` / `discarded`. Rejects with `conflict` / `undo_expired`
   * if it is too late.
   */
  restore(messageId: string): Promise<void>;
  /**
   * Loads the page before the oldest message; resolves to false if there is none. Concurrent calls share one
   * request.
   */
  loadOlder(limit?: number): Promise<boolean>;
  /**
   * Loads a message of any age, with those around it, into the list. Messages between them and the newest are
   * a gap until they are loaded with `fill`. Resolves to whether the list has the message; rejects with
   * `not_found` if I may not see it.
   */
  reach(messageId: string): Promise<boolean>;
  /**
   * Loads a page of the gap, from its side `after` or `before`; resolves to false if there is none.
   * Concurrent calls share one request.
   */
  fill(side: 'after' | 'before'): Promise<boolean>;
  /** Resolves to a page around a `seq`, without changing the list. */
  around(seq: number, limit?: number): Promise<MessagePage>;
  /**
   * Sends a copy of a message, with copies of its files, to another room that I may write to. Rejects with
   * `forbidden` for a private message.
   */
  forward(messageId: string, roomId: string): Promise<Message>;
  /** Sends a failed message again, with the same id. */
  retry(messageId: string): void;
  /** Removes a failed or queued message. */
  discard(messageId: string): void;
}

/** The message list of a room. `overlay`: changes that are shown before the server confirms them. */
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
