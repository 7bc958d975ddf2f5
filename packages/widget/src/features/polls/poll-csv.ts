import type { Poll, PollVoter } from '@chat/protocol';
import type { PollTexts } from './texts.ts';

/** A spreadsheet takes a cell that starts with one of these as a formula. */
const formula = /^[=+\-@\t\r]/;

const cell = (value: string | number): string => {
  const text = String(value);
  return `"${(typeof value === 'string' && formula.test(text) ? `'${text}` : text).replaceAll('"', '""')}"`;
};

/** Returns the results as CSV: a row for each option, then one for each chosen option of each voter. */
export const pollCsv = (
  question: string,
  { options }: Poll,
  voters: readonly PollVoter[],
  texts: PollTexts,
): string => {
  const named = voters.length > 0;
  const textOf = (id: string): string => options.find((option) => option.id === id)?.text ?? id;
  const rows = [
    [texts.question, question],
    [texts.optionColumn, texts.votesColumn, ...(named ? [texts.nameColumn, texts.userIdColumn] : [])],
    ...options.map(({ text, votes = 0 }) => [text, votes, ...(named ? ['', ''] : [])]),
    ...voters.flatMap(({ user, options: chosen }) =>
      chosen.map((id) => [textOf(id), '', user.name, user.id]),
    ),
  ];
  // The mark tells spreadsheets that it is UTF-8.
  return `\uFEFF${rows.map((row) => row.map(cell).join(',')).join('\r\n')}\r\n`;
};
