import { isFor, type Message } from '@chat/protocol';
import { retentionCutoff } from '../shared/retention.ts';
import type { MessageDraft } from '../contract/change.ts';
import type { StoredMessage } from '../contract/records.ts';
import { refuse, type Decision, type DecisionContext } from './decision.ts';
import { effectiveRoleIn } from './effective-role.ts';

/**
 * Returns the message if the actor can see it. Others do not see a private message, whatever their role, and
 * nobody sees an expired one, whether it was pruned or not.
 */
export const visibleMessage = (
  { view, head, at }: DecisionContext,
  actor: { id: string },
  messageId: string,
): StoredMessage | null => {
  const found = view.message(messageId);
  if (found === null || found.message.createdAt < retentionCutoff(head.room, at)) return null;
  return isFor(found.message, actor.id) ? found : null;
};

/** Returns the reason why a message cannot be sent to its recipients, or null. */
export const refuseRecipients = (
  context: DecisionContext,
  { to }: MessageDraft,
  author: { id: string },
): Decision | null => {
  if (to !== undefined) {
    if (context.head.room.type === 'direct') return wrong('a direct room is private already');
    if (to.length === 0 || to.includes(author.id)) return wrong('must name others');
    if (!to.every((userId) => isHere(context, userId))) return wrong('must name users of this room');
  }
  return null;
};

/** Returns the reason why a message to these recipients, or to all, cannot reply to `quoted`, or null. */
export const refuseQuote = (quoted: Message | null, to: string[] | undefined): Decision | null => {
  // Users who cannot read a message must not learn of it through a reply either.
  if (quoted?.to === undefined || to?.every((userId) => isFor(quoted, userId))) return null;
  return wrong('a reply to a private message can only go to its readers');
};

const wrong = (rule: string): Decision => refuse('invalid', `to: ${rule}`, { field: 'to' });

/** Whether a user is a member, or has been in the room and may still read it. False for unknown users. */
const isHere = ({ view, head: { room } }: DecisionContext, userId: string): boolean => {
  const member = view.member(userId);
  if (member?.state !== 'joined' && !view.hasReadMarker(userId)) return false;
  return effectiveRoleIn(room, member, { id: userId, name: userId }) !== null;
};
