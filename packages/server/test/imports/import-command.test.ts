// `npx @chat/server import` and `export`, as an operator runs them.
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { exportFlags, runExportCommand } from '../../src/cli/export.ts';
import { readFlags, UsageError } from '../../src/cli/flags.ts';
import { importFlags, runImportCommand } from '../../src/cli/import.ts';
import { runCommand, startCommand } from '../cli/run-command.ts';
import { temporaryFolder, writeSample } from './import-into.ts';
import { slackSample } from './slack-sample.ts';

const minute = { timeout: 60_000 };

test(
  'an import is reported, a rehearsal stores nothing, and an export of it comes back equal',
  minute,
  async () => {
    const [folder, sample] = [temporaryFolder(), writeSample(slackSample)];
    const data = join(folder, 'data');
    const list = join(folder, 'list.txt');
    const users = join(folder, 'users.json');
    writeFileSync(users, JSON.stringify({ 'ana@example.org': 'ana' }));
    const flags = ['--data', data, '--users', users];
    const dry = await runCommand(['import', 'slack', sample, ...flags, '--dry-run']);
    expect(dry.stderr).toBe('');
    expect(dry.stdout).toContain('a rehearsal');
    expect(dry.stdout).toMatch(/messages +16\n/);
    expect(existsSync(data)).toBe(false);

    const first = await runCommand(['import', 'slack', sample, ...flags, '--report', list]);
    expect([first.code, first.stderr]).toEqual([0, '']);
    expect(first.stdout).toMatch(/messages +16\n/);
    expect(first.stdout).toContain(
      '      2  files that the export does not have\n             lost.pdf: C1 2020-09-14T02:20:03.000Z Ana',
    );
    const lines = readFileSync(list, 'utf8').trim().split('\n');
    expect(lines).toHaveLength(15);
    expect(lines.every((line) => /^(lost|changed)\t[^\t]+\t[^\t]+$/.test(line))).toBe(true);
    const second = await runCommand(['import', 'slack', sample, ...flags]);
    expect(second.stdout).toMatch(/messages +0 {3}16 were there already/);

    const [out, back] = [join(folder, 'out'), join(folder, 'back')];
    expect(await runCommand(['export', out, '--data', data])).toMatchObject({ code: 0, stderr: '' });
    const other = ['--data', join(folder, 'other')];
    expect((await runCommand(['import', 'chat', out, ...other])).stdout).toContain('Everything was carried.');
    expect(await runCommand(['export', back, ...other])).toMatchObject({ code: 0, stderr: '' });
    expect(readFileSync(join(back, 'chat.ndjson'), 'utf8')).toBe(
      readFileSync(join(out, 'chat.ndjson'), 'utf8'),
    );
    expect(readdirSync(join(back, 'files'))).toEqual(readdirSync(join(out, 'files')));

    // A chat that runs has the file: the import says so, and changes nothing.
    await startCommand(['--data', data]);
    const during = await runCommand(['import', 'slack', sample, ...flags]);
    expect(during).toMatchObject({ code: 2, stderr: expect.stringContaining('another process') });
  },
);

test.each<[string, (folder: string) => string[], string]>([
  ['an unknown source', () => ['import', 'icq', '.'], 'icq is no source; there are chat, slack'],
  ['no path', () => ['import', 'slack'], 'name the export: its folder, or its file'],
  ['a path that is not there', () => ['import', 'slack', '/none'], 'there is no /none'],
  [
    'an unknown flag',
    (folder) => ['import', 'slack', folder, '--colour', 'red'],
    "Unknown option '--colour'",
  ],
  ['a folder that is no export', (folder) => ['import', 'slack', folder], 'has no users.json'],
  [
    'an archive',
    (folder) => ['import', 'slack', join(folder, 'export.zip')],
    'unpack it, and name the folder',
  ],
  ['JSON that is broken', (folder) => ['import', 'slack', join(folder, 'broken')], '2020-01-01.json:3: '],
  [
    'JSON that is cut off',
    (folder) => ['import', 'slack', join(folder, 'cut')],
    '2020-01-01.json:2: the file ends in the middle',
  ],
  [
    'a bad table of users',
    (folder) => ['import', 'slack', join(folder, 'cut'), '--users', join(folder, 'bad.json')],
    'bad.json: U1: ',
  ],
  [
    'a bad limit',
    (folder) => ['import', 'slack', folder, '--max-text', 'all'],
    '--max-text must be a whole number',
  ],
  [
    'a database without a place for files',
    (folder) => ['import', 'slack', folder, '--storage', 'postgres://localhost/x'],
    '--storage with a database needs --files',
  ],
  ['a folder that has files', (folder) => ['export', folder], 'has files already: name an empty folder'],
  ['a chat that is not there', (folder) => ['export', join(folder, 'new')], 'there is no chat in'],
])('%s is named', async (_what, args, message) => {
  const channel = { 'users.json': [], 'channels.json': [{ id: 'C1', name: 'c', members: [] }] };
  const nested = (name: string, text: string) =>
    Object.fromEntries(
      Object.entries({ ...channel, 'c/2020-01-01.json': text }).map(([path, content]) => [
        `${name}/${path}`,
        content,
      ]),
    );
  const folder = writeSample({
    'export.zip': 'PK',
    'bad.json': { U1: 'with / slash' },
    ...nested('broken', '[\n{"type":"message","ts":"1.0"},\n{"type":}\n]'),
    ...nested('cut', '[{"type":"message",\n"text":"a'),
  });
  const running = runHere(args(folder), { CHAT_DATA: join(folder, 'none') });
  await expect(running).rejects.toThrow(UsageError);
  await expect(running).rejects.toThrow(message);
});

/** Runs a command in this process: starting one for each mistake would take a second each. */
const runHere = async ([command, ...rest]: string[], env: Record<string, string>): Promise<string> => {
  const first = rest.findIndex((each) => each.startsWith('-'));
  const [operands, flags] = first < 0 ? [rest, []] : [rest.slice(0, first), rest.slice(first)];
  const [one = '', path = ''] = operands;
  if (command === 'export') return runExportCommand(one, readFlags(exportFlags, flags, env));
  const values = readFlags(importFlags, flags, env);
  return runImportCommand({ source: one, path, values, onLine: () => undefined });
};

test('a mistake is printed without a stack, with the way to the help', minute, async () => {
  const { code, stderr } = await runCommand(['import', 'icq', '.']);
  expect(code).toBe(2);
  expect(stderr).toMatch(/^chat: icq is no source; .*\.\nHelp: npx @chat\/server --help\n$/);
});

test('the help of import and export lists every flag, and the guide has them', minute, async () => {
  const guide = readFileSync(new URL('../../../../docs/guides/import.md', import.meta.url), 'utf8');
  for (const command of ['import', 'export']) {
    const { code, stdout } = await runCommand([command, '-h']);
    expect(code).toBe(0);
    const named = stdout.match(/--[a-z][\w-]+|\bCHAT_\w+\b/g) ?? [];
    expect(named.length).toBeGreaterThan(3);
    for (const name of named) expect(guide).toContain(`\`${name}`);
  }
});
