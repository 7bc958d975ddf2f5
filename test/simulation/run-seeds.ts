import { simulate } from './simulate.ts';
import type { Broken } from './world.ts';

export interface SeedRange {
  from: number;
  count: number;
  broken?: Broken;
  print(line: string): void;
}

const everyMs = 10_000;

/** Runs seeds until one fails; prints it, and answers whether one did. */
export const runSeeds = async ({ from, count, broken = {}, print }: SeedRange): Promise<boolean> => {
  const startedAt = performance.now();
  let told = startedAt;
  let steps = 0;
  let messages = 0;
  const seconds = (): string => ((performance.now() - startedAt) / 1000).toFixed(1);
  for (let seed = from; seed < from + count; seed++) {
    const outcome = await simulate({ seed, broken });
    steps += outcome.steps;
    messages += outcome.messages;
    if (outcome.violations.length > 0) {
      print(`seed ${seed} fails: ${outcome.violations.join('\n  ')}`);
      print(`replay it: npm run simulate -- --seed ${seed}`);
      return true;
    }
    if (performance.now() - told < everyMs) continue;
    told = performance.now();
    print(`${seed - from + 1} seeds in ${seconds()} s`);
  }
  print(`${count} seeds from ${from}: no violation, ${steps} steps, ${messages} messages, ${seconds()} s`);
  return false;
};

/** Runs one seed and prints all that happens. */
export const replay = async ({
  seed,
  broken = {},
  print,
}: {
  seed: number;
  broken?: Broken;
  print(line: string): void;
}): Promise<boolean> => {
  const { violations, digest, steps } = await simulate({ seed, broken, trace: print });
  for (const violation of violations) print(`seed ${seed}: ${violation}`);
  print(`seed ${seed}: ${violations.length} violations, ${steps} steps, digest ${digest.toString(16)}`);
  return violations.length > 0;
};
