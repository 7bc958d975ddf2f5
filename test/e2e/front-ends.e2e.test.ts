// Other front ends: a script tag on another origin, and own front ends that use only @chat/client.
import { expect, test } from 'vitest';
import { turnOf } from '../run-size.ts';
import { useBrowser } from './browser.ts';
import { startExample } from './example.ts';
import { hears, isReady, say } from './portal.ts';

const { visit } = useBrowser();

test('a page on another origin needs only the script tag and the element', { timeout: 180_000 }, async () => {
  const { url } = await startExample('script-tag');
  const [ana, luis] = [await visit(), await visit()];
  for (const [{ page }, name] of [
    [ana, 'Ana'],
    [luis, 'Luis'],
  ] as const) {
    await page.goto(url);
    await page.locator('chat-join-form input').fill(name);
    await page.locator('chat-join-form button').click();
    await isReady(page);
  }
  await say(ana.page, 'hola');
  await hears(luis.page, 'hola');
  await luis.page.reload();
  await isReady(luis.page);
  await hears(luis.page, 'hola');
  expect([...ana.complaints, ...luis.complaints]).toEqual([]);
});

test.each(turnOf('front ends of the examples', ['plain', 'react'], 1))(
  'a %s front end works',
  { timeout: 180_000 },
  async (name) => {
    const { url } = await startExample(name);
    const [ana, luis] = [await visit(), await visit()];
    await ana.page.goto(`${url}/?name=Ana&room=lobby`);
    await luis.page.goto(`${url}/?name=Luis&room=lobby`);
    const input = ana.page.getByLabel('Message');
    // Both may still be on their way in: a person goes on typing.
    await expect
      .poll(
        async () => {
          await input.press('h');
          return luis.page.getByText('Ana is typing').isVisible();
        },
        { timeout: 15_000 },
      )
      .toBe(true);
    await input.fill('hola');
    await ana.page.getByRole('button', { name: 'Send' }).click();
    await luis.page.locator('li[data-status=sent]', { hasText: 'Ana: hola' }).waitFor();
    await ana.page.locator('li[data-status=sent]', { hasText: 'Ana: hola' }).waitFor();
    expect(await luis.page.locator('li').count()).toBe(1);
    expect([...ana.complaints, ...luis.complaints]).toEqual([]);
  },
);

test.each(turnOf('front-end frameworks of the examples', ['vue', 'svelte', 'angular'], 1))(
  'the element works in a %s page with the client of the page',
  { timeout: 180_000 },
  async (name) => {
    const { url } = await startExample(name);
    const { page, complaints } = await visit();
    await page.goto(`${url}/?name=Ana&room=lobby`);
    await isReady(page);
    await say(page, 'hola');
    await page.getByText('1 messages, the last by Ana').waitFor();
    expect(complaints).toEqual([]);
  },
);

test('a server-rendered page is hydrated, and readable without scripts', { timeout: 180_000 }, async () => {
  const { url } = await startExample('ssr');
  const { page, complaints } = await visit();
  await page.goto(`${url}/?room=lobby`);
  await page.locator('chat-join-form input').fill('Ana');
  await page.locator('chat-join-form button').click();
  await isReady(page);
  await say(page, 'hola');
  await page.locator('[data-message]', { hasText: 'hola' }).waitFor();
  await expect.poll(async () => (await fetch(`${url}/?room=lobby`)).text()).toContain('<li>Ana: hola</li>');
  expect(complaints).toEqual([]);
});
