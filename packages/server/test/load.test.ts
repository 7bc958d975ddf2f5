import { defaultLimits } from '@chat/protocol';
import { expect, test } from 'vitest';
import { createLoadShedding } from '../src/operations/load-shedding.ts';

const logger = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

test('the presence window grows with the room up to one second, and is never below the configured one', () => {
  let report = (_lagMs: number): void => undefined;
  const watchLag = (told: typeof report) => ((report = told), () => undefined);
  const load = createLoadShedding({ limits: defaultLimits, logger, watchLag });
  const windows = () => [1, 100, 1_000, 2_000, 10_000].map(load.presenceWindowMs);
  expect(windows()).toEqual([50, 50, 500, 1_000, 1_000]);
  for (const lagMs of [101, 101, 101]) report(lagMs);
  expect(windows()).toEqual(Array(5).fill(1_000));
  const hourly = createLoadShedding({
    limits: { ...defaultLimits, presenceWindowMs: 3_600_000 },
    logger,
    watchLag,
  });
  expect([1, 10_000].map(hourly.presenceWindowMs)).toEqual([3_600_000, 3_600_000]);
});
