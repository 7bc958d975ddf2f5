import { isFor, type Message } from '@chat/protocol';
import { retentionCutoff } from '../shared/retention.ts';
import type { MessageDraft } from '../contract/change.ts';
import type { StoredMessage } from '../contract/records.ts';
import { refuse, type Decision, type DecisionContext } from './decision.ts';
import { effectiveRoleIn } from './effective-role.ts';

/**
 * The message, if it exists for the actor: to others a private one is unknown, whatever their role, and to all what the room
 * keeps no longer, whether or not it has been pruned.
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

/** Why a message cannot go to those it is to, or null. */
export const refuseRecipients = (
  situation: DecisionContext,
  { to }: MessageDraft,
  author: { id: string },
): Decision | null => {
  if (to !== undefined) {
    if (situation.head.room.type === 'direct') return wrong('a direct room is private already');
    if (to.length === 0 || to.includes(author.id)) return wrong('must name others');
    if (!to.every((userId) => isHere(situation, userId))) return wrong('must name people of this room');
  }
  return null;
};

/** Why a message that goes to some, or to all, cannot reply to `quoted`, or null. */
export const refuseQuote = (quoted: Message | null, to: string[] | undefined): Decision | null => {
  // Who cannot read a message is not to read of it either.
  if (quoted?.to === undefined || to?.every((userId) => isFor(quoted, userId))) return null;
  return wrong('a reply to a private message goes to those who have it');
};

const wrong = (rule: string): Decision => refuse('invalid', `to: ${rule}`, { field: 'to' });

/** Whether somebody belongs to the room, or has been in it, and may read it now. Unknown users are not here either. */
const isHere = ({ view, head: { room } }: DecisionContext, userId: string): boolean => {
  const member = view.member(userId);
  if (member?.state !== 'joined' && !view.hasMark(userId)) return false;
  return effectiveRoleIn(room, member, { id: userId, name: userId }) !== null;
};
