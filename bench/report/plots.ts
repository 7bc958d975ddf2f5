import type { Measured } from '../compare.ts';
import { barChart } from './bar-chart.ts';
import { figures, medianOf } from './figures.ts';

interface Plot {
  workload: string;
  figure: string;
  title: string;
  logarithmic?: boolean;
}

const plots: Plot[] = [
  {
    workload: 'saturation',
    figure: 'cpuMicrosPerDelivery',
    title: 'Saturation: server CPU per delivery, µs',
    logarithmic: true,
  },
  { workload: 'big-room', figure: 'p99Ms', title: '1000 members: latency, p99, ms', logarithmic: true },
  { workload: 'calm', figure: 'p99Ms', title: 'Calm rooms: latency, p99, ms', logarithmic: true },
  { workload: 'join-storm', figure: 'cpuMicrosPerClient', title: 'Join storm: server CPU per client, µs' },
  {
    workload: 'reconnect-storm',
    figure: 'cpuMicrosPerClient',
    title: 'Reconnect storm: server CPU per client, µs',
  },
  { workload: 'memory', figure: 'heldKilobytesPerClient', title: 'Idle memory per member, KB' },
  { workload: 'ack', figure: 'acksPerSecond', title: 'Durable acknowledgements a second', logarithmic: true },
  {
    workload: 'pages',
    figure: 'cpuMicrosPerRead',
    title: 'A page of history: server CPU, µs',
    logarithmic: true,
  },
];

/** The plot of a workload, or null when it has none or the run did not measure it. */
export const plotOf = (
  workload: string,
  results: readonly Measured[],
): { title: string; svg: string } | null => {
  const plot = plots.find((each) => each.workload === workload);
  const plotted = results.filter((each) => each.workload === workload && plot && plot.figure in each.figures);
  if (!plot || plotted.length === 0) return null;
  const { title, figure, logarithmic = false } = plot;
  const groups = [...new Set(plotted.map(({ setting }) => setting))].map((setting) => ({
    name: setting,
    bars: plotted
      .filter((each) => each.setting === setting)
      .map((each) => {
        const values = each.figures[figure] ?? [];
        return {
          name: each.server,
          value: medianOf(each, figure),
          low: Math.min(...values),
          high: Math.max(...values),
          own: each.server.startsWith('this server'),
        };
      }),
  }));
  return { title, svg: barChart({ title, groups, show: figures[figure]?.show ?? String, logarithmic }) };
};
