// Programs that run beside this one, and never longer: those that the tests start, and the parts of examples/cluster.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';

/**
 * @typedef {object} Program
 * @property {number} pid
 * @property {boolean} alive
 * @property {() => string} said What it printed until it could be used.
 * @property {(signal?: NodeJS.Signals) => Promise<number | null>} end Sends a signal, SIGTERM unless given; what has not ended in time is
 *   killed, with all that it started. Resolves when it is gone, with its exit code; null when a signal ended it.
 */

/**
 * @typedef {object} ProgramOptions
 * @property {string | readonly string[] | RegExp | URL} ready What it prints, all of it, when it can be used, or the address at
 *   which it responds then.
 * @property {(text: string) => void} [print] Told what it prints, a piece at a time.
 * @property {number} [endsWithinMs] How long a signal may take to end it, ms. Default 15,000.
 * @property {string | URL} [cwd]
 * @property {NodeJS.ProcessEnv} [env]
 * @property {number | undefined} [uid]
 * @property {number | undefined} [gid]
 * @property {boolean} [input] Leaves its input open, for what ends with it.
 */

/** Longer than anything here takes to end in peace. */
const patienceMs = 15_000;

/** Waits for its input to end, as it does with this process, however that ends; then ends the program, in peace if it can. */
const guard = `read -r _
kill -s TERM -- "-$1"
for _ in 1 2 3 4 5 6; do sleep 0.5; kill -s 0 -- "-$1" || exit; done
kill -s KILL -- "-$1"`;

/** @param {string} text @param {string | readonly string[] | RegExp} ready */
const saysAll = (text, ready) =>
  ready instanceof RegExp ? ready.test(text) : [ready].flat().every((each) => text.includes(each));

/** Whether a server responds, as soon as it does; not if it ends before. @param {URL} url @param {() => boolean} isAlive */
const responds = async (url, isAlive) => {
  while (isAlive()) {
    try {
      await fetch(url);
      return true;
    } catch {
      await sleep(100);
    }
  }
  return false;
};

/**
 * Starts a program and waits until it can be used. Rejects, with what it printed, when it ends before.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {ProgramOptions} options
 * @returns {Promise<Program>}
 */
export async function startProgram(command, args, options) {
  const { ready, print, endsWithinMs = patienceMs, input = false, ...where } = options;
  // A group of its own: it can be ended with all that it started, and hears nothing of a Ctrl-C that is meant for this process.
  const child = spawn(command, args, {
    ...where,
    stdio: [input ? 'pipe' : 'ignore', 'pipe', 'pipe'],
    detached: true,
  });
  const { pid } = child;
  if (pid === undefined) throw (await once(child, 'error'))[0];
  const watch = spawn('/bin/sh', ['-c', guard, 'sh', String(pid)], {
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
  });
  // What it sees the end of must not keep this process from ending.
  watch.unref();
  /** @type {import('node:net').Socket} */ (watch.stdin).unref();
  const gone = once(child, 'exit').then(([code]) => /** @type {number | null} */ (code));
  child.once('exit', () => watch.kill('SIGKILL'));

  const isAlive = () => child.exitCode === null && child.signalCode === null;
  let said = '';
  let isUsable = false;
  /** @type {Promise<void>} */
  const usable = new Promise((resolve) => {
    const become = () => {
      isUsable = true;
      resolve();
    };
    for (const stream of [child.stdout, child.stderr])
      stream?.setEncoding('utf8').on('data', (/** @type {string} */ text) => {
        print?.(text);
        if (isUsable) return;
        said += text;
        if (!(ready instanceof URL) && saysAll(said, ready)) become();
      });
    if (ready instanceof URL) void responds(ready, isAlive).then((does) => does && become());
  });
  const ended = gone.then(() => Promise.reject(new Error(`${command} ended: ${said}`)));
  ended.catch(() => {});
  await Promise.race([usable, ended]);

  const killAll = () => {
    try {
      process.kill(-pid, 'SIGKILL');
    } catch {
      // Gone by itself.
    }
  };
  /** @param {NodeJS.Signals} signal */
  const end = async (signal = 'SIGTERM') => {
    if (!isAlive()) return gone;
    if (signal === 'SIGKILL') killAll();
    else child.kill(signal);
    const late = setTimeout(killAll, endsWithinMs);
    try {
      return await gone;
    } finally {
      clearTimeout(late);
    }
  };
  return {
    pid,
    get alive() {
      return isAlive();
    },
    said: () => said,
    end,
  };
}
