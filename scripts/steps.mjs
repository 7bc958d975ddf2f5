// What the scripts that check something share: a step is a script of its own, with a name and a time.
import { spawn } from 'node:child_process';
import { setPriority } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = join(dirname(fileURLToPath(import.meta.url)), '..');
export const vitest = 'node_modules/vitest/vitest.mjs';

/** @param {number} sinceMs a time of `performance.now()` */
export const secondsSince = (sinceMs) => ((performance.now() - sinceMs) / 1000).toFixed(1);

/**
 * Runs a script of Node and prints how long it took. Returns whether it ended well.
 *
 * @param {string} name @param {string} file from the root @param {readonly string[]} [args]
 * @param {{ quiet?: boolean, nice?: boolean, env?: Record<string, string> }} [options] `quiet`: prints the output at the end, and only
 *   if it failed; `nice`: runs at a low priority
 * @returns {Promise<boolean>}
 */
export const runStep = (name, file, args = [], { quiet = false, nice = false, env = {} } = {}) =>
  new Promise((resolve) => {
    const startedAt = performance.now();
    const child = spawn(process.execPath, [join(root, file), ...args], {
      cwd: root,
      env: { ...process.env, ...env },
      stdio: ['ignore', quiet ? 'pipe' : 'inherit', quiet ? 'pipe' : 'inherit'],
    });
    if (nice && child.pid !== undefined) setPriority(child.pid, 10);
    let output = '';
    for (const stream of [child.stdout, child.stderr])
      stream?.setEncoding('utf8').on('data', (/** @type {string} */ text) => (output += text));
    child.on('close', (status) => {
      if (status !== 0) process.stdout.write(output);
      console.log(`${name}: ${status === 0 ? 'ok' : 'failed'} (${secondsSince(startedAt)} s)`);
      resolve(status === 0);
    });
  });
