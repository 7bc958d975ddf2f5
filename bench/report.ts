/** What was measured of one server in one kind of room; each list holds one figure per round. */
export interface Measured {
  server: string;
  members: number;
  deliveriesPerSecond: number[];
  cpuMicrosPerDelivery: number[];
  serverLoad: number[];
  latencies: number[];
}

export const quantile = (values: readonly number[], share: number): number => {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
};
const median = (values: readonly number[]): number => quantile(values, 0.5);

const headings = [
  'members',
  'server',
  'deliveries/s',
  'ratio',
  'server load',
  'CPU µs/delivery',
  'ratio',
  'p50 ms',
  'p99 ms',
];

/** A table for a terminal; the first server of each size of room is what the others are compared with. */
export const table = (results: readonly Measured[]): string => {
  const rows = results.map((result) => {
    const base = results.find(({ members }) => members === result.members) ?? result;
    const rate = median(result.deliveriesPerSecond);
    const cpu = median(result.cpuMicrosPerDelivery);
    return [
      String(result.members),
      result.server,
      Math.round(rate).toLocaleString('en'),
      `${(rate / median(base.deliveriesPerSecond)).toFixed(2)}x`,
      `${Math.round(median(result.serverLoad) * 100)} %`,
      cpu.toFixed(2),
      `${(cpu / median(base.cpuMicrosPerDelivery)).toFixed(2)}x`,
      quantile(result.latencies, 0.5).toFixed(2),
      quantile(result.latencies, 0.99).toFixed(2),
    ];
  });
  const widths = headings.map((heading, column) =>
    Math.max(heading.length, ...rows.map((row) => (row[column] ?? '').length)),
  );
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, column) =>
        column === 1 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0),
      )
      .join('  ');
  return [line(headings), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)].join('\n');
};
