import { erasedAuthor, type AuditEntry, type Author } from '@chat/protocol';
import type { StoredReport } from '../contract/records.ts';

/**
 * Returns an audit entry in which a user is replaced by `erasedAuthor`; the same object if the user is not in
 * it.
 */
export const anonymizeAuditEntry = (entry: AuditEntry, userId: string): AuditEntry => {
  if (entry.by.id !== userId && entry.user?.id !== userId) return entry;
  const { by, user } = entry;
  return { ...entry, by: without(by, userId), ...(user ? { user: without(user, userId) } : {}) };
};

/** Returns a report without a user's name and reason; the same object if the user is not in it. */
export const anonymizeReport = (report: StoredReport, userId: string): StoredReport => {
  const { author, complaints } = report;
  if (author.id !== userId && !complaints.some(({ by }) => by.id === userId)) return report;
  return {
    ...report,
    author: without(author, userId),
    complaints: complaints.map(({ reason, ...complaint }) => ({
      ...complaint,
      ...(complaint.by.id === userId ? { by: erasedAuthor } : reason === undefined ? {} : { reason }),
    })),
  };
};

const without = (author: Author, userId: string): Author => (author.id === userId ? erasedAuthor : author);
