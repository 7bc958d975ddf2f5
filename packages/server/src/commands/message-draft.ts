import type { Input, Limits } from '@chat/protocol';
import type { Context } from './context.ts';
import { guardRecipients } from '../limits/input-guard.ts';
import type { ApprovalRules, MessageDraft } from '../storage/contract/change.ts';

type Content = Pick<
  Input<'message:send'>,
  | 'id'
  | 'text'
  | 'replyTo'
  | 'threadId'
  | 'alsoToRoom'
  | 'mentions'
  | 'mentionsAll'
  | 'to'
  | 'location'
  | 'encrypted'
  | 'data'
>;

/** Returns the content of a message without files. */
export const draftOf = ({ encrypted, ...content }: Content, limits: Limits): MessageDraft => {
  const { id, text, replyTo, threadId, alsoToRoom, mentions = [], mentionsAll, to, location, data } = content;
  if (to !== undefined) guardRecipients(to, limits);
  return {
    id,
    kind: 'text',
    text,
    attachments: [],
    mentions,
    ...(mentionsAll ? { mentionsAll } : {}),
    ...(replyTo === undefined ? {} : { replyTo }),
    ...(threadId === undefined ? {} : { threadId }),
    ...(alsoToRoom ? { alsoToRoom } : {}),
    ...(to === undefined ? {} : { to: [...new Set(to)] }),
    ...(location === undefined ? {} : { location }),
    ...(encrypted === undefined ? {} : { encrypted }),
    ...(data === undefined ? {} : { data }),
  };
};

/** The settings by which the message of a member may have to wait. */
export const approvalRules = ({ limits, isApprovalRequired }: Context): ApprovalRules => ({
  most: limits.maxPendingMessages,
  mostOfUser: limits.maxPendingMessagesPerUser,
  ...(isApprovalRequired() ? { required: true } : {}),
});
