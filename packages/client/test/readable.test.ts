import { expect, test } from 'vitest';
import { view } from '../src/state/readable.ts';
import { uuidV7 } from '../src/platform/uuid-v7.ts';

const turn = () => new Promise<void>((resolve) => queueMicrotask(() => queueMicrotask(resolve)));

test('a view returns the same object until an input changes, and notifies once per burst', async () => {
  let input = { n: 1 };
  const doubled = view(
    () => [input],
    () => ({ n: input.n * 2 }),
  );
  const heard: number[] = [];
  const stop = doubled.subscribe(({ n }) => heard.push(n));
  expect(doubled.get()).toBe(doubled.get());
  for (const n of [2, 3, 4]) {
    input = { n };
    doubled.touch();
  }
  expect(doubled.get()).toEqual({ n: 8 }); // never behind for who asks
  await turn();
  doubled.touch();
  await turn();
  expect(heard).toEqual([2, 8]);
  stop();
  input = { n: 5 };
  doubled.touch();
  await turn();
  expect(heard).toEqual([2, 8]);
});

test('ids sort in the order of their creation, whatever the clock does', () => {
  let time = 1_700_000_000_000;
  const id = uuidV7(() => time);
  const ids = Array.from({ length: 10_000 }, (_, index) => {
    if (index % 3_000 === 0) time -= 5;
    if (index % 7_000 === 0) time += 20;
    return id();
  });
  expect([...ids].sort()).toEqual(ids);
  expect(new Set(ids).size).toBe(ids.length);
  expect(
    ids.every((each) => /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.test(each)),
  ).toBe(true);
  expect(parseInt(ids[0]!.replaceAll('-', '').slice(0, 12), 16)).toBe(1_700_000_000_015);
});
