// The packages as npm delivers them: packed, installed into empty projects, started from both module systems, type-checked
// with nothing skipped.
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { expressProject, typesFile } from './pack-project.ts';
import { root } from './source-files.ts';

const run = promisify(execFile);
const packages = ['protocol', 'server', 'client', 'widget'];
let folder = '';
let tarballs: Record<string, string> = {};

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'chat-pack-'));
  const paths = packages.map((name) => `./packages/${name}`);
  await run('npm', ['pack', ...paths, '--pack-destination', folder, '--ignore-scripts'], { cwd: root });
  const files = await readdir(folder);
  tarballs = Object.fromEntries(
    packages.map((name) => [
      `@chat/${name}`,
      `file:../${files.find((file) => file.startsWith(`chat-${name}-`)) ?? `no ${name}`}`,
    ]),
  );
}, 240_000);

afterAll(() => rm(folder, { recursive: true, force: true }));

describe.each([
  { name: 'Express 5', express: '5.3.0', types: '5.0.6' },
  { name: 'Express 4', express: '^4.22.0', types: '^4.17.25' },
])('in an empty $name project', ({ name, express, types }) => {
  const project = () => join(folder, name.replace(' ', '-').toLowerCase());

  beforeAll(async () => {
    await mkdir(project());
    const dependencies = {
      ...tarballs,
      express,
      '@types/express': types,
      '@types/node': '24.19.2',
    };
    const manifest = { name: 'empty', version: '1.0.0', private: true, dependencies };
    await writeFile(join(project(), 'package.json'), JSON.stringify(manifest));
    const { server, client } = expressProject;
    await writeFile(join(project(), 'app.mjs'), `${server.esm}\n${client.esm}\n${expressProject.body}`);
    await writeFile(
      join(project(), 'app.cjs'),
      `${server.cjs}\n${client.cjs}\n(async () => {${expressProject.body}})();`,
    );
    await writeFile(join(project(), 'types.mts'), typesFile);
    await writeFile(join(project(), 'types.cts'), typesFile.replace(/^.*ChatRoomElement.*$/gm, ''));
    await run('npm', ['install', '--prefer-offline', '--no-audit', '--no-fund', '--ignore-scripts'], {
      cwd: project(),
    });
  }, 240_000);

  test.each(['app.mjs', 'app.cjs'])(
    '%s serves its own routes, the widget, and a conversation',
    async (file) => {
      const { stdout } = await run(process.execPath, [file], { cwd: project() });
      expect(JSON.parse(stdout)).toEqual({
        route: 'of the application',
        widget: 200,
        heard: 'hola',
        history: ['hola'],
        file: true,
      });
    },
  );

  test('its types hold, those of dependencies included', async () => {
    const args = ['--noEmit', '--strict', '--skipLibCheck', 'false', '--target', 'es2022'];
    const settings = [
      '--module',
      'nodenext',
      '--moduleResolution',
      'nodenext',
      '--lib',
      'es2023,dom,dom.iterable',
    ];
    const tsc = join(root, 'node_modules/typescript/bin/tsc');
    const checked = run(process.execPath, [tsc, ...args, ...settings, 'types.mts', 'types.cts'], {
      cwd: project(),
    });
    const output = await checked.then(
      () => '',
      (error: { stdout: string }) => error.stdout,
    );
    expect(output).toBe('');
  }, 240_000);
});
