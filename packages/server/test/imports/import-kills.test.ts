// An import that is killed at any moment goes on where it was, and ends like one without interruptions.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { DatabaseSync } from 'node:sqlite';
import { expect, onTestFinished, test } from 'vitest';
import { countOf, turn } from '../../../../test/run-size.ts';
import { runCommand } from '../cli/run-command.ts';
import { temporaryFolder, writeSample } from './import-into.ts';

const bin = fileURLToPath(new URL('../../src/cli/bin.ts', import.meta.url));
const messages = 3_000;

/** Channels with threads, reactions and files. */
const sample = () => {
  const names = ['one', 'two', 'three'];
  const posts = Array.from({ length: messages / 2 }, (_, index) => ({
    type: 'post',
    post: {
      team: 't',
      channel: names[index % names.length],
      user: index % 2 === 0 ? 'ana' : 'luis',
      message: `message ${index}`,
      create_at: 1_600_000_000_000 + index * 1_000,
      reactions: index % 3 === 0 ? [{ user: 'luis', emoji_name: 'tada' }] : [],
      replies: [{ user: 'luis', message: `reply ${index}`, create_at: 1_600_000_000_500 + index * 1_000 }],
      attachments: index % 200 === 0 ? [{ path: 'notes.txt' }] : [],
    },
  }));
  const channels = names.map((name) => ({
    type: 'channel',
    channel: { team: 't', name, display_name: name, type: 'P' },
  }));
  const users = ['ana', 'luis'].map((username) => ({
    type: 'user',
    user: { username, teams: [{ name: 't', channels: names.map((name) => ({ name, roles: '' })) }] },
  }));
  return {
    'export.jsonl': [{ type: 'version', version: 1 }, ...channels, ...users, ...posts],
    'notes.txt': 'notes',
  };
};

/** Everything that the store has, but for the epoch, which each store makes for itself. */
const contentOf = (data: string): string => {
  const database = new DatabaseSync(join(data, 'chat.sqlite'), { readOnly: true });
  const tables = [
    'timelines',
    'messages',
    'reactions',
    'members',
    'versions',
    'users',
    'rooms',
    'files',
    'marks',
  ];
  const found = database
    .prepare("SELECT name FROM sqlite_master WHERE type = 'table'")
    .all()
    .map(({ name }) => String(name));
  const rows = tables
    .filter((table) => found.includes(table))
    .map((table) => {
      // When the server checks whether a file is still needed, it finds the message.
      const all = database
        .prepare(`SELECT * FROM ${table}`)
        .all()
        .map(({ due_at: _due, ...row }) => JSON.stringify(row));
      return [table, ...all.toSorted()].join('\n');
    });
  database.close();
  return rows.join('\n');
};

const bytesIn = (data: string): number =>
  ['chat.sqlite', 'chat.sqlite-wal']
    .map((name) => join(data, name))
    .reduce((sum, path) => sum + (existsSync(path) ? statSync(path).size : 0), 0);

test(
  'an import that is killed again and again ends as if it had not been',
  { timeout: 600_000 },
  async () => {
    const folder = temporaryFolder();
    const path = writeSample(sample(), join(folder, 'export'));
    const args = (data: string) => ['import', 'mattermost', path, '--data', data, '--temp', folder];
    const [calm, disturbed] = [join(folder, 'calm'), join(folder, 'disturbed')];
    const undisturbed = await runCommand(args(calm));
    expect(undisturbed.stderr).toBe('');
    const whole = bytesIn(calm);
    // The same in every run of a day.
    let seed = turn;
    const random = (): number => (seed = (seed * 48_271 + 1) % 2_147_483_647) / 2_147_483_647;
    const kills = countOf('kills of an import', { short: 2, long: 100 });
    let killed = 0;
    for (let round = 1; round <= kills; round += 1) {
      const child = spawn(process.execPath, [bin, ...args(disturbed)], {
        stdio: ['ignore', 'pipe', 'ignore'],
      });
      onTestFinished(() => void child.kill('SIGKILL'));
      const hasBegun = once(child.stdout, 'data');
      // Later in each round, so that the import gets on, and sometimes while it still reads.
      const enough = random() < 0.2 ? 0 : whole * ((round - 1 + random()) / kills);
      let ticks = Math.floor(random() * 50);
      await hasBegun;
      const watch = setInterval(() => {
        if (bytesIn(disturbed) >= enough && (ticks -= 1) < 0) child.kill('SIGKILL');
      }, 2);
      const [, signal] = (await once(child, 'exit')) as [number | null, string | null];
      clearInterval(watch);
      if (signal === 'SIGKILL') killed += 1;
    }
    expect(killed).toBeGreaterThan(0);
    // A temporary file goes with its process, unless it is killed before anything is in it.
    const left = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
      name.endsWith('spool'),
    );
    expect(left.every((name) => statSync(join(folder, name)).size < 65_536)).toBe(true);
    const last = await runCommand(args(disturbed));
    expect(last.stderr).toBe('');
    expect(contentOf(disturbed)).toBe(contentOf(calm));
    expect(contentOf(calm).split('\n').length).toBeGreaterThan(messages);
  },
);
