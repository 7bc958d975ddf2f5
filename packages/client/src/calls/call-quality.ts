import { noop } from '../platform/noop.ts';

/** Quality of the received audio and video. */
export type Quality = 'good' | 'fair' | 'poor';

const everyMs = 2_000;

interface Counts {
  lost: number;
  received: number;
}

/** Returns the quality by the share of lost packets and the round-trip time, s. */
export const qualityOf = (lostShare: number, roundTrip: number): Quality => {
  if (lostShare > 0.1 || roundTrip > 0.6) return 'poor';
  return lostShare > 0.03 || roundTrip > 0.3 ? 'fair' : 'good';
};

type Entry = Readonly<Record<string, unknown>>;

const numberOf = (value: unknown): number | null => (typeof value === 'number' ? value : null);

/**
 * Returns the round-trip time of the candidate pair in use; in browsers that do not measure it, such as
 * Firefox, the one that the other side reports.
 */
const roundTripOf = (entries: readonly Entry[]): number | null => {
  const of = (type: string) => entries.filter((entry) => entry['type'] === type);
  const pairs = of('candidate-pair');
  const selected = of('transport').find((entry) => entry['selectedCandidatePairId'])?.[
    'selectedCandidatePairId'
  ];
  const pair =
    pairs.find((entry) => (selected ? entry['id'] === selected : entry['selected'])) ??
    pairs.find((entry) => entry['nominated']);
  const told = of('remote-inbound-rtp').map((entry) => numberOf(entry['roundTripTime']) ?? 0);
  return numberOf(pair?.['currentRoundTripTime']) ?? (told.length > 0 ? Math.max(...told) : null);
};

const countsOf = (entries: readonly Entry[]): Counts => {
  const counts = { lost: 0, received: 0 };
  for (const entry of entries) {
    if (entry['type'] !== 'inbound-rtp') continue;
    counts.lost += numberOf(entry['packetsLost']) ?? 0;
    counts.received += numberOf(entry['packetsReceived']) ?? 0;
  }
  return counts;
};

/** Measures every two seconds. Returns a function that stops it. */
export const watchQuality = (
  stats: () => Promise<RTCStatsReport | null>,
  onChange: (quality: Quality | null) => void,
): (() => void) => {
  let before: Counts | null = null;
  let reported: Quality | null = null;

  const look = async (): Promise<void> => {
    const entries: Entry[] = [];
    (await stats())?.forEach((entry: Entry) => entries.push(entry));
    const now = countsOf(entries);
    const lost = now.lost - (before?.lost ?? 0);
    const received = now.received - (before?.received ?? 0);
    const known = before !== null && received + lost > 0;
    before = now;
    const quality = known
      ? qualityOf(Math.max(0, lost) / Math.max(1, received + lost), roundTripOf(entries) ?? 0)
      : null;
    if (quality !== reported) onChange((reported = quality));
  };
  const timer = setInterval(() => void look().catch(noop), everyMs);
  return () => clearInterval(timer);
};
