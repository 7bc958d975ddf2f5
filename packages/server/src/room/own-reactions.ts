import { reactorsShown, type Message, type Reaction } from '@chat/protocol';
import type { LiveRoom } from './live-room.ts';

/**
 * Messages as they are answered to one reader: where a reaction names only some of those behind it, and the reader is one of
 * the others, they are named first. The same array when that concerns none, which is nearly always, and costs nothing.
 */
export const withOwnReactions = async (
  { id, timeline }: LiveRoom,
  userId: string,
  messages: Message[],
): Promise<Message[]> => {
  if (!messages.some(({ reactions }) => reactions.length > 0)) return messages;
  const asked = messages.flatMap((message) =>
    message.reactions
      .filter((reaction) => isUnsure(reaction, userId))
      .map(({ emoji }) => ({ messageId: message.id, emoji })),
  );
  if (asked.length === 0) return messages;
  const answers = await timeline.reacted(id, userId, asked);
  const own = new Set(asked.filter((_, index) => answers[index]).map(keyOf));
  return messages.map((message) => ({
    ...message,
    reactions: message.reactions.map((reaction) =>
      own.has(keyOf({ messageId: message.id, emoji: reaction.emoji })) ? named(reaction, userId) : reaction,
    ),
  }));
};

const keyOf = ({ messageId, emoji }: { messageId: string; emoji: string }): string => `${messageId} ${emoji}`;

const isUnsure = ({ count, by }: Reaction, userId: string): boolean =>
  count > by.length && !by.includes(userId);

const named = (reaction: Reaction, userId: string): Reaction => ({
  ...reaction,
  by: [userId, ...reaction.by].slice(0, reactorsShown),
});
