// Two users in the portal.
import { expect, test } from 'vitest';
import { longTest } from '../long-test.ts';
import { useBrowser } from './browser.ts';
import { startExample } from './example.ts';
import { enter, heard, hears, isReady, say, shows, write } from './portal.ts';

const { visit } = useBrowser();

test('two users meet, see each other join and type, and talk', { timeout: 180_000 }, async () => {
  const portal = await startExample('citas');
  const [ana, luis] = [await visit(), await visit()];
  await enter(ana.page, portal.url, 'Ana', 'cita-42');
  await shows(ana.page, '1 persona en línea');
  await enter(luis.page, portal.url, 'Luis', 'cita-42');
  await shows(ana.page, '2 personas en línea');
  await shows(luis.page, '2 personas en línea');

  // Said with every key: a server that is late passes over one.
  await expect
    .poll(async () => {
      await write(ana.page, 'B');
      return luis.page.getByText('Ana está escribiendo…').count();
    })
    .toBe(1);
  await say(ana.page, 'Buenos días');
  await hears(luis.page, 'Buenos días');
  await expect.poll(() => luis.page.getByText('Ana está escribiendo…').count()).toBe(0);
  await say(luis.page, 'Buenos días, Ana');
  await hears(ana.page, 'Buenos días', 'Buenos días, Ana');

  await ana.page.getByRole('button', { name: 'Salir' }).click();
  await shows(luis.page, '1 persona en línea');
  expect(await ana.page.getByLabel('Nombre').inputValue()).toBe('Ana');
  expect([...ana.complaints, ...luis.complaints]).toEqual([]);
});

longTest(
  'unseen messages are counted, and marked when the reader returns',
  { timeout: 180_000 },
  async () => {
    const portal = await startExample('citas');
    const [ana, luis] = [await visit(), await visit()];
    await enter(ana.page, portal.url, 'Ana', 'cita-42');
    await enter(luis.page, portal.url, 'Luis', 'cita-42');
    await say(ana.page, 'uno');
    await hears(luis.page, 'uno');
    // He has seen it, and she knows.
    await ana.page.locator('chat-messages [data-message][aria-label*="leído por 1 persona"]').waitFor();

    const act = (what: 'open' | 'close') => `document.querySelector('chat-room').${what}()`;
    await luis.page.evaluate(act('close'));
    await say(ana.page, 'dos');
    await say(ana.page, 'tres');
    await expect.poll(() => luis.page.title()).toBe('(2) Portal de Citas');
    await luis.page.evaluate(act('open'));
    await expect.poll(() => luis.page.title()).toBe('Portal de Citas');
    expect([...ana.complaints, ...luis.complaints]).toEqual([]);
  },
);

test(
  'a reload returns to the room and its history; a new visitor gets the form',
  { timeout: 180_000 },
  async () => {
    const portal = await startExample('citas');
    const { page, complaints } = await visit();
    await enter(page, portal.url, 'Ana', 'cita-42');
    await say(page, 'uno');
    await say(page, 'dos');
    await hears(page, 'uno', 'dos');
    await page.reload();
    await isReady(page);
    await hears(page, 'uno', 'dos');
    expect(new URL(page.url()).searchParams.get('sala')).toBe('cita-42');

    const other = await visit();
    await other.page.goto(page.url());
    expect(await other.page.getByLabel('Código de sala').inputValue()).toBe('cita-42');
    expect(complaints).toEqual([]);
  },
);

longTest('the form shows missing fields, and that a name is taken', { timeout: 180_000 }, async () => {
  const portal = await startExample('citas');
  const [ana, other] = [await visit(), await visit()];
  await enter(ana.page, portal.url, 'Ana', 'cita-42');
  await other.page.goto(portal.url);
  const join = other.page.getByRole('button', { name: 'Unirse' });
  await join.click();
  await shows(other.page, 'Escriba su nombre.');
  await shows(other.page, 'Escriba el código de su cita.');
  await other.page.getByLabel('Nombre').fill('ana');
  await other.page.getByLabel('Código de sala').fill('cita-42');
  await join.click();
  await shows(other.page, /ya hay alguien con ese nombre/);
  await other.page.getByLabel('Nombre').fill('Ana Robles');
  await join.click();
  await isReady(other.page);
  await shows(ana.page, '2 personas en línea');
  expect(await heard(other.page)).toEqual([]);
});

test('the server stops within seconds, with users in a room', { timeout: 180_000 }, async () => {
  const portal = await startExample('citas');
  const { page } = await visit();
  await enter(page, portal.url, 'Ana', 'cita-42');
  const askedAt = Date.now();
  expect(await portal.stop()).toBe(0);
  expect(Date.now() - askedAt).toBeLessThan(5_000);
});
