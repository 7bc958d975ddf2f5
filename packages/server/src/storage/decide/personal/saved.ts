import type { ChangeOf } from '../../contract/change.ts';
import type { StoredRecord } from '../../contract/records.ts';
import { refuse, type Decision, type DecisionContext, type View } from '../decision.ts';
import { visibleMessage } from '../private.ts';

/** The kind of the records of one user, so that `dueRecords` lists them across rooms. */
export const savedKind = (userId: string): string => `saved:${encodeURIComponent(userId)}`;

/** Returns when the message of a record was saved, ms since the epoch. */
export const savedAtOf = ({ dueAt = 0 }: Pick<StoredRecord, 'dueAt'>): number => dueAt;

export const save = (context: DecisionContext, change: ChangeOf<'save'>): Decision => {
  const { view, head } = context;
  const { actor, at, messageId, visibleAfter } = change;
  if (head.room.retention === 'ephemeral')
    return refuse('conflict', 'an ephemeral room stores nothing', { reason: 'ephemeral_room' });
  const message = visibleMessage(context, actor, messageId)?.message;
  if (!message || message.deletedAt !== undefined || message.seq <= visibleAfter)
    return refuse('not_found', 'no such message');
  const kind = savedKind(actor.id);
  if (view.record(kind, messageId) !== null) return { kind: 'store', records: [] };
  const record = { kind, key: messageId, userId: actor.id, messageId, body: {}, dueAt: at };
  return { kind: 'store', records: [record] };
};

/** Also works for a user who may not enter the room any more. */
export const unsave = (view: View, { actor, messageId }: ChangeOf<'unsave'>): Decision => {
  const kind = savedKind(actor.id);
  const known = view.record(kind, messageId) !== null;
  return { kind: 'store', records: known ? [{ kind, key: messageId, body: null }] : [] };
};
