import { isThreadOnly, type DurableEvent, type Message } from '@chat/protocol';
import type { ChangeOf } from '../contract/change.ts';
import { visibleMessage } from './private.ts';
import { refuseWithoutRight, refuse, type Decision, type DecisionContext } from './decision.ts';

/** Pins are for the whole room, so private messages cannot be pinned. */
export const pin = (context: DecisionContext, change: ChangeOf<'pin'>): Decision => {
  const { view, head } = context;
  const { messageId, pinned, actor, at, visibleAfter, most } = change;
  const found = visibleMessage(context, actor, messageId);
  if (found === null || found.message.deletedAt !== undefined || found.message.seq <= visibleAfter)
    return refuse('not_found', 'no such message');
  const refused = refuseWithoutRight(context, 'message:pin', at);
  if (refused !== null) return refused;
  const stored = found.message;
  if (stored.to !== undefined)
    return refuse('conflict', 'a private message cannot be pinned', { reason: 'private_message' });
  if (isThreadOnly(stored))
    return refuse('conflict', 'a message that is only in a thread cannot be pinned', {
      reason: 'in_thread',
    });
  if ((stored.pinnedAt !== undefined) === pinned) return { kind: 'known', event: updated(stored, actor.id) };
  if (pinned && view.pinned() >= most)
    return refuse('conflict', `a room has at most ${most} pinned messages: unpin one first`, {
      reason: 'too_many_pins',
    });
  const rev = head.rev + 1;
  const { pinnedAt: _before, ...rest } = stored;
  const message: Message = { ...rest, rev, ...(pinned ? { pinnedAt: at } : {}) };
  return {
    kind: 'write',
    head: { ...head, rev },
    event: updated(message, actor.id),
    message: { ...found, message },
    members: [],
  };
};

const updated = (message: Message, by: string): DurableEvent => ({
  type: 'message:updated',
  roomId: message.roomId,
  rev: message.rev,
  message,
  by,
  change: 'pin',
});
