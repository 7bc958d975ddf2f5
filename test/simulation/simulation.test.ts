// The real server and client, in one simulated world per seed; docs/guarantees.md lists the checks.
// More seeds: `npm run simulate -- --seeds 100000`; one seed with its trace: `npm run simulate -- --seed 17`.
import { expect, test } from 'vitest';
import { countOf } from '../run-size.ts';
import { simulate } from './simulate.ts';

const seeds = countOf('seeds of the simulation', { short: 100, long: 2_000 });
const perTest = Math.min(seeds, 250);
const firsts = Array.from({ length: seeds / perTest }, (_, index) => 1 + index * perTest);

test.each(firsts)(
  `no seed from %i on violates a guarantee (${perTest} seeds)`,
  { timeout: 900_000 },
  async (first) => {
    for (let seed = first; seed < first + perTest; seed++) {
      const { violations } = await simulate({ seed });
      expect(violations, `seed ${seed}: npm run simulate -- --seed ${seed}`).toEqual([]);
    }
  },
);

test('a seed reproduces the same run, traced or not', async () => {
  for (const seed of [3, 33, 333]) {
    const lines: string[] = [];
    const once = await simulate({ seed });
    const again = await simulate({ seed, trace: (line) => lines.push(line) });
    expect(again).toEqual(once);
    expect(lines.length).toBeGreaterThanOrEqual(once.steps);
    expect(await simulate({ seed: seed + 1 })).not.toEqual(once);
  }
});
