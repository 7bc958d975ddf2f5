// The built packages.
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';
import { describe, expect, test } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));
const manifest = (path: string) => JSON.parse(readFileSync(`${root}/${path}`, 'utf8'));
const { version } = manifest('package.json');
const names = readdirSync(`${root}/packages`).filter((name) =>
  existsSync(`${root}/packages/${name}/package.json`),
);

describe.each(names)('%s', (name) => {
  const own = manifest(`packages/${name}/package.json`);

  test('has the common version, and depends on its siblings at that version', () => {
    const siblings = Object.entries(own.dependencies ?? {}).filter(([dependency]) =>
      dependency.startsWith('@chat/'),
    );
    expect(own.version).toBe(version);
    for (const [, range] of siblings) expect(range).toBe(version);
  });

  test('has no packaging mistakes', async () => {
    const { messages, pkg } = await publint({ pkgDir: `${root}/packages/${name}`, pack: 'npm' });
    expect(messages.map((message) => formatMessage(message, pkg ?? {}))).toEqual([]);
  });

  test('its types resolve from ESM and CommonJS', { timeout: 60_000 }, () => {
    const attw = createRequire(import.meta.url).resolve('@arethetypeswrong/cli/package.json');
    const run = fileURLToPath(new URL('./dist/index.js', `file://${attw}`));
    // The widget is for browsers and bundlers: ES modules only. The file for a script tag has no types.
    const args =
      name === 'widget'
        ? ['--profile', 'esm-only', '--exclude-entrypoints', 'widget.js']
        : ['--profile', 'node16'];
    const check = () =>
      execFileSync(process.execPath, [run, '--pack', `${root}/packages/${name}`, ...args], { stdio: 'pipe' });
    expect(check).not.toThrow();
  });
});

// The widget needs a browser to load; its e2e tests do that.
describe.each(names.filter((name) => name !== 'widget'))('%s', (name) => {
  test('loads with import and require, with the same exports', () => {
    const { exports } = manifest(`packages/${name}/package.json`);
    for (const entry of Object.keys(exports).filter((path) => path !== './package.json')) {
      const specifier = `@chat/${name}${entry.slice(1)}`;
      const print = (loaded: string) => `console.log(Object.keys(${loaded}).sort().join())`;
      const node = (...args: string[]) =>
        execFileSync(process.execPath, args, { cwd: root, encoding: 'utf8' });
      const imported = node('--input-type=module', '-e', print(`await import('${specifier}')`));
      const required = node('--input-type=commonjs', '-e', print(`require('${specifier}')`));
      expect(imported).toBe(required);
      expect(imported.trim()).not.toBe('');
    }
  });
});

test('a ChatError of CommonJS is an instance for ES modules, and its stack has its name', () => {
  const script = `import { createRequire } from 'node:module';
    import { inspect } from 'node:util';
    import { ChatError } from '@chat/server';
    const Required = createRequire(import.meta.url)('@chat/server').ChatError;
    const error = new Required('forbidden', 'no');
    const names = [error, new ChatError('forbidden', 'no'), ChatError.from({ code: 'forbidden', message: 'no' })];
    console.log(JSON.stringify({
      isOneClass: Required === ChatError,
      isRecognised: error instanceof ChatError,
      isOddlyNamed: names.map((each) => inspect(each)).join().includes('_ChatError'),
    }));`;
  const output = execFileSync(process.execPath, ['--input-type=module', '-e', script], {
    cwd: root,
    encoding: 'utf8',
  });
  expect(JSON.parse(output)).toEqual({ isOneClass: false, isRecognised: true, isOddlyNamed: false });
});
