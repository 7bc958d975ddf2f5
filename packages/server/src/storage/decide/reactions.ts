import { reactorsShown, type DurableEvent, type Message, type Reaction } from '@chat/protocol';
import type { ChangeOf } from '../contract/change.ts';
import { replayState } from './live/recording-records.ts';
import { visibleMessage } from './private.ts';
import { allowsReaction } from './room-modes.ts';
import { refuseWithoutRight, refuse, type Decision, type DecisionContext, type View } from './decision.ts';

export const react = (context: DecisionContext, change: ChangeOf<'react'>): Decision => {
  const { view, head } = context;
  const { messageId, emoji, added, actor, visibleAfter, most } = change;
  const found = visibleMessage(context, actor, messageId);
  if (found === null || found.message.deletedAt !== undefined || found.message.seq <= visibleAfter)
    return refuse('not_found', 'no such message');
  const refused = refuseWithoutRight(context, added ? 'reaction:add' : 'reaction:remove', change.at);
  if (refused !== null) return refused;
  const stored = found.message;
  const reaction = stored.reactions.find((each) => each.emoji === emoji);
  if (added === hasReacted(view, messageId, reaction, actor.id)) {
    return { kind: 'known', event: reactionUpdatedEvent(stored, actor.id, emoji, added) };
  }
  if (added && !allowsReaction(head.room, emoji))
    return refuse('forbidden', 'this reaction is not allowed here', {
      reason: 'reaction_not_allowed',
      field: 'emoji',
    });
  if (added && reaction === undefined && stored.reactions.length >= most) {
    return refuse('too_large', `a message has at most ${most} different emoji`, { field: 'emoji' });
  }
  const rev = head.rev + 1;
  const reactions = added
    ? withReaction(stored.reactions, emoji, actor.id)
    : withoutReaction(view, stored, emoji, actor.id);
  const message: Message = { ...stored, rev, reactions };
  return {
    kind: 'write',
    head: { ...head, rev },
    event: reactionUpdatedEvent(message, actor.id, emoji, added),
    message: { ...found, message },
    members: [],
    reactions: [{ messageId, emoji, userId: actor.id, added }],
    records: replayState(head, message, change.at, stored),
  };
};

export const reactionUpdatedEvent = (
  message: Message,
  by: string,
  emoji: string,
  added: boolean,
): DurableEvent => ({
  type: 'message:updated',
  roomId: message.roomId,
  rev: message.rev,
  message,
  by,
  change: 'reaction',
  reaction: { emoji, added },
});

export const hasReacted = (
  view: View,
  messageId: string,
  reaction: Reaction | undefined,
  userId: string,
): boolean => {
  if (reaction === undefined) return false;
  if (reaction.by.includes(userId)) return true;
  return reaction.count > reaction.by.length && view.reacted(messageId, reaction.emoji, userId);
};

const withReaction = (reactions: Reaction[], emoji: string, userId: string): Reaction[] => {
  if (!reactions.some((each) => each.emoji === emoji))
    return [...reactions, { emoji, count: 1, by: [userId] }];
  return reactions.map((each) => {
    if (each.emoji !== emoji) return each;
    const by = each.by.length < reactorsShown ? [...each.by, userId] : each.by;
    return { emoji, count: each.count + 1, by };
  });
};

export const withoutReaction = (
  view: View,
  { id, reactions }: Message,
  emoji: string,
  userId: string,
): Reaction[] =>
  reactions.flatMap((each) => {
    if (each.emoji !== emoji) return each;
    const count = each.count - 1;
    if (count === 0) return [];
    const by = each.by.filter((reactor) => reactor !== userId);
    // A user who was only counted so far takes the free place among the listed names.
    if (by.length < Math.min(count, reactorsShown)) {
      const others = view.reactors(id, emoji, reactorsShown + 1);
      by.push(...others.filter((reactor) => reactor !== userId && !by.includes(reactor)).slice(0, 1));
    }
    return { emoji, count, by };
  });
