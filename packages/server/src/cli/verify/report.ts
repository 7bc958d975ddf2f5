/** The outcome of one check. */
export interface Row {
  check: string;
  result: 'ok' | 'failed' | 'skipped';
  detail: string;
  /** What to do next. */
  advice?: string | undefined;
}

/** A check that has not passed. */
export class CheckFailure extends Error {
  override name = 'CheckFailure';
  readonly advice: string;
  /** Nothing else can be checked. */
  readonly isLast: boolean;
  constructor(message: string, advice: string, { isLast = false } = {}) {
    super(message);
    this.advice = advice;
    this.isLast = isLast;
  }
}

/** Returns the table of all checks, what to do next, and a last line that sums it up. */
export const reportOf = (rows: readonly Row[]): string => {
  const width = Math.max(...rows.map(({ check }) => check.length));
  const lines = rows.map(
    ({ check, result, detail }) => `${check.padEnd(width)}  ${result.padEnd(7)}  ${detail}`,
  );
  const advice = rows.flatMap((row) => (row.advice === undefined ? [] : [`- ${row.check}: ${row.advice}`]));
  const failed = rows.filter(({ result }) => result === 'failed').length;
  const sum = failed === 0 ? 'Everything works.' : `${failed} of ${rows.length} checks failed.`;
  return [...lines, ...(advice.length > 0 ? ['', 'What to do next', ...advice] : []), '', sum].join('\n');
};
