import type { DurableEvent, Message } from '@chat/protocol';
import type { ChangeOf } from '../../contract/change.ts';
import { firstLink } from '../../shared/first-link.ts';
import { refuse, refuseWithoutRight, type Decision, type DecisionContext, type View } from '../decision.ts';
import { visibleMessage } from '../private.ts';

/** The record of a message whose card was removed: it gets none again. It is removed with the message. */
export const removedCardKind = 'removed-card';

/** Adds a card that the server fetched, unless the link is no longer in the text or the card was removed. */
export const addCard = (view: View, change: ChangeOf<'add-card'>): Decision => {
  const { head } = view;
  const { messageId, card } = change;
  const found = view.message(messageId);
  if (head === null || found === null || found.message.deletedAt !== undefined)
    return refuse('not_found', 'no such message');
  const stored = found.message;
  if (firstLink(stored.text) !== card.url) return refuse('conflict', 'the message has another link');
  if (stored.card?.url === card.url || view.record(removedCardKind, messageId) !== null)
    return { kind: 'known', event: updated(stored, change.actor.id) };
  const rev = head.rev + 1;
  const message: Message = { ...stored, rev, card };
  return {
    kind: 'write',
    head: { ...head, rev },
    event: updated(message, change.actor.id),
    message: { ...found, message },
    members: [],
  };
};

/** The right is that of deleting the message. */
export const removeCard = (context: DecisionContext, change: ChangeOf<'remove-card'>): Decision => {
  const { head } = context;
  const { messageId, actor, at } = change;
  const found = visibleMessage(context, actor, messageId);
  if (found === null || found.message.deletedAt !== undefined) return refuse('not_found', 'no such message');
  const { card, ...stored } = found.message;
  const right = stored.author.id === actor.id ? 'message:delete' : 'message:moderate';
  const refused = refuseWithoutRight(context, right, at);
  if (refused !== null) return refused;
  if (card === undefined) return { kind: 'known', event: updated(stored, actor.id) };
  const rev = head.rev + 1;
  const message: Message = { ...stored, rev };
  return {
    kind: 'write',
    head: { ...head, rev },
    event: updated(message, actor.id),
    message: { ...found, message },
    members: [],
    records: [{ kind: removedCardKind, key: messageId, body: {}, messageId }],
  };
};

const updated = (message: Message, by: string): DurableEvent => ({
  type: 'message:updated',
  roomId: message.roomId,
  rev: message.rev,
  message,
  by,
  change: 'card',
});
