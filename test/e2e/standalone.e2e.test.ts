// `npx @chat/server`, as a newcomer runs it: the packed package in an empty folder, and two browsers.
import { execFile, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { startProgram } from '../../scripts/start-program.mjs';
import { root, textOf } from '../source-files.ts';
import { picture, useBrowser } from './browser.ts';
import { freePort } from './free-port.ts';
import { chooseEntry, hears, isReady, say } from './portal.ts';

const run = promisify(execFile);
const { visit } = useBrowser();
let packed = '';
let folder = '';

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'chat-standalone-'));
  packed = mkdtempSync(join(tmpdir(), 'chat-standalone-packed-'));
  const packages = ['-w', '@chat/protocol', '-w', '@chat/server'];
  await run('npm', ['pack', ...packages, '--pack-destination', packed], { cwd: root });
  const tarballs = readdirSync(packed).map((file) => join(packed, file));
  await run('npm', ['init', '-y'], { cwd: folder });
  const quiet = ['--prefer-offline', '--no-audit', '--no-fund', '--ignore-scripts'];
  await run('npm', ['install', ...quiet, ...tarballs], { cwd: folder });
  return () => {
    for (const each of [folder, packed]) rmSync(each, { recursive: true, force: true });
  };
}, 240_000);

const command = (): string => join(folder, 'node_modules/.bin/chat-server');
const phone = {
  viewport: { width: 390, height: 740 },
  isMobile: true,
  hasTouch: true,
  colorScheme: 'dark' as const,
};

/** Starts it as `npx` does: by the link that npm has made. */
const start = async (port: number) => {
  const program = await startProgram(
    join(folder, 'node_modules/.bin/chat-server'),
    ['--port', String(port)],
    {
      cwd: folder,
      ready: 'Ctrl+C',
    },
  );
  onTestFinished(async () => void (await program.end('SIGKILL')));
  return program;
};

const enter = async (page: Page, url: string, name: string): Promise<void> => {
  await page.goto(url);
  await page.locator('chat-join-form input').fill(name);
  await page.locator('chat-join-form button').click();
  await isReady(page);
};

test(
  'two browsers talk, the admin moderates, and a restart keeps everything',
  { timeout: 180_000 },
  async () => {
    const port = await freePort();
    const url = `http://localhost:${port}`;
    const first = await start(port);
    expect(first.said()).toContain(url);
    const [ana, luis, eva] = [await visit(), await visit(phone), await visit()];
    await enter(ana.page, url, 'Ana');
    await enter(luis.page, url, 'Luis');
    await say(ana.page, 'hola');
    await hears(luis.page, 'hola');
    await say(luis.page, 'compre barato');
    await hears(ana.page, 'hola', 'compre barato');

    await picture(luis.page, 'standalone');

    const password = readFileSync(join(folder, 'chat-data/admin-password'), 'utf8').trim();
    await eva.page.goto(`${url}/admin`);
    await picture(eva.page, 'standalone-sign-in');
    await eva.page.getByLabel('Password').fill('a wrong password');
    await eva.page.getByRole('button', { name: 'Sign in' }).click();
    await eva.page.getByRole('alert').waitFor();
    await eva.page.getByLabel('Password').fill(password);
    await eva.page.getByRole('button', { name: 'Sign in' }).click();
    await eva.page.getByText('You are the admin.').waitFor();
    await isReady(eva.page);
    await picture(eva.page, 'standalone-admin');
    await eva.page.locator('[data-message]', { hasText: 'compre barato' }).click({ button: 'right' });
    await chooseEntry(eva.page, 'Delete');
    await hears(ana.page, 'hola', 'Message deleted');

    const zoe = await visit(phone);
    await zoe.page.goto(`${url}/chat/admin`);
    await zoe.page.getByRole('link', { name: 'Iniciar sesión' }).click();
    await zoe.page.getByLabel('Password').fill(password);
    await zoe.page.getByRole('button', { name: 'Sign in' }).click();
    await zoe.page.getByText('Mensajes por segundo').waitFor();
    await zoe.page.goto(`${url}/chat/admin#audit/lobby`);
    await zoe.page.getByText('Admin eliminó un mensaje de Luis').waitFor();
    expect(zoe.complaints).toEqual([]);

    expect(await first.end('SIGTERM')).toBe(0);
    const second = await start(port);
    expect(second.said()).not.toContain(password);
    await say(ana.page, 'sigo aquí');
    await hears(luis.page, 'hola', 'Message deleted', 'sigo aquí');
    await luis.page.reload();
    await hears(luis.page, 'hola', 'Message deleted', 'sigo aquí');
    const { stdout } = await run(command(), ['verify', '--url', url], { cwd: folder });
    expect(stdout).toContain('Everything works.');
    expect(existsSync(join(folder, 'node_modules/express'))).toBe(false);
    expect([...ana.complaints, ...luis.complaints, ...eva.complaints]).toEqual([]);
    expect(await second.end('SIGINT')).toBe(0);
  },
);

