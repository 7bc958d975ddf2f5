// `npx @chat/server`, as a newcomer runs it: the packed package in an empty folder, and two browsers.
import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Page } from 'playwright-core';
import { beforeAll, expect, onTestFinished, test } from 'vitest';
import { startProgram } from '../../scripts/start-program.mjs';
import { root } from '../source-files.ts';
import { picture, useBrowser } from './browser.ts';
import { freePort } from './free-port.ts';
import { chooseEntry, hears, isReady, say } from './portal.ts';

const run = promisify(execFile);
const { visit } = useBrowser();
let folder = '';

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'chat-standalone-'));
  const packages = ['-w', '@chat/protocol', '-w', '@chat/server'];
  await run('npm', ['pack', ...packages, '--pack-destination', folder], { cwd: root });
  const tarballs = readdirSync(folder).map((file) => `./${file}`);
  await run('npm', ['init', '-y'], { cwd: folder });
  const quiet = ['--prefer-offline', '--no-audit', '--no-fund', '--ignore-scripts'];
  await run('npm', ['install', ...quiet, ...tarballs], { cwd: folder });
  return () => rmSync(folder, { recursive: true, force: true });
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
