import { mostComplaints, type DurableEvent } from '@chat/protocol';
import { toAuthor } from './author.ts';
import type { ChangeOf } from '../contract/change.ts';
import { visibleMessage } from './private.ts';
import type { Head, StoredReport } from '../contract/records.ts';
import { refuseWithoutRight, refuse, type Decision, type DecisionContext } from './decision.ts';

/** Users other than moderators see only that there was a revision. */
const skip = (head: Head, rev: number): DurableEvent => ({ type: 'skip', roomId: head.room.id, rev });

/** Keeps the complaints, so that nobody complains twice, and removes the quoted text. */
export const resolved = (report: StoredReport): StoredReport => ({ ...report, state: 'resolved', text: '' });

const write = (head: Head, report: StoredReport): Decision => {
  const rev = head.rev + 1;
  return {
    kind: 'write',
    head: { ...head, rev },
    event: skip(head, rev),
    members: [],
    report: { ...report, rev },
  };
};

export const report = (context: DecisionContext, change: ChangeOf<'report'>): Decision => {
  const { view, head } = context;
  const { actor, at, reason } = change;
  const refused = refuseWithoutRight(context, 'message:report', at);
  if (refused !== null) return refused;
  const message = visibleMessage(context, actor, change.messageId)?.message;
  if (message === undefined || message.deletedAt !== undefined) return refuse('not_found', 'no such message');
  if (message.author.id === actor.id)
    return refuse('conflict', 'this is your own message: delete it instead');
  const stored = view.report(message.id);
  const complaints = stored?.complaints ?? [];
  if (stored && (complaints.length >= mostComplaints || complaints.some(({ by }) => by.id === actor.id)))
    return { kind: 'known', event: skip(head, stored.rev) };
  const { id, author, text, createdAt } = message;
  return write(head, {
    messageId: id,
    rev: 0,
    state: 'open',
    author,
    text: stored?.state === 'open' ? stored.text : text,
    createdAt,
    complaints: [...complaints, { by: toAuthor(actor), at, ...(reason ? { reason } : {}) }],
  });
};

export const resolveReport = (context: DecisionContext, change: ChangeOf<'resolve-report'>): Decision => {
  const { view, head } = context;
  const refused = refuseWithoutRight(context, 'report:resolve', change.at);
  if (refused !== null) return refused;
  const stored = view.report(change.messageId);
  if (stored === null) return refuse('not_found', 'no such report');
  if (stored.state === 'resolved') return { kind: 'known', event: skip(head, stored.rev) };
  return write(head, resolved(stored));
};
