import { runKills, type KillReport, type ServerBug } from './kill-rounds.ts';

export interface KillRunOptions {
  seed: number;
  rounds: number;
  /** Servers that are being killed at the same time. */
  lanes?: number;
  bug?: ServerBug;
  print?(line: string): void;
}

/** Rounds on one file: enough to have a history, few enough to be looked through when something is wrong. */
export const setSize = 25;

/** Runs many rounds, a set on each file, several at a time; a set's seed is the run's plus its number. Ends at the first violation. */
export const killMany = async ({
  seed,
  rounds,
  lanes = 4,
  bug,
  print = () => {},
}: KillRunOptions): Promise<KillReport[]> => {
  const reports: KillReport[] = [];
  // A few rounds are spread over all lanes.
  const perSet = Math.min(setSize, Math.ceil(rounds / lanes));
  let begun = 0;
  let isWrong = false;
  const lane = async (): Promise<void> => {
    while (begun * perSet < rounds && !isWrong) {
      const set = begun++;
      const asked = { seed: seed + set, rounds: Math.min(perSet, rounds - set * perSet) };
      const report = await runKills({ ...asked, ...(bug && { bug }) }).catch((error: unknown) => {
        isWrong = true;
        throw error;
      });
      reports.push(report);
      if (report.violations.length > 0) isWrong = true;
      print(lineOf(report));
      for (const violation of report.violations) print(`  ${violation}`);
    }
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  return reports;
};

const lineOf = ({ seed, rounds, violations, ...counts }: KillReport): string =>
  `seed ${seed}: ${rounds} rounds, ${counts.written} written, ${counts.acked} acknowledged, ${violations.length} violations; ` +
  `in flight in ${counts.inFlightRounds}, ${counts.committedUnheard} committed unheard, ${counts.uncommitted} not committed`;
