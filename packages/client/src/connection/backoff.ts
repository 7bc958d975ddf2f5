const floorMs = 500;
const ceilingMs = 30_000;

/**
 * Returns the pause before attempt number `attempt` (from 0), ms: full jitter between 0.5 s and a ceiling
 * that doubles up to 30 s.
 */
export const backoffMs = (attempt: number, random: () => number): number => {
  const ceiling = Math.min(ceilingMs, 2 * floorMs * 2 ** Math.min(attempt, 10));
  return floorMs + random() * (ceiling - floorMs);
};
