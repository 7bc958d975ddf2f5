// The size of a test run. `npm test` proves everything at least once, in ten minutes; `npm run test:long` runs
// the repetitions as well. Only this file decides which of the two it is.
import { appendFileSync } from 'node:fs';

/** Whether everything runs: all seeds, all planted bugs, all rounds, every journey. */
export const isLong = process.env['TEST_LONG'] === '1';

const dayMs = 86_400_000;

/** Which part a short run takes of lists that take turns: another one each day, or that of `TEST_TURN`. */
export const turn = Number(process.env['TEST_TURN'] ?? Math.floor(Date.now() / dayMs));

/** Reports what a short run leaves to the long one. `npm test` prints it at its end. */
export const leaveOut = (what: string): void => {
  const path = process.env['TEST_LEFT_OUT'];
  if (path) appendFileSync(path, `${what}\n`);
};

/** Returns how many of something this run does. */
export const countOf = (what: string, counts: { short: number; long: number }): number => {
  if (isLong) return counts.long;
  leaveOut(`${what}: ${counts.short} of ${counts.long}`);
  return counts.short;
};

/** Returns the first `short` of a list in a short run, and all of it in a long one. */
export const firstOf = <T>(what: string, all: readonly T[], short: number): T[] =>
  all.length <= short ? [...all] : all.slice(0, countOf(what, { short, long: all.length }));

/** Returns at most `short` of a list, others each day, so that every one has its turn; all of it in a long run. */
export const turnOf = <T>(what: string, all: readonly T[], short: number): T[] => {
  if (isLong) return [...all];
  const turns = Math.ceil(all.length / short);
  const now = turn % turns;
  const chosen = all.filter((_, index) => index % turns === now);
  leaveOut(`${what}: ${chosen.length} of ${all.length}, turn ${now + 1} of ${turns} (TEST_TURN=${turn})`);
  return chosen;
};
