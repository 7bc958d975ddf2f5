import type { DurableEvent, Message } from '@chat/protocol';
import { isOpenCall } from '@chat/protocol';
import type { ChangeOf } from '../contract/change.ts';
import { refuseWithoutRight, refuse, type Decision, type DecisionContext, type View } from './decision.ts';
import { isEmpty } from './messages.ts';
import { closedPoll, isPollMessage } from './polls/polls.ts';
import { visibleMessage } from './private.ts';
import { headAfter, leaveStage } from './live/spotlight.ts';
import { resolved } from './reports.ts';
import { withoutReply } from './threads.ts';

/** Most users of one reaction that come back when the deletion is undone. */
const mostReactors = 1_000;

/** Deletes a message. The result has what it removed, so that the server can undo it for a while. */
export const deleteMessage = (context: DecisionContext, change: ChangeOf<'delete'>): Decision => {
  const stored = visibleMessage(context, change.actor, change.messageId)?.message;
  const decision = remove(context, change);
  // A call that was deleted while it was open has ended.
  if (stored === undefined || decision.kind !== 'write' || isOpenCall(stored)) return decision;
  const report = decision.report && context.view.report(stored.id);
  const deleted = {
    // Votes are not stored any longer: the poll would come back with its results.
    message: isPollMessage(stored)
      ? { ...stored, poll: closedPoll(context.view, stored, change.at) }
      : stored,
    deletedAt: change.at,
    reactors: reactorsOf(context.view, stored),
    versions: [],
    ...(report ? { report } : {}),
  };
  return { ...decision, deleted };
};

const reactorsOf = (view: View, { id, reactions }: Message): { emoji: string; userIds: string[] }[] =>
  reactions.map(({ emoji, count, by }) => ({
    emoji,
    userIds: count > by.length ? view.reactors(id, emoji, mostReactors) : by,
  }));

const remove = (context: DecisionContext, change: ChangeOf<'delete'>): Decision => {
  const { head } = context;
  const found = visibleMessage(context, change.actor, change.messageId);
  if (found === null) return refuse('not_found', 'no such message');
  const stored = found.message;
  const by = change.actor.id;
  const refused = refuseWithoutRight(
    context,
    stored.author.id === by ? 'message:delete' : 'message:moderate',
    change.at,
  );
  if (refused !== null) return refused;
  if (stored.deletedAt !== undefined) {
    return {
      kind: 'known',
      event: { type: 'message:deleted', roomId: head.room.id, rev: stored.rev, message: stored, by },
    };
  }
  const rev = head.rev + 1;
  const {
    call: _call,
    groupCall: _groupCall,
    poll: _poll,
    data: _data,
    pinnedAt: _pinned,
    restoredAt: _restored,
    mentionsAll: _all,
    streamsUntil: _streams,
    forwarded: _forwarded,
    card: _card,
    location: _location,
    encrypted: _encrypted,
    ...kept
  } = stored;
  const message: Message = {
    ...kept,
    rev,
    text: '',
    attachments: [],
    mentions: [],
    reactions: [],
    deletedAt: change.at,
  };
  const event: DurableEvent = { type: 'message:deleted', roomId: head.room.id, rev, message, by };
  const report = stored.author.id === by ? null : context.view.report(stored.id);
  const also = withoutReply(context.view, stored, rev + 1, by) ?? leaveStage(head, stored.id, rev + 1);
  return {
    kind: 'write',
    head: headAfter(head, rev, also),
    event,
    message: { ...found, message },
    members: [],
    ...(also ? { also } : {}),
    // Resolves the report of a deleted message.
    ...(report?.state === 'open' ? { report: { ...resolved(report), rev } } : {}),
  };
};

/** Takes a file out of a message. The right is that of deleting the message. */
export const detach = (context: DecisionContext, change: ChangeOf<'detach'>): Decision => {
  const { head } = context;
  const { messageId, fileId, actor, at } = change;
  const found = visibleMessage(context, actor, messageId);
  const stored = found?.message;
  if (found === null || !stored?.attachments.some((each) => each.fileId === fileId))
    return refuse('not_found', 'no such file');
  const attachments = stored.attachments.filter((each) => each.fileId !== fileId);
  if (isEmpty({ ...stored, attachments })) return remove(context, { kind: 'delete', actor, at, messageId });
  const right = stored.author.id === actor.id ? 'message:delete' : 'message:moderate';
  const refused = refuseWithoutRight(context, right, at);
  if (refused !== null) return refused;
  const rev = head.rev + 1;
  const message: Message = { ...stored, rev, attachments, editedAt: at };
  const { id: roomId } = head.room;
  const event: DurableEvent = {
    type: 'message:updated',
    roomId,
    rev,
    message,
    by: actor.id,
    change: 'edit',
  };
  return { kind: 'write', head: { ...head, rev }, event, message: { ...found, message }, members: [] };
};
