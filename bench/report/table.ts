import type { Measured } from '../compare.ts';
import { figures, medianOf, ratioOf } from './figures.ts';

export interface Table {
  headings: string[];
  rows: string[][];
}

const shown = (value: number, show: (value: number) => string): string =>
  Number.isNaN(value) ? '' : show(value);

/** The medians of one workload. The first server of each setting is the one that the others are compared with. */
export const tableOf = (results: readonly Measured[]): Table => {
  const columns = Object.entries(figures).filter(([name]) => results.some((each) => name in each.figures));
  const rows = results.map((result) => {
    const first = results.find(({ setting }) => setting === result.setting);
    return [
      result.setting,
      result.server,
      ...columns.flatMap(([name, { show, compared }]) => [
        shown(medianOf(result, name), show),
        ...(compared ? [shown(ratioOf(result, first, name), (ratio) => `${ratio.toFixed(2)}x`)] : []),
      ]),
    ];
  });
  const headings = [
    'setting',
    'server',
    ...columns.flatMap(([, { heading, compared }]) => (compared ? [heading, 'ratio'] : [heading])),
  ];
  return { headings, rows };
};

/** The same with a row for each figure: for what has many. */
export const tallTableOf = (results: readonly Measured[]): Table => {
  const { headings, rows } = tableOf(results);
  return {
    headings: ['', ...results.map(({ setting, server }) => `${setting}: ${server}`)],
    rows: headings.slice(2).map((heading, column) => [heading, ...rows.map((row) => row[column + 2] ?? '')]),
  };
};

/** For a terminal. */
export const textTable = ({ headings, rows }: Table): string => {
  const widths = headings.map((heading, column) =>
    Math.max(heading.length, ...rows.map((row) => (row[column] ?? '').length)),
  );
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, column) =>
        column < 2 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0),
      )
      .join('  ')
      .trimEnd();
  return [line(headings), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)].join('\n');
};

/** For a page; `words` is how many columns hold words, not figures. */
export const markdownTable = ({ headings, rows }: Table, words = 2): string => {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  const rule = headings.map((_, column) => (column < words ? '---' : '--:'));
  return [line(headings), line(rule), ...rows.map(line)].join('\n');
};
