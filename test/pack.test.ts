// The packages as npm delivers them: packed, installed into empty projects, loaded from both module systems
// and fully type-checked.
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { blocksOf } from './doc-blocks.ts';
import { expressProject, printWhatIsServed, printWhoIsKnown, typesFile } from './pack-project.ts';
import { packages, packPackages } from './packed.ts';
import { turnOf } from './run-size.ts';
import { root, textOf } from './source-files.ts';

const run = promisify(execFile);
let folder = '';
let tarballs: string[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'chat-pack-'));
  tarballs = await packPackages(folder);
}, 240_000);

afterAll(() => rm(folder, { recursive: true, force: true }));

const npm = ['--prefer-offline', '--no-audit', '--no-fund', '--ignore-scripts'];

describe.each(packages)('the tarball of %s', (name) => {
  test('contains its licence, its README and its built files', async () => {
    const tarball = tarballs.find((file) => basename(file).startsWith(`chat-${name}-`)) ?? '';
    const { stdout } = await run('tar', ['-tzf', tarball]);
    const files = stdout.split('\n');
    for (const file of ['LICENSE', 'README.md', 'dist/index.js', 'dist/index.d.ts'])
      expect(files).toContain(`package/${file}`);
    const stray = files.filter(
      (file) => !/^package\/(LICENSE|README\.md|package\.json|dist\/\S+)$|^$/.test(file),
    );
    expect(stray).toEqual([]);
    expect(files.filter((file) => /\.(tsbuildinfo|ts)$/.test(file) && !file.endsWith('.d.ts'))).toEqual([]);
    const [own, whole] = await Promise.all(
      [join(root, 'packages', name, 'LICENSE'), join(root, 'LICENSE')].map((file) => readFile(file, 'utf8')),
    );
    expect(own).toBe(whole);
  });

  test('has a licence, a description, engines and keywords in its manifest', async () => {
    const manifest = JSON.parse(await readFile(join(root, 'packages', name, 'package.json'), 'utf8'));
    expect(manifest).toMatchObject({
      license: 'MIT',
      description: expect.stringMatching(/\w{3}/),
      engines: { node: '>=20.19' },
    });
    expect(manifest.keywords.length).toBeGreaterThan(3);
    expect(manifest).toHaveProperty('sideEffects');
  });

  test('has a README that says how to install it, with an example and where to read on', () => {
    const text = textOf(`packages/${name}/README.md`);
    expect(text).toMatch(new RegExp(`^# @chat/${name}\n\n\\S`));
    expect(text).toContain(`npm install @chat/${name}`);
    const examples = blocksOf(`packages/${name}/README.md`, 'js');
    expect(examples.length).toBeGreaterThan(0);
    for (const example of examples) expect(example.trim().split('\n').length).toBeLessThanOrEqual(12);
    const named = [...text.matchAll(/`((?:docs|examples)\/[\w/.-]+|[A-Z]+\.md)`/g)].map(
      ([, path = '']) => path,
    );
    expect(named.length).toBeGreaterThan(2);
    expect(named.filter((path) => !existsSync(join(root, path)))).toEqual([]);
  });
});

