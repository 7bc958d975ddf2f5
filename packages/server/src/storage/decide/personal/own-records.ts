import type { EphemeralEvent } from '@chat/protocol';
import type { StoredRecord } from '../../contract/records.ts';
import { draftKey, draftKind, toDraft } from './drafts.ts';
import { reminderKind, toReminder } from './message-reminders.ts';
import { savedAtOf, savedKind } from './saved.ts';
import { scheduledKey, scheduledKind, toScheduled } from './scheduled.ts';

/** The records of single users, by feature. */
export type OwnRecordName = 'scheduled' | 'saved' | 'reminder' | 'draft';

/** After all times, for `dueRecords`. */
export const endOfTime = 8_640_000_000_000_000;

interface OwnRecord {
  /** Returns where the record of a message is; of a draft, that of its thread, empty for the room. */
  place(userId: string, messageId: string): Pick<StoredRecord, 'kind' | 'key'>;
  /** Returns the event about it, if there is one; `record` is null if it was removed. */
  event(roomId: string, messageId: string, record: StoredRecord | null): EphemeralEvent | null;
}

export const ownRecords: Record<OwnRecordName, OwnRecord> = {
  scheduled: {
    place: (userId, messageId) => ({ kind: scheduledKind, key: scheduledKey(userId, messageId) }),
    event: (roomId, messageId, record) => ({
      type: 'scheduled:changed',
      roomId,
      messageId,
      scheduled: record && toScheduled(roomId, record),
    }),
  },
  saved: {
    place: (userId, messageId) => ({ kind: savedKind(userId), key: messageId }),
    event: (roomId, messageId, record) => ({
      type: 'saved:changed',
      roomId,
      messageId,
      savedAt: record && savedAtOf(record),
    }),
  },
  reminder: {
    place: (userId, messageId) => ({ kind: reminderKind(userId), key: messageId }),
    event: (roomId, messageId, record) => ({
      type: 'reminder:changed',
      roomId,
      messageId,
      reminder: record && toReminder(roomId, record),
    }),
  },
  draft: {
    place: (userId, threadId) => ({ kind: draftKind(userId), key: draftKey(threadId) }),
    // Without a record its thread is gone.
    event: (roomId, _threadId, record) =>
      record && { type: 'draft:changed', roomId, draft: toDraft(roomId, record) },
  },
};
