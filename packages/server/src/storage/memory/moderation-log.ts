import type { AuditEntry } from '@chat/protocol';
import { anonymizeAuditEntry, anonymizeReport } from '../shared/anonymize.ts';
import type { StoredReport } from '../contract/records.ts';

/** The reports and the audit log of one room. */
export interface ModerationLog {
  report(messageId: string): StoredReport | null;
  put(reports: readonly StoredReport[], entries: readonly AuditEntry[]): void;
  reports(query: { after?: number; limit: number }): { reports: StoredReport[]; hasMore: boolean };
  audit(query: { before?: number; limit: number }): { entries: AuditEntry[]; hasMore: boolean };
  /** Removes reports of messages created before a time. */
  prune(before: number): void;
  /** Replaces a user by `erasedAuthor`. */
  anonymize(userId: string): void;
  /** Removes the oldest reports and entries until `count` of each are left. */
  trimTo(count: number): void;
}

export const moderationLog = (): ModerationLog => {
  // Ordered by the rev of the last change: an updated report moves to the end.
  const byMessage = new Map<string, StoredReport>();
  const entries: AuditEntry[] = [];
  return {
    report: (messageId) => byMessage.get(messageId) ?? null,
    put: (reports, added) => {
      for (const report of reports.toSorted((a, b) => a.rev - b.rev)) {
        byMessage.delete(report.messageId);
        byMessage.set(report.messageId, report);
      }
      entries.push(...added);
    },
    reports: ({ after = 0, limit }) => {
      const open = [...byMessage.values()].filter(({ state, rev }) => state === 'open' && rev > after);
      return { reports: open.slice(0, limit), hasMore: open.length > limit };
    },
    audit: ({ before = Infinity, limit }) => {
      const earlier = entries.filter(({ rev }) => rev < before);
      return { entries: earlier.slice(-limit).toReversed(), hasMore: earlier.length > limit };
    },
    prune: (before) => {
      for (const { messageId, createdAt } of byMessage.values())
        if (createdAt < before) byMessage.delete(messageId);
    },
    anonymize: (userId) => {
      entries.forEach((entry, index) => (entries[index] = anonymizeAuditEntry(entry, userId)));
      for (const [messageId, report] of byMessage) byMessage.set(messageId, anonymizeReport(report, userId));
    },
    trimTo: (count) => {
      if (entries.length > count) entries.splice(0, entries.length - count);
      for (const messageId of byMessage.keys()) {
        if (byMessage.size <= count) return;
        byMessage.delete(messageId);
      }
    },
  };
};
