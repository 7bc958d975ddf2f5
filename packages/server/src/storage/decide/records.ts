import type { ChangeOf } from '../contract/change.ts';
import { refuse, type Decision, type View } from './decision.ts';

/** Stores records, unless one is of an erased user or of a message that does not exist. */
export const storeRecords = (view: View, { records }: ChangeOf<'store-records'>): Decision => {
  for (const record of records) {
    if (record.body === null) continue;
    if (record.userId !== undefined && view.isErased(record.userId))
      return refuse('not_found', 'no such user');
    const message = record.messageId === undefined ? undefined : view.message(record.messageId);
    if (message === null || message?.message.deletedAt !== undefined)
      return refuse('not_found', 'no such message');
  }
  return { kind: 'store', records };
};
