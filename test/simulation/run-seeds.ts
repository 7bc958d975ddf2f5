import { simulate, type Outcome } from './simulate.ts';
import type { Broken, WorldOptions } from './world.ts';

/** Runs one seed. */
export type Simulate = (options: WorldOptions) => Promise<Outcome & { losses?: number }>;

export interface SeedRange {
  /** Default: rooms that are not encrypted. */
  run?: Simulate | undefined;
  from: number;
  count: number;
  /** Goes on after a seed that failed. */
  goOn?: boolean;
  broken?: Broken;
  print(line: string): void;
}

const everyMs = 10_000;

const lossesOf = (losses: number): string => (losses > 0 ? `, ${losses} device losses` : '');

/** Runs seeds until one fails, or all; prints the failure, and returns whether there was one. */
export const runSeeds = async ({
  run = simulate,
  from,
  count,
  goOn = false,
  broken = {},
  print,
}: SeedRange): Promise<boolean> => {
  const startedAt = performance.now();
  let told = startedAt;
  let steps = 0;
  let messages = 0;
  let losses = 0;
  let failures = 0;
  const seconds = (): string => ((performance.now() - startedAt) / 1000).toFixed(1);
  for (let seed = from; seed < from + count; seed++) {
    const outcome = await run({ seed, broken });
    steps += outcome.steps;
    messages += outcome.messages;
    losses += outcome.losses ?? 0;
    if (outcome.violations.length > 0) {
      print(`seed ${seed} fails: ${outcome.violations.join('\n  ')}`);
      print(`replay it: npm run simulate -- ${run === simulate ? '' : '--encrypted '}--seed ${seed}`);
      failures++;
      if (!goOn) return true;
    }
    if (performance.now() - told < everyMs) continue;
    told = performance.now();
    print(`${seed - from + 1} seeds in ${seconds()} s: ${messages} messages${lossesOf(losses)}`);
  }
  const found = failures === 0 ? 'no violation' : `${failures} failed`;
  const sum = `${steps} steps, ${messages} messages${lossesOf(losses)}`;
  print(`${count} seeds from ${from}: ${found}, ${sum}, ${seconds()} s`);
  return failures > 0;
};

/** Runs one seed and prints all that happens. */
export const replay = async ({
  run = simulate,
  seed,
  broken = {},
  print,
}: {
  run?: Simulate | undefined;
  seed: number;
  broken?: Broken;
  print(line: string): void;
}): Promise<boolean> => {
  const { violations, digest, steps } = await run({ seed, broken, trace: print });
  for (const violation of violations) print(`seed ${seed}: ${violation}`);
  print(`seed ${seed}: ${violations.length} violations, ${steps} steps, digest ${digest.toString(16)}`);
  return violations.length > 0;
};
