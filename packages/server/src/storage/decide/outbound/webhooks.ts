import type { ChangeOf } from '../../contract/change.ts';
import type { Head, StoredRecord } from '../../contract/records.ts';
import { refuse, type Decision, type View } from '../decision.ts';

export type WebhookChange = ChangeOf<'mark-webhooks' | 'claim-webhook' | 'save-webhook'>;

/** How far a webhook has come in a room, and which node delivers it. */
export interface WebhookRecord {
  /** Every change up to this `rev` was delivered. */
  rev: number;
  /** Every new message up to this `seq` was. */
  seq: number;
  /** Set while the room is read message by message, because too much has changed. */
  scan?: { rev: number; seq: number };
  /** The node that delivers, until then, ms since the epoch. */
  node?: string;
  until?: number;
  /** Failed attempts to deliver the next event. */
  failures?: number;
}

/**
 * The kind of the record of a webhook, of which a room has one; it is due while the room has events to
 * deliver.
 */
export const webhookKind = (name: string): string => `webhook:${name}`;
export const webhookKey = 'position';

export const isWebhookChange = (change: { kind: string }): change is WebhookChange =>
  change.kind === 'mark-webhooks' || change.kind === 'claim-webhook' || change.kind === 'save-webhook';

/**
 * Decides about the position of a webhook in a room. No rights are checked: the server does it for itself.
 */
export const decideWebhook = (view: View, change: WebhookChange): Decision => {
  const { head } = view;
  if (head === null) return refuse('not_found', 'no such room');
  if (change.kind === 'mark-webhooks') return mark(view, head, change);
  const kind = webhookKind(change.webhook);
  const stored = view.record(kind, webhookKey);
  if (change.kind === 'claim-webhook') return stored === null ? nothing : claim(stored, change);
  const body = stored?.body as WebhookRecord | undefined;
  if (body?.node !== change.node) return refuse('conflict', 'another node delivers this webhook');
  return store(kind, ...saved(head, change));
};

const nothing: Decision = { kind: 'store', records: [] };

const store = (kind: string, body: WebhookRecord, dueAt: number | null): Decision => ({
  kind: 'store',
  records: [{ kind, key: webhookKey, body, ...(dueAt === null ? {} : { dueAt }) }],
});

/** Makes the room due for the webhooks that have not come as far as the changes of the same batch. */
const mark = (view: View, head: Head, change: ChangeOf<'mark-webhooks'>): Decision => ({
  kind: 'store',
  records: change.webhooks.flatMap((name) => {
    const kind = webhookKind(name);
    const stored = view.record(kind, webhookKey);
    const body = (stored?.body as WebhookRecord | undefined) ?? change.from;
    if (stored?.dueAt !== undefined || body.rev >= head.rev) return [];
    return [{ kind, key: webhookKey, body, dueAt: Math.floor(change.at) }];
  }),
});

/**
 * Stores nothing while another node delivers, unless its time has passed or it is known to be gone, or before
 * a retry.
 */
const claim = (stored: StoredRecord, change: ChangeOf<'claim-webhook'>): Decision => {
  const { node, at, until, isAlone } = change;
  const body = stored.body as WebhookRecord;
  if (!isAlone && body.node !== undefined && body.node !== node && (body.until ?? 0) > at) return nothing;
  if (body.node === undefined && (stored.dueAt ?? 0) > at) return nothing;
  return store(stored.kind, { ...body, node, until }, until);
};

const saved = (head: Head, change: ChangeOf<'save-webhook'>): [WebhookRecord, number | null] => {
  const { node, at, until, position, failures, retryAt } = change;
  const body: WebhookRecord = { ...position, ...(failures > 0 ? { failures } : {}) };
  if (until !== undefined) return [{ ...body, node, until }, until];
  if (retryAt !== undefined) return [body, retryAt];
  return [body, position.rev < head.rev || position.scan ? Math.floor(at) : null];
};
