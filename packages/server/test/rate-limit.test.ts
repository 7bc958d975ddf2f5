import { array, assert, double, integer, property } from 'fast-check';
import { expect, test } from 'vitest';
import { createTokenBuckets } from '../src/limits/token-bucket.ts';

const clocked = (perSecond: number, burst: number, own: { maxKeys?: number; spreadMs?: number } = {}) => {
  const clock = { time: 1_767_225_600_000 };
  return { clock, ...createTokenBuckets({ perSecond, burst, now: () => clock.time, ...own }) };
};

test('a burst passes, then as many as the rate refills', () => {
  const { take, clock } = clocked(10, 3);
  expect([take('a'), take('a'), take('a'), take('a')]).toEqual([0, 0, 0, 100]);
  expect(take('b')).toBe(0);
  clock.time += 99;
  expect(take('a')).toBe(1);
  clock.time += 1;
  expect([take('a'), take('a')]).toEqual([0, 100]);
});

test('waiting for the returned time is enough, and no more than the rate passes', () => {
  const steps = array(integer({ min: -50, max: 400 }), { minLength: 1, maxLength: 200 });
  assert(
    property(
      double({ min: 0.2, max: 500, noNaN: true }),
      integer({ min: 1, max: 50 }),
      steps,
      (perSecond, burst, waits) => {
        const { take, clock } = clocked(perSecond, burst);
        let passed = 0;
        const told: number[] = [];
        const afterwards: number[] = [];
        let forward = 0;
        for (const wait of waits) {
          clock.time += wait;
          forward += Math.max(0, wait);
          const retryAfterMs = take('a');
          told.push(retryAfterMs);
          clock.time += retryAfterMs;
          forward += retryAfterMs;
          afterwards.push(retryAfterMs === 0 ? 0 : take('a'));
          passed += 1;
        }
        expect(told.every(Number.isInteger)).toBe(true);
        expect(afterwards.every((retryAfterMs) => retryAfterMs === 0)).toBe(true);
        expect(passed).toBeLessThanOrEqual(burst + (forward * perSecond) / 1000 + 1e-6);
      },
    ),
  );
});

test('each of a rejected crowd returns at its own time and passes then', () => {
  const crowd = 400;
  const { take, clock } = clocked(100, 20, { spreadMs: 10_000 });
  const start = clock.time;
  const returnAt = Array.from({ length: crowd }, () => start + take('office')).filter((at) => at > start);
  expect(returnAt).toHaveLength(crowd - 20);
  expect(Math.max(...returnAt) - start).toBe((crowd - 20) * 10);
  for (const at of returnAt) {
    clock.time = at;
    expect(take('office')).toBe(0);
  }
});

test('nobody of a crowd waits longer than the spread, even next to a flood', () => {
  const { take, clock } = clocked(100, 1, { spreadMs: 10_000 });
  const waits = Array.from({ length: 50_000 }, () => take('office'));
  expect(Math.max(...waits)).toBe(10_010);
  clock.time += 3_600_000;
  expect(take('office')).toBe(0);
});

test('idle keys are removed, even if they are not used again', () => {
  const { take, clock, size } = clocked(10, 10);
  for (let round = 0; round < 50; round += 1) {
    for (let key = 0; key < 100; key += 1) take(`${round}-${key}`);
    clock.time += 100;
  }
  expect(size()).toBeLessThanOrEqual(250);
});

test('a flood of keys removes the least recently used, not those in use', () => {
  const { take, size } = clocked(0.001, 1, { maxKeys: 100 });
  for (let key = 0; key < 1000; key += 1) {
    take(String(key));
    take('mine');
  }
  expect(size()).toBe(100);
  expect(take('mine')).toBeGreaterThan(0);
});

test('an infinite rate is no limit; a very slow one returns at most an hour', () => {
  const free = clocked(Infinity, 1);
  for (let count = 0; count < 10; count += 1) expect(free.take('a')).toBe(0);
  const slow = clocked(0, 1);
  expect([slow.take('a'), slow.take('a')]).toEqual([0, 3_600_000]);
});
