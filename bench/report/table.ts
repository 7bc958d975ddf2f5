import type { Measured } from '../compare.ts';
import { figures, medianOf } from './figures.ts';

export interface Table {
  headings: string[];
  rows: string[][];
}

/** The medians of one workload. `compared` figures have, beside them, how many times less they are here than there. */
export const tableOf = (results: readonly Measured[]): Table => {
  const columns = Object.entries(figures).filter(([name]) => results.some((each) => name in each.figures));
  const rows = results.map((result) => {
    const ours = results.find(({ setting }) => setting === result.setting) ?? result;
    return [
      result.setting,
      result.server,
      ...columns.flatMap(([name, { show, compared }]) => {
        const value = medianOf(result, name);
        const shown = Number.isNaN(value) ? '' : show(value);
        if (!compared) return [shown];
        const ratio = value / medianOf(ours, name);
        return [shown, Number.isNaN(ratio) ? '' : `${ratio.toFixed(2)}x`];
      }),
    ];
  });
  const headings = [
    'setting',
    'server',
    ...columns.flatMap(([, { heading, compared }]) => (compared ? [heading, 'ratio'] : [heading])),
  ];
  return { headings, rows };
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
      .join('  ');
  return [line(headings), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)].join('\n');
};