test('the widget includes the licences of its bundled libraries', async () => {
  const tarball = tarballs.find((file) => basename(file).startsWith('chat-widget-')) ?? '';
  const read = async (path: string) => (await run('tar', ['-xzOf', tarball, `package/dist/${path}`])).stdout;
  expect(await read('widget.js')).toMatch(/^\/\*! @license MIT, with libraries: THIRD-PARTY.txt \*\//);
  const notice = await read('THIRD-PARTY.txt');
  for (const library of ['lit-html', '@lit/reactive-element', 'socket.io-client', 'engine.io-client'])
    expect(notice).toMatch(new RegExp(`^${library} \\d+\\.\\d+\\.\\d+ \\(`, 'm'));
  expect(notice).toContain('Redistribution and use in source and binary forms');
});

test('a package that cannot be built is not packed', { timeout: 60_000 }, async () => {
  // A clone without node_modules: nothing to build with.
  const clone = join(folder, 'clone');
  for (const path of ['package.json', 'scripts', 'packages/protocol/package.json', 'packages/protocol/src'])
    await cp(join(root, path), join(clone, path), { recursive: true });
  const packed = run('npm', ['pack', './packages/protocol'], { cwd: clone });
  await expect(packed).rejects.toMatchObject({
    stderr: expect.stringContaining('building @chat/protocol failed'),
  });
  expect((await readdir(clone)).filter((file) => file.endsWith('.tgz'))).toEqual([]);
});

const expressVersions = [
  { name: 'Express 5', express: '5.3.0', types: '5.0.6' },
  { name: 'Express 4', express: '^4.22.0', types: '^4.17.25' },
];

describe.each(turnOf('empty Express projects', expressVersions, 1))(
  'in an empty $name project',
  ({ name, express, types }) => {
    const project = () => join(folder, name.replace(' ', '-').toLowerCase());

    beforeAll(async () => {
      await mkdir(project());
      const { server, client } = expressProject;
      await writeFile(join(project(), 'app.mjs'), `${server.esm}\n${client.esm}\n${expressProject.body}`);
      await writeFile(
        join(project(), 'app.cjs'),
        `${server.cjs}\n${client.cjs}\n(async () => {${expressProject.body}})();`,
      );
      await writeFile(join(project(), 'types.mts'), typesFile);
      await writeFile(join(project(), 'types.cts'), typesFile.replace(/^.*ChatRoomElement.*$/gm, ''));
      await run('npm', ['init', '-y'], { cwd: project() });
      const others = [
        `express@${express}`,
        `@types/express@${types}`,
        '@types/node@24.19.2',
        'express-session@1',
      ];
      await run('npm', ['install', ...npm, ...tarballs, ...others], { cwd: project() });
    }, 240_000);

    test(
      'the quick start runs as written, as an ES module and in CommonJS',
      { timeout: 60_000 },
      async () => {
        const page = blocksOf('docs/quick-start.md', 'html')[0] ?? '';
        await mkdir(join(project(), 'public'), { recursive: true });
        await writeFile(join(project(), 'public/index.html'), page);
        const files = blocksOf('docs/quick-start.md', 'js').filter((code) => code.startsWith('// server.'));
        expect(files.length).toBe(2);
        for (const code of files) {
          const [, file = ''] = /^\/\/ (server\.\w+)\n/.exec(code) ?? [];
          await writeFile(
            join(project(), file),
            code.replace('listen(3000)', 'listen(0)') + printWhatIsServed,
          );
          const { stdout } = await run(process.execPath, [file], { cwd: project() });
          expect({ file, ...JSON.parse(stdout) }).toEqual({ file, page, widget: 200, health: 200 });
        }
      },
    );

    test('the sign-in guide admits only the user with its cookie', { timeout: 60_000 }, async () => {
      const [code = ''] = blocksOf('docs/guides/sign-in.md', 'js');
      const file = join(project(), 'sign-in.mjs');
      await writeFile(
        file,
        code.replace('listen(3000)', 'listen(0)').replace('chat.sqlite', 'sign-in.sqlite') + printWhoIsKnown,
      );
      const { stdout } = await run(process.execPath, [file], { cwd: project() });
      expect(JSON.parse(stdout)).toEqual({ stranger: 'refused', visitor: 'Ana', gone: 'refused' });
    });

    test.each(['app.mjs', 'app.cjs'])('%s serves its own routes, the widget and a chat', async (file) => {
      const { stdout } = await run(process.execPath, [file], { cwd: project() });
      expect(JSON.parse(stdout)).toEqual({
        route: 'of the application',
        widget: 200,
        heard: 'hola',
        history: ['hola'],
        file: true,
      });
    });

    // node16 lets no CommonJS file take the types of a module that is ESM only.
    test.each(turnOf(`types in an empty ${name} project`, ['node16', 'nodenext'], 1))(
      'its types compile with %s, dependencies included',
      async (module) => {
        const lib = ['--lib', 'es2023,dom,dom.iterable'];
        const args = ['--noEmit', '--strict', '--skipLibCheck', 'false', '--target', 'es2022', ...lib];
        const tsc = join(root, 'node_modules/typescript/bin/tsc');
        const settings = ['--module', module, '--moduleResolution', module];
        const output = await run(process.execPath, [tsc, ...args, ...settings, 'types.mts', 'types.cts'], {
          cwd: project(),
        }).then(
          () => '',
          (error: { stdout: string }) => error.stdout,
        );
        expect(output).toBe('');
      },
      240_000,
    );
  },
);
