// Projects made as the guides say, from the packages as npm delivers them: each is built, and two people talk in it.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Page } from 'playwright-core';
import { expect, onTestFinished, test } from 'vitest';
import { findDjango } from '../../scripts/pythons.mjs';
import { findPhp } from '../../scripts/system-programs.mjs';
import { useBrowser } from '../e2e/browser.ts';
import { freePort } from '../e2e/free-port.ts';
import { hears, isReady, say } from '../e2e/portal.ts';
import { djangoProject, elsewhere, phpProject } from './back-ends.ts';
import { run, serve, useInstallations, writeFiles } from './project.ts';
import type { Starter } from './starter.ts';
import { starters } from './starters.ts';

const { visit } = useBrowser();
const { projectWith } = useInstallations();

/** How one enters the page of a starter. */
type Entry = Pick<Starter, 'page' | 'knowsUsers' | 'opener'>;

const signedIn = { page: '/sign-in?name=NAME', knowsUsers: true };
const withSecret = { CHAT_SECRET: 'a secret of the starters, of 32 bytes or more' };

const enter = async (page: Page, url: string, name: string, entry: Entry): Promise<void> => {
  await page.goto(new URL((entry.page ?? '/').replace('NAME', name), url).href);
  if (entry.opener) await page.getByRole('button', { name: entry.opener }).first().click();
  if (!entry.knowsUsers) {
    await page.locator('chat-join-form input').fill(name);
    await page.locator('chat-join-form button').click();
  }
  await isReady(page);
};

/** Two people enter and talk. Returns what their browsers complained about. */
const twoTalk = async (url: string, entry: Entry): Promise<string[]> => {
  const [ana, luis] = [await visit(), await visit()];
  await enter(ana.page, url, 'Ana', entry);
  await enter(luis.page, url, 'Luis', entry);
  await say(ana.page, 'hola');
  await hears(luis.page, 'hola');
  await say(luis.page, 'buenas');
  await hears(ana.page, 'hola', 'buenas');
  return [...ana.complaints, ...luis.complaints];
};

const withPort = (files: Record<string, string>, port: number): Record<string, string> =>
  Object.fromEntries(
    Object.entries(files).map(([path, text]) => [path, text.replaceAll(/\b3000\b/g, String(port))]),
  );

test.each(starters)('$name', { timeout: 480_000 }, async (starter) => {
  const folder = await projectWith(starter.packages);
  const port = await freePort();
  await writeFiles(folder, {
    'package.json': '{ "private": true, "type": "module" }',
    ...withPort(starter.files, port),
  });
  if (starter.build) await run(folder, starter.build);
  const url = `http://localhost:${port}`;
  await serve(folder, starter.start ?? ['node', 'server.mjs'], url);
  expect(await twoTalk(url, starter)).toEqual([]);
});

/** Starts the standalone chat for the pages of `origin`. Returns its address. */
const startStandalone = async (origin: string, args: readonly string[], env = {}): Promise<string> => {
  const chat = await projectWith([]);
  const port = await freePort();
  const url = `http://localhost:${port}`;
  await serve(chat, ['chat-server', '--port', String(port), '--origin', origin, ...args], url, env);
  return url;
};

test('a page of another origin, with the standalone chat', { timeout: 240_000 }, async () => {
  const pages = createServer((_, response) => response.setHeader('content-type', 'text/html').end(page));
  await new Promise<void>((resolve) => pages.listen(0, resolve));
  onTestFinished(() => void pages.close());
  const url = `http://localhost:${(pages.address() as AddressInfo).port}`;
  const chat = await startStandalone(url, []);
  const page = `<!doctype html>${elsewhere.replaceAll('http://localhost:3000', chat)}`;
  expect(await twoTalk(url, {})).toEqual([]);
});

test('PHP', { timeout: 240_000 }, async () => {
  const port = await freePort();
  const url = `http://localhost:${port}`;
  const chat = await startStandalone(url, ['--no-guests'], withSecret);
  const folder = await projectWith([]);
  await writeFiles(folder, phpProject(chat));
  await serve(folder, [findPhp() ?? '', '-S', `localhost:${port}`], url, withSecret);
  expect(await twoTalk(url, { ...signedIn, page: '/sign-in.php?name=NAME' })).toEqual([]);
});

test('Django', { timeout: 240_000 }, async () => {
  const port = await freePort();
  const url = `http://localhost:${port}`;
  const chat = await startStandalone(url, ['--no-guests'], withSecret);
  const folder = await projectWith([]);
  await writeFiles(folder, djangoProject(chat));
  const python = [findDjango() ?? '', '-m', 'django'];
  const env = { ...withSecret, DJANGO_SETTINGS_MODULE: 'settings', PYTHONPATH: folder };
  await run(folder, [...python, 'migrate'], env);
  await serve(folder, [...python, 'runserver', '--noreload', String(port)], url, env);
  expect(await twoTalk(url, signedIn)).toEqual([]);
});
