// A simulation that finds nothing may be blind: it has to find each of these planted bugs.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { turnOf } from '../run-size.ts';
import { root } from '../source-files.ts';
import { plantedBugs, plantInto, type PlantedBug } from './planted-bugs.ts';

const seeds = 2_000;
const all = Object.keys(plantedBugs) as (keyof typeof plantedBugs)[];
const names = turnOf('planted bugs', all, 10);

const simulateWith = (...args: string[]): { status: number | null; output: string } => {
  const command = [join(root, 'scripts/simulate.mjs'), ...args];
  const { status, stdout, stderr } = spawnSync(process.execPath, command, { cwd: root, encoding: 'utf8' });
  return { status, output: stdout + stderr };
};

test('there are at least ten planted bugs, and each changes the code or the world', () => {
  const bugs = Object.values<PlantedBug>(plantedBugs);
  expect(bugs.length).toBeGreaterThanOrEqual(10);
  const changed = bugs.filter((bug) => {
    const path = bug.source?.[0];
    if (path === undefined) return bug.between !== undefined;
    const text = readFileSync(join(root, path), 'utf8');
    return plantInto(bug, path, text) !== text;
  });
  expect(changed).toHaveLength(bugs.length);
});

describe('the simulation finds within 2,000 seeds:', () => {
  test.each(names)('%s', { timeout: 900_000 }, (name) => {
    const { from = 1 }: PlantedBug = plantedBugs[name];
    const range = ['--seeds', String(seeds), '--from', String(from)];
    const { status, output } = simulateWith(...range, '--plant', name);
    expect(output).toMatch(/^seed \d+ fails: /m);
    expect(output).toMatch(/replay it: npm run simulate -- (--encrypted )?--seed \d+/);
    expect(status).toBe(1);
  });
});
