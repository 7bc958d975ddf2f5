import type { Input, Message, User } from '@chat/protocol';
import type { Overlay } from '../messages/optimistic-overlay.ts';
import { findMessage } from '../room/extra-messages.ts';
import type { RoomContext } from '../room/room-context.ts';

export interface Reactions {
  /**
   * Shown at once, and removed again if the server rejects it. Resolves to the stored message; rejects with
   * `ChatError`.
   */
  add(messageId: string, emoji: string): Promise<Message>;
  remove(messageId: string, emoji: string): Promise<Message>;
  /** Adds my reaction, or removes it if it is shown now. */
  toggle(messageId: string, emoji: string): Promise<Message>;
  /** Resolves to the users who reacted, by user id; `after` is the last id of the previous page. */
  list(
    messageId: string,
    emoji: string,
    after?: string,
  ): Promise<{ users: readonly User[]; hasMore: boolean }>;
  /**
   * Shows an emoji to everyone in the room for a moment, as event `reaction:burst`. Rejects with `ChatError`.
   */
  burst(emoji: string): Promise<void>;
}

export const reactions = (
  { roomId, call, callNow, sync, self, putStored }: RoomContext,
  overlay: Overlay,
): Reactions => {
  const set = async (messageId: string, emoji: string, added: boolean): Promise<Message> => {
    const me = self();
    const takeOff = overlay.put(messageId, emoji, (message) => withReaction(message, emoji, me, added));
    const input: Input<'reaction:add'> = { roomId, messageId, emoji };
    try {
      return putStored(await call(added ? 'reaction:add' : 'reaction:remove', input));
    } finally {
      takeOff();
    }
  };

  const isShown = (messageId: string, emoji: string): boolean => {
    const message = findMessage(sync.core, messageId);
    return message !== undefined && isMine(overlay.shown(message), emoji, self());
  };

  return {
    add: (messageId, emoji) => set(messageId, emoji, true),
    remove: (messageId, emoji) => set(messageId, emoji, false),
    toggle: (messageId, emoji) => set(messageId, emoji, !isShown(messageId, emoji)),
    list: (messageId, emoji, after) => call('reaction:list', { roomId, messageId, emoji, after }),
    burst: async (emoji) => void (await callNow('reaction:burst', { roomId, emoji })),
  };
};

const isMine = ({ reactions: all }: Message, emoji: string, self: string): boolean =>
  all.some((each) => each.emoji === emoji && each.by.includes(self));

const withReaction = (message: Message, emoji: string, self: string, added: boolean): Message => {
  if (isMine(message, emoji, self) === added || message.deletedAt !== undefined) return message;
  const known = message.reactions.some((each) => each.emoji === emoji);
  const before = known || !added ? message.reactions : [...message.reactions, { emoji, count: 0, by: [] }];
  const after = before.map((each) => {
    if (each.emoji !== emoji) return each;
    const by = added ? [...each.by, self] : each.by.filter((id) => id !== self);
    return { emoji, count: each.count + (added ? 1 : -1), by };
  });
  return { ...message, reactions: after.filter(({ count }) => count > 0) };
};
