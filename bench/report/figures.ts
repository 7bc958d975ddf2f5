import type { Measured } from '../compare.ts';

/** A measured figure and its format. Loads are shares of one core. */
interface Figure {
  heading: string;
  show(value: number): string;
  /** Also shows the ratio to this server's figure. */
  compared?: true;
}

const count = (value: number): string => Math.round(value).toLocaleString('en');
const fixed =
  (digits: number) =>
  (value: number): string =>
    value.toFixed(digits);
const percent = (value: number): string => `${(value * 100).toFixed(value > 0.99 && value < 1 ? 3 : 0)} %`;

/** Every figure a workload may give, in the order of the columns. */
export const figures: Record<string, Figure> = {
  joinP50Ms: { heading: 'until in, p50 ms', show: count },
  joinP99Ms: { heading: 'until in, p99 ms', show: count },
  laterJoinP99Ms: { heading: 'until in meanwhile, p99 ms', show: count },
  acceptedShare: { heading: 'messages accepted', show: percent },
  deliveredShare: { heading: 'delivered/offered', show: percent },
  p50Ms: { heading: 'p50 ms', show: fixed(2) },
  p99Ms: { heading: 'p99 ms', show: fixed(2) },
  sendP50Ms: { heading: 'sends p50 ms', show: fixed(2), compared: true },
  sendP99Ms: { heading: 'sends p99 ms', show: fixed(2), compared: true },
  countedShare: { heading: 'stored and counted', show: percent },
  finalP50Ms: { heading: 'final tally p50 ms', show: fixed(1) },
  finalP99Ms: { heading: 'final tally p99 ms', show: fixed(1) },
  talliesPerSecond: { heading: 'tallies received/client/s', show: fixed(2) },
  sendsRefused: { heading: 'sends refused', show: count },
  floodPerSecond: { heading: 'offered by the flood/s', show: count },
  floodEnded: { heading: 'of the flood ended or refused', show: count },
  deliveriesPerSecond: { heading: 'deliveries/s', show: count },
  cpuMicrosPerDelivery: { heading: 'CPU µs/delivery', show: fixed(2), compared: true },
  deliveriesPerFrame: { heading: 'deliveries/frame', show: fixed(1) },
  cpuMicrosPerClient: { heading: 'CPU µs/client', show: count, compared: true },
  kilobytesPerClient: { heading: 'KB received/client', show: fixed(1) },
  allInMs: { heading: 'all in after ms', show: count },
  resumedShare: { heading: 'resumed with all they missed', show: percent },
  heldKilobytesPerClient: { heading: 'KB held/member', show: fixed(1), compared: true },
  rssKilobytesPerClient: { heading: 'KB resident/member', show: fixed(1) },
  acksPerSecond: { heading: 'acks/s', show: count, compared: true },
  cpuMicrosPerAck: { heading: 'CPU µs/ack', show: fixed(1) },
  cpuMicrosPerRead: { heading: 'CPU µs/read', show: fixed(1), compared: true },
  bytesPerMessage: { heading: 'bytes/message', show: count },
  firstSearchMs: { heading: 'first search ms', show: fixed(1) },
  searchP99Ms: { heading: 'searches p99 ms', show: fixed(1) },
  residentMegabytes: { heading: 'resident MB', show: count },
  refusedShare: { heading: 'ephemeral commands refused', show: percent },
  burstsOffered: { heading: 'bursts offered/s', show: count },
  burstsPerSecond: { heading: 'bursts received/client/s', show: fixed(2) },
  typingPerSecond: { heading: 'typing received/client/s', show: fixed(2) },
  presencePerSecond: { heading: 'presence received/client/s', show: fixed(2) },
  updatesPerSecond: { heading: 'reactions received/client/s', show: fixed(2) },
  kilobytesPerSecond: { heading: 'KB received/client/s', show: fixed(1) },
  serverLoad: { heading: 'server load', show: percent },
  generatorLateMs: { heading: 'generator late p99 ms', show: fixed(2) },
  generatorLoad: { heading: 'generator load', show: percent },
};

export const median = (values: readonly number[]): number => {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? Number.NaN)) / 2;
};

export const medianOf = (result: Measured | undefined, figure: string): number =>
  median(result?.figures[figure] ?? []);

/** How many times another's figure it is: the median over the rounds, since the two of one round had the same machine. */
export const ratioOf = (
  result: Measured | undefined,
  other: Measured | undefined,
  figure: string,
): number => {
  const theirs = other?.figures[figure] ?? [];
  return median((result?.figures[figure] ?? []).map((value, round) => value / (theirs[round] ?? Number.NaN)));
};
