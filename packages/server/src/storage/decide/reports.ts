import { mostComplaints, mostRevealedTexts, type Complaint, type DurableEvent } from '@chat/protocol';
import { toAuthor } from './author.ts';
import type { ChangeOf } from '../contract/change.ts';
import { visibleMessage } from './private.ts';
import type { Head, StoredReport } from '../contract/records.ts';
import { refuseWithoutRight, refuse, type Decision, type DecisionContext } from './decision.ts';

/** Users other than moderators see only that there was a revision. */
const skip = (head: Head, rev: number): DurableEvent => ({ type: 'skip', roomId: head.room.id, rev });

const withoutText = ({ text: _text, revealed: _revealed, ...complaint }: Complaint): Complaint => complaint;

/** Keeps the complaints, so that nobody complains twice, and removes the quoted texts. */
export const resolved = (report: StoredReport): StoredReport => ({
  ...report,
  state: 'resolved',
  text: '',
  complaints: report.complaints.map(withoutText),
});

/** Returns a report that is open again, with the texts that it had before it was resolved. */
export const reopened = (report: StoredReport, before: StoredReport): StoredReport => ({
  ...report,
  state: 'open',
  text: before.text,
  complaints: report.complaints.map((complaint, index) => {
    const { text, revealed } = before.complaints[index] ?? {};
    return { ...complaint, ...(revealed ? { revealed } : {}), ...(text === undefined ? {} : { text }) };
  }),
});

/**
 * Returns what a complaint reveals of an encrypted message whose report has `text`. Each version is stored, so that neither
 * an early harmless report nor a later edit hides another one; beyond a limit they are not.
 */
const revealedIn = (
  complaints: readonly Complaint[],
  text: string,
  revealed: { text: string } | undefined,
): Pick<Complaint, 'revealed' | 'text'> => {
  if (revealed === undefined) return {};
  if (revealed.text === text) return { revealed: true };
  const others = new Set(complaints.flatMap((complaint) => complaint.text ?? []));
  if (!others.has(revealed.text) && others.size >= mostRevealedTexts - 1) return {};
  return { revealed: true, text: revealed.text };
};

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
  const { actor, at, reason, revealed } = change;
  const refused = refuseWithoutRight(context, 'message:report', at);
  if (refused !== null) return refused;
  const message = visibleMessage(context, actor, change.messageId)?.message;
  if (message === undefined || message.deletedAt !== undefined) return refuse('not_found', 'no such message');
  if (message.author.id === actor.id)
    return refuse('conflict', 'this is your own message: delete it instead');
  if (revealed && revealed.ciphertext !== message.encrypted?.ciphertext)
    return refuse('conflict', 'the message was edited meanwhile', { field: 'messageKey' });
  const stored = view.report(message.id);
  const complaints = stored?.complaints ?? [];
  if (stored && (complaints.length >= mostComplaints || complaints.some(({ by }) => by.id === actor.id)))
    return { kind: 'known', event: skip(head, stored.rev) };
  const { id, author, createdAt } = message;
  const quoted = stored?.state === 'open' ? stored.text : message.text;
  const text = quoted === '' && revealed ? revealed.text : quoted;
  return write(head, {
    messageId: id,
    rev: 0,
    state: 'open',
    author,
    text,
    createdAt,
    complaints: [
      ...complaints,
      {
        by: toAuthor(actor),
        at,
        ...(reason ? { reason } : {}),
        ...revealedIn(complaints, text, revealed),
      },
    ],
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
