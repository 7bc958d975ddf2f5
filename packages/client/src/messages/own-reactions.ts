import { reactorsShown, type Message, type Reaction, type ReactionChange } from '@chat/protocol';

/**
 * Adds my reactions to a message from an event, which is the same for all members and names only some of the
 * users who reacted. Whether I am one of the others follows from the change itself if I made it, otherwise
 * from the message before.
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
