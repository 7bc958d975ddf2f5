// Measures an import: `npx node bench/import.ts [messages] [folder]` makes an export of Slack, imports it twice
// into SQLite, and prints the time and the memory of each run. The server must be built.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const [count = '1000000', parent = tmpdir()] = process.argv.slice(2);
const wanted = Number(count);
const channels = 50;
const perDay = 100;
const users = 500;
const bin = join(import.meta.dirname, '../packages/server/dist/cli.js');
const words =
  'the plan of next week is ready and *we* should talk about it with <@U7> before <https://example.org/a|friday>'.split(
    ' ',
  );

const textOf = (index: number): string =>
  Array.from({ length: 4 + (index % 20) }, (_, at) => words[(index + at) % words.length]).join(' ');

/** One day of one channel: a tenth of the messages are in threads, a fifth have reactions. */
const day = (first: number, at: number): object[] =>
  Array.from({ length: perDay }, (_, index) => {
    const number = first + index;
    const ts = (offset: number): string => `${at + offset * 60}.000100`;
    return {
      type: 'message',
      user: `U${number % users}`,
      text: `${number} ${textOf(number)}`,
      ts: ts(index),
      ...(index % 10 === 9 ? { thread_ts: ts(index - 9) } : {}),
      ...(index % 5 === 0
        ? {
            reactions: [
              { name: '+1', users: [`U${(number + 1) % users}`, `U${(number + 2) % users}`], count: 2 },
            ],
          }
        : {}),
    };
  });

const writeExport = (folder: string): number => {
  const members = Array.from({ length: users }, (_, index) => `U${index}`);
  mkdirSync(folder);
  const write = (name: string, content: unknown): void =>
    writeFileSync(join(folder, name), JSON.stringify(content));
  write(
    'users.json',
    members.map((id) => ({ id, name: id.toLowerCase(), profile: { real_name: `User ${id}` } })),
  );
  write(
    'channels.json',
    Array.from({ length: channels }, (_, index) => ({
      id: `C${index}`,
      name: `c${index}`,
      created: 1_500_000_000,
      members,
    })),
  );
  const days = Math.ceil(wanted / channels / perDay);
  let written = 0;
  for (let channel = 0; channel < channels; channel += 1) {
    mkdirSync(join(folder, `c${channel}`));
    for (let each = 0; each < days && written < wanted; each += 1) {
      const at = 1_500_000_000 + each * 86_400;
      const messages = day(written, at).slice(0, wanted - written);
      write(join(`c${channel}`, `${new Date(at * 1_000).toISOString().slice(0, 10)}.json`), messages);
      written += messages.length;
    }
  }
  return written;
};

/** Returns the largest memory of a process so far, bytes; 0 if it is gone. */
const peakOf = (pid: number | undefined): number => {
  try {
    return 1_024 * Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0);
  } catch {
    return 0;
  }
};

const run = async (name: string, folder: string): Promise<void> => {
  const began = performance.now();
  const args = ['import', 'slack', join(folder, 'export'), '--data', join(folder, 'data'), '--temp', folder];
  const child = spawn(process.execPath, [bin, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  let peak = 0;
  const watch = setInterval(() => (peak = Math.max(peak, peakOf(child.pid))), 100);
  await once(child, 'exit');
  clearInterval(watch);
  const seconds = (performance.now() - began) / 1_000;
  const reading = output.split('\n').filter((line) => line.startsWith('Reading')).length * 2;
  console.log(
    `${name}: ${seconds.toFixed(1)} s, of which about ${reading} s reading; ${Math.round(wanted / seconds).toLocaleString('en')} messages/s; ${Math.round(peak / 1_048_576)} MiB`,
  );
  console.log(output.slice(output.indexOf('Stored')));
};

const folder = mkdtempSync(join(parent, 'chat-bench-import-'));
try {
  console.log(`${writeExport(join(folder, 'export')).toLocaleString('en')} messages`);
  await run('import', folder);
  console.log(
    `chat.sqlite: ${Math.round(statSync(join(folder, 'data', 'chat.sqlite')).size / 1_048_576)} MiB`,
  );
  await run('again', folder);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