describe('the container file', () => {
  const file = textOf('container/Dockerfile');
  const stages = file.replaceAll('\\\n', '').split(/^FROM /m);
  const last = stages.at(-1) ?? '';
  const linesOf = (text: string, instruction: string): string[] =>
    [...text.matchAll(new RegExp(`^${instruction} +(.*)$`, 'gm'))].map(([, line = '']) => line);
  const commandOf = (line = ''): string[] => JSON.parse(/\[.*\]$/.exec(line)?.[0] ?? '[]') as string[];

  test('names only what exists, and runs without the rights of root', () => {
    const known = /^(FROM|WORKDIR|COPY|RUN|ENV|VOLUME|EXPOSE|USER|HEALTHCHECK|CMD) /;
    const unknown = file
      .replaceAll('\\\n', '')
      .split('\n')
      .filter((line) => !/^#|^$/.test(line) && !known.test(line));
    expect(unknown).toEqual([]);
    const { scripts, engines } = JSON.parse(textOf('package.json')) as {
      scripts: Record<string, string>;
      engines: { node: string };
    };
    for (const [, name = ''] of file.matchAll(/npm run (\S+)/g)) expect(scripts).toHaveProperty([name]);
    const images = [...file.matchAll(/^FROM node:(\d+)-slim/gm)].map(([, major]) => Number(major));
    expect(images).toEqual([24, 24]);
    expect(engines.node).toBe('>=20.19');
    expect(linesOf(last, 'USER')).toEqual(['node']);
    expect(last.indexOf('USER')).toBeGreaterThan(last.lastIndexOf('RUN'));
    const variables = [...(linesOf(last, 'ENV')[0] ?? '').matchAll(/([A-Z_]+)=/g)].map(
      ([, name = '']) => name,
    );
    for (const name of variables) expect(textOf('docs/guides/standalone.md')).toContain(`\`${name}\``);
    expect(textOf('container/Dockerfile.dockerignore')).toBe(
      textOf('examples/cluster/Dockerfile.dockerignore'),
    );
  });

  test(
    'its commands install and run the chat, and its health check follows it',
    { timeout: 180_000 },
    async () => {
      const app = mkdtempSync(join(tmpdir(), 'chat-standalone-app-'));
      onTestFinished(() => rmSync(app, { recursive: true, force: true }));
      for (const each of readdirSync(packed)) cpSync(join(packed, each), join(app, each));
      const [install = ''] = linesOf(last, 'RUN').filter((line) => line.includes('npm install'));
      const offline = {
        ...process.env,
        npm_config_prefer_offline: 'true',
        npm_config_ignore_scripts: 'true',
      };
      await run('sh', ['-c', install], { cwd: app, env: offline });
      expect(readdirSync(app).filter((each) => each.endsWith('.tgz'))).toEqual([]);

      const port = String(await freePort());
      const given = Object.fromEntries(
        (linesOf(last, 'ENV')[0] ?? '').split(' ').map((each) => each.split('=') as [string, string]),
      );
      expect(given).toMatchObject({ PORT: '3000', CHAT_DATA: linesOf(last, 'VOLUME')[0] });
      const [program, ...args] = commandOf(linesOf(last, 'CMD').at(-1));
      expect(program).toBe('node');
      const chat = await startProgram(process.execPath, args, {
        cwd: app,
        env: { ...process.env, ...given, PORT: port, CHAT_DATA: join(app, 'data') },
        ready: 'Ctrl+C',
      });
      onTestFinished(async () => void (await chat.end('SIGKILL')));
      const [, ...check] = commandOf(linesOf(last, 'HEALTHCHECK')[0]).map((part) =>
        part.replace('3000', port),
      );
      const health = () => spawnSync(process.execPath, check).status;
      expect(health()).toBe(0);
      expect(await chat.end('SIGTERM')).toBe(0);
      expect(health()).toBe(1);
    },
  );
});
