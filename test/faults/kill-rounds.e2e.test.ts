import { expect, test } from 'vitest';
import { countOf, firstOf } from '../run-size.ts';
import { killMany } from './kill-many.ts';
import type { ServerBug } from './kill-rounds.ts';

const sum = (numbers: number[]): number => numbers.reduce((total, each) => total + each, 0);

const rounds = countOf('rounds of kill -9', { short: 40, long: 200 });

test(`${rounds} rounds of kill -9 lose, duplicate and reorder no message`, { timeout: 900_000 }, async () => {
  const reports = await killMany({ seed: 1, rounds });
  const wrong = reports.filter(({ violations }) => violations.length > 0);
  expect(wrong.map(({ seed, violations }) => ({ seed, violations }))).toEqual([]);
  expect(sum(reports.map((report) => report.rounds))).toBe(rounds);
  // That the server was killed in the middle of its work, and not between.
  expect(sum(reports.map(({ inFlightRounds }) => inFlightRounds))).toBeGreaterThan(rounds / 2);
  expect(sum(reports.map(({ committedUnheard }) => committedUnheard))).toBeGreaterThan(rounds / 4);
  expect(sum(reports.map(({ uncommitted }) => uncommitted))).toBeGreaterThan(rounds / 4);
});

const bugs: [ServerBug, RegExp][] = [
  ['answers before it is durable', /lost, although acknowledged|told and not stored/],
  ['a store that does not recognise a repeated id', /^failed: /],
  ['a resume that skips a revision', /shows \d+ messages/],
];

// The simulation finds planted bugs in every run.
test.concurrent.for(firstOf('bugs that kill rounds find', bugs, 0))(
  'kill rounds find the bug: %s',
  { timeout: 300_000 },
  async ([bug, sign]) => {
    let found: string[] = [];
    for (let seed = 1; seed <= 8 && !found.some((each) => sign.test(each)); seed += 1) {
      const reports = await killMany({ seed, rounds: 6, bug });
      found = reports.flatMap(({ violations }) => violations);
    }
    expect(found).toContainEqual(expect.stringMatching(sign));
  },
);
