import type { ChangeOf } from '../../contract/change.ts';
import type { StoredRecord } from '../../contract/records.ts';
import { refuse, type Decision, type View } from '../decision.ts';

export type EmailChange = ChangeOf<
  'mark-emails' | 'claim-emails' | 'save-emails' | 'send-email' | 'release-email'
>;

/** A room in which e-mails may be due. */
export interface EmailRoomRecord {
  /** The node that looks, until then, ms since the epoch. */
  node?: string;
  until?: number;
  /** Messages were sent meanwhile: it is due again. */
  again?: true;
}

/** The record of the last e-mail to a user about a room. */
export interface EmailSentRecord {
  /** Messages up to this `seq`. */
  seq: number;
  /** When, ms since the epoch. */
  at: number;
  /** As it was before: a failure brings it back. */
  before: { seq: number; at: number };
  /** Failures in a row. */
  failures: number;
  /** A node hands it over to the mailer, until then, ms since the epoch. */
  until?: number;
}

export const emailRoomKind = 'email:room';
export const emailRoomKey = 'due';
export const emailSentKind = 'email:sent';

const kinds = ['mark-emails', 'claim-emails', 'save-emails', 'send-email', 'release-email'];

export const isEmailChange = (change: { kind: string }): change is EmailChange => kinds.includes(change.kind);

/** Decides who sends which e-mail. No rights are checked: the server does it for itself. */
export const decideEmail = (view: View, change: EmailChange): Decision => {
  if (view.head === null) return refuse('not_found', 'no such room');
  if (change.kind === 'send-email') return send(view, change);
  if (change.kind === 'release-email') return release(view, change);
  const stored = view.record(emailRoomKind, emailRoomKey);
  const body = (stored?.body ?? {}) as EmailRoomRecord;
  if (change.kind === 'mark-emails') return mark(stored, body, change);
  if (change.kind === 'claim-emails') return claim(stored, body, change);
  if (body.node !== change.node) return refuse('conflict', 'another node looks for e-mails in this room');
  const dueAt = body.again ? Math.min(change.dueAt ?? Infinity, change.againAt) : change.dueAt;
  return store({}, dueAt);
};

const nothing: Decision = { kind: 'store', records: [] };

const store = (body: EmailRoomRecord, dueAt: number | null): Decision => ({
  kind: 'store',
  records: [
    {
      kind: emailRoomKind,
      key: emailRoomKey,
      body,
      ...(dueAt === null ? {} : { dueAt: Math.ceil(dueAt) }),
    },
  ],
});

/** A room that is due already stays due at that time. */
const mark = (
  stored: StoredRecord | null,
  body: EmailRoomRecord,
  { dueAt }: ChangeOf<'mark-emails'>,
): Decision => {
  if (body.node !== undefined && !body.again) return store({ ...body, again: true }, stored?.dueAt ?? dueAt);
  return stored?.dueAt === undefined ? store(body, dueAt) : nothing;
};

/** Stores nothing while another node looks, unless its time has passed. */
const claim = (
  stored: StoredRecord | null,
  body: EmailRoomRecord,
  { node, at, until }: ChangeOf<'claim-emails'>,
): Decision => {
  if (stored?.dueAt === undefined || stored.dueAt > at) return nothing;
  return store({ ...(body.again ? { again: true } : {}), node, until }, until);
};

/** Refuses what was read before another node sent it, and what follows a mail that may still fail. */
const send = (view: View, { userId, after, seq, until, at }: ChangeOf<'send-email'>): Decision => {
  if (view.isErased(userId)) return refuse('not_found', 'no such user');
  const known = view.record(emailSentKind, userId)?.body as EmailSentRecord | undefined;
  if ((known?.seq ?? 0) !== after || (known?.until ?? 0) > at)
    return refuse('conflict', 'another node e-mails this user');
  const before = { seq: known?.seq ?? 0, at: known?.at ?? 0 };
  const body: EmailSentRecord = { seq, at: Math.floor(at), before, failures: known?.failures ?? 0, until };
  return { kind: 'store', records: [{ kind: emailSentKind, key: userId, body, userId }] };
};

/** The mailer took it, or refused it: then it is tried again later. After too many failures it is given up. */
const release = (view: View, { userId, seq, sent, most }: ChangeOf<'release-email'>): Decision => {
  const known = view.record(emailSentKind, userId)?.body as EmailSentRecord | undefined;
  if (known?.seq !== seq || view.isErased(userId)) return nothing;
  const { until: _until, ...mail } = known;
  const failures = mail.failures + 1;
  const isOver = sent || failures >= most;
  const body: EmailSentRecord = isOver ? { ...mail, failures: 0 } : { ...mail, ...mail.before, failures };
  return { kind: 'store', records: [{ kind: emailSentKind, key: userId, body, userId }] };
};
