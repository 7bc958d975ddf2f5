import type { Message } from '@chat/protocol';
import { clockOf, transcriptLabels } from './transcript-labels.ts';
import { optionsOf } from './text-transcript.ts';
import type { TranscriptFormat } from './transcript.ts';

const columns = ['seq', 'time', 'offset', 'author', 'kind', 'text', 'attachments', 'reactions'];

/** A cell that begins so would be a formula in a spreadsheet, also after spaces. */
const formula = /^[\s\uFFFD]*[=+\-@\uFF0B\uFF0D\uFF1D\uFF20]|^[\t\r\n]/;

const cell = (value: string): string => {
  const plain = value.replaceAll('\u0000', '\uFFFD');
  return `"${(formula.test(plain) ? `'${plain}` : plain).replaceAll('"', '""')}"`;
};

/** Returns a row in which no cell is a formula. */
export const csvRow = (cells: readonly string[]): string => `${cells.map(cell).join(',')}\r\n`;

/** For spreadsheets: a row per message, in UTF-8 with the mark that they expect. */
export const csvTranscript: TranscriptFormat = {
  type: 'text/csv; charset=utf-8',
  extension: 'csv',
  head: () => `\uFEFF${csvRow(columns)}`,
  message: (message, about) => {
    const { seq, createdAt, author, kind, attachments, reactions } = message;
    const offset = about.offsetOf(message);
    return csvRow([
      String(seq),
      new Date(createdAt).toISOString(),
      offset === null ? '' : clockOf(offset),
      author.name || transcriptLabels[about.language].erased,
      kind,
      textOf(message),
      attachments.map(({ name }) => name).join('; '),
      reactions.map(({ emoji, count }) => `${emoji} ${count}`).join('; '),
    ]);
  },
  tail: () => '',
};

const textOf = ({ text, poll }: Message): string => [text, ...optionsOf(poll)].join('\n');
