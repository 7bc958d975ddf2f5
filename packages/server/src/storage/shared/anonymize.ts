import { erasedAuthor, type AuditEntry, type Author } from '@chat/protocol';
import type { StoredReport } from '../contract/records.ts';

/** An entry of the audit with nobody where it speaks of a user; the same when it does not. */
export const anonymizeAuditEntry = (entry: AuditEntry, userId: string): AuditEntry => {
  if (entry.by.id !== userId && entry.user?.id !== userId) return entry;
  const { by, user } = entry;
  return { ...entry, by: without(by, userId), ...(user ? { user: without(user, userId) } : {}) };
};

/** A report without a user's name and words; the same when they have no part in it. */
export const anonymizeReport = (report: StoredReport, userId: string): StoredReport => {
  const { author, complaints } = report;
  if (author.id !== userId && !complaints.some(({ by }) => by.id === userId)) return report;
  return {
    ...report,
    author: without(author, userId),
    complaints: complaints.map((complaint) =>
      complaint.by.id === userId ? { by: erasedAuthor, at: complaint.at } : complaint,
    ),
  };
};

const without = (author: Author, userId: string): Author => (author.id === userId ? erasedAuthor : author);
