import { reactorsShown, type Message, type Reaction, type ReactionChange } from '@chat/protocol';

/**
 * A message as an event told it to all, as I see it: where it names only some of those who reacted, whether I am one of the
 * others is known from what I did just now, else from how I saw it before.
 */
export const withOwnReactions = (
  message: Message,
  before: Message | undefined,
  self: string,
  own?: ReactionChange,
): Message => {
  const isCut = ({ count, by }: Reaction) => count > by.length && !by.includes(self);
  if (!message.reactions.some(isCut)) return message;
  const isMine = ({ emoji }: Reaction) =>
    own?.emoji === emoji
      ? own.added
      : before?.reactions.some((each) => each.emoji === emoji && each.by.includes(self));
  const reactions = message.reactions.map((each) =>
    isCut(each) && isMine(each) ? { ...each, by: [self, ...each.by].slice(0, reactorsShown) } : each,
  );
  return { ...message, reactions };
};
