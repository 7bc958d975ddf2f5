import type { AuditEntry } from '@chat/protocol';

/** A cell that begins so would be a formula in a spreadsheet, also after spaces. */
const formula = /^\s*[=+\-@\uFF0B\uFF0D\uFF1D\uFF20]/;
const cell = (text: string): string => `"${(formula.test(text) ? `'${text}` : text).replaceAll('"', '""')}"`;

const columns = ['time', 'room', 'rev', 'action', 'by', 'byName', 'user', 'userName', 'message', 'details'];

const detailsOf = ({ role, until, settings, outcome, questionId }: AuditEntry): string => {
  const details = { role, until, settings, outcome, questionId };
  const text = JSON.stringify(details);
  return text === '{}' ? '' : text;
};

/** Returns entries of the audit log as CSV, in UTF-8 with the mark that tells spreadsheets so. */
export const auditCsv = (entries: readonly AuditEntry[]): string => {
  const rows = entries.map((entry) => [
    new Date(entry.at).toISOString(),
    entry.roomId,
    String(entry.rev),
    entry.act,
    entry.by.id,
    entry.by.name,
    entry.user?.id ?? '',
    entry.user?.name ?? '',
    entry.messageId ?? '',
    detailsOf(entry),
  ]);
  return `\uFEFF${[columns, ...rows].map((row) => `${row.map(cell).join(',')}\r\n`).join('')}`;
};
