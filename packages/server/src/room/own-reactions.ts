import { reactorsShown, type Message, type Reaction } from '@chat/protocol';
import type { LiveRoom } from './live-room.ts';

/**
 * Returns messages for one reader: if a reaction lists only some of its users and the reader is among the
 * others, the reader comes first. Nearly always returns the same array, at no cost.
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
