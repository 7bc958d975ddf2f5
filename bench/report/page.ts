import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import type { Measured } from '../compare.ts';
import type { Workload } from '../workloads/workload.ts';
import { goals } from './goals.ts';
import { plotOf } from './plots.ts';
import { markdownTable, tableOf, tallTableOf } from './table.ts';

export interface Report {
  machine: Record<string, string>;
  rounds: number;
  seconds: number;
  /** Of workloads that were measured later, by themselves. */
  alone?: Record<string, { date: string; rounds: number; seconds: number }>;
  results: Measured[];
}

const begin = '<!-- bench -->';
const end = '<!-- /bench -->';

const generated = (
  { machine, rounds, seconds, alone = {}, results }: Report,
  workloads: readonly Workload[],
): string[] => {
  const goalTable = goals(results);
  const parts = [
    '## The machine',
    markdownTable({ headings: ['property', 'value'], rows: Object.entries(machine) }),
    `${rounds} rounds, ${seconds} seconds in all. The figures of every round are in [run.json](performance/run.json).`,
  ];
  if (goalTable.rows.length > 0) parts.push('## The goals', markdownTable(goalTable, 5));
  for (const { name, about, tall } of workloads) {
    const measured = results.filter(({ workload }) => workload === name);
    if (measured.length === 0) continue;
    const plot = plotOf(name, results);
    const later = alone[name];
    parts.push(`## ${name}`, about);
    if (later) parts.push(`Measured by itself, ${later.date}, in ${later.seconds} seconds.`);
    if (plot) parts.push(`![${plot.title}](performance/${name}.svg)`);
    parts.push(tall ? markdownTable(tallTableOf(measured), 1) : markdownTable(tableOf(measured)));
  }
  return parts;
};

/** Writes `performance.md` (what is between its markers; the rest is written by hand), the plots and the figures below a folder. */
export const writePage = async (
  folder: string,
  report: Report,
  workloads: readonly Workload[],
): Promise<void> => {
  mkdirSync(join(folder, 'performance'), { recursive: true });
  const path = join(folder, 'performance.md');
  const page = existsSync(path) ? readFileSync(path, 'utf8') : `# Performance\n\n${begin}\n${end}\n`;
  const [before = '', rest = ''] = page.split(begin);
  const [, after = ''] = rest.split(end);
  const text = [before + begin, ...generated(report, workloads), end + after].join('\n\n');
  const config = await resolveConfig(path);
  writeFileSync(path, await format(text, { ...config, parser: 'markdown' }));
  const json = JSON.stringify(report, (_, value: unknown) =>
    typeof value === 'number' ? Number(value.toPrecision(5)) : value,
  );
  writeFileSync(join(folder, 'performance/run.json'), await format(json, { ...config, parser: 'json' }));
  for (const { name } of workloads) {
    const plot = plotOf(name, report.results);
    if (plot) writeFileSync(join(folder, 'performance', `${name}.svg`), plot.svg);
  }
};
