/** How well the other is heard and seen. */
export type Quality = 'good' | 'fair' | 'poor';

const everyMs = 2_000;

interface Counts {
  lost: number;
  received: number;
}

/** From what was lost since the last look, and how long a packet goes to and fro, s. */
export const qualityOf = (lostShare: number, roundTrip: number): Quality => {
  if (lostShare > 0.1 || roundTrip > 0.6) return 'poor';
  return lostShare > 0.03 || roundTrip > 0.3 ? 'fair' : 'good';
};

/** Looks every two seconds. Answers the way to stop. */
export const watchQuality = (
  stats: () => Promise<RTCStatsReport | null>,
  tell: (quality: Quality | null) => void,
): (() => void) => {
  let before: Counts | null = null;
  let told: Quality | null = null;

  const look = async (): Promise<void> => {
    const report = await stats();
    const now = { lost: 0, received: 0 };
    let roundTrip: number | null = null;
    report?.forEach((entry: Record<string, unknown>) => {
      if (entry['type'] === 'inbound-rtp') {
        now.lost += Number(entry['packetsLost'] ?? 0);
        now.received += Number(entry['packetsReceived'] ?? 0);
      }
      if (entry['type'] === 'candidate-pair' && entry['nominated'] === true)
        roundTrip = Number(entry['currentRoundTripTime'] ?? 0);
    });
    const lost = now.lost - (before?.lost ?? 0);
    const received = now.received - (before?.received ?? 0);
    const known = before !== null && roundTrip !== null && received + lost > 0;
    before = now;
    const quality = known
      ? qualityOf(Math.max(0, lost) / Math.max(1, received + lost), roundTrip ?? 0)
      : null;
    if (quality !== told) tell((told = quality));
  };
  const timer = setInterval(() => void look().catch(() => {}), everyMs);
  return () => clearInterval(timer);
};
