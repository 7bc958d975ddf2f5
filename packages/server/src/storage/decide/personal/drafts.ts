import type { Draft } from '@chat/protocol';
import type { ChangeOf } from '../../contract/change.ts';
import type { StoredRecord } from '../../contract/records.ts';
import { refuse, type Decision, type DecisionContext, type View } from '../decision.ts';
import { visibleMessage } from '../private.ts';

/** A discarded draft keeps its record, so that its version never starts again. */
interface DraftBody {
  text: string;
  version: number;
  changedAt: number;
}

/** The kind of the records of one user, so that `dueRecords` lists them across rooms. */
export const draftKind = (userId: string): string => `draft:${encodeURIComponent(userId)}`;

/** `threadId`: undefined or empty for the room itself. */
export const draftKey = (threadId?: string): string => threadId || 'room';

export const toDraft = (roomId: string, { key, body }: Pick<StoredRecord, 'key' | 'body'>): Draft => ({
  roomId,
  ...(key === draftKey() ? {} : { threadId: key }),
  ...(body as DraftBody),
});

const find = (view: View, userId: string, threadId: string | undefined): Draft | null => {
  const record = view.record(draftKind(userId), draftKey(threadId));
  return record && toDraft('', record);
};

const recordOf = (
  userId: string,
  threadId: string | undefined,
  { text, version, changedAt }: DraftBody,
): StoredRecord => ({
  kind: draftKind(userId),
  key: draftKey(threadId),
  userId,
  ...(threadId === undefined ? {} : { messageId: threadId }),
  body: { text, version, changedAt },
  // Lists find only those with a text.
  ...(text === '' ? {} : { dueAt: changedAt }),
});

/** The last change that the store gets wins. The same text again changes nothing. */
export const setDraft = (context: DecisionContext, change: ChangeOf<'set-draft'>): Decision => {
  const { view, head } = context;
  const { actor, at, threadId, text, visibleAfter } = change;
  if (head.room.retention === 'ephemeral')
    return refuse('conflict', 'an ephemeral room stores nothing', { reason: 'ephemeral_room' });
  if (threadId !== undefined) {
    const root = visibleMessage(context, actor, threadId)?.message;
    if (!root || root.deletedAt !== undefined || root.seq <= visibleAfter)
      return refuse('not_found', 'no such message');
  }
  const known = find(view, actor.id, threadId);
  if (known?.text === text) return { kind: 'store', records: [] };
  const version = (known?.version ?? 0) + 1;
  return { kind: 'store', records: [recordOf(actor.id, threadId, { text, version, changedAt: at })] };
};

/** Also works for a user who may not enter the room any more. */
export const discardDraft = (view: View, { actor, at, threadId }: ChangeOf<'set-draft'>): Decision => {
  const known = find(view, actor.id, threadId);
  if (!known?.text) return { kind: 'store', records: [] };
  const body = { text: '', version: known.version + 1, changedAt: at };
  return { kind: 'store', records: [recordOf(actor.id, threadId, body)] };
};

/** Discards the draft in the transaction that stores its message, unless the draft has changed since. */
export const withoutDraft = (view: View, change: ChangeOf<'send'>, sent: Decision): Decision => {
  const { actor, at, message, draft } = change;
  if (draft === undefined || sent.kind === 'refuse' || sent.kind === 'known') return sent;
  const { threadId } = message;
  const known = find(view, actor.id, threadId);
  if (!known?.text || known.version > draft) return sent;
  const record = recordOf(actor.id, threadId, { text: '', version: known.version + 1, changedAt: at });
  return { ...sent, records: [...(sent.records ?? []), record] };
};
