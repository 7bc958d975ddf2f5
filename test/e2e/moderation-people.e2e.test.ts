// Two users and later visitors; one has two tabs on a phone with an unstable line. Mute and unmute, removal
// and rejoin, and retention. `SCREENSHOTS=<folder>` keeps pictures.
import type { Page } from 'playwright-core';
import { expect, test, vi } from 'vitest';
import { picturesOf, useBrowser } from './browser.ts';
import { ownChat } from './own-chat.ts';
import { hears, say, shows } from './portal.ts';

const { visit } = useBrowser();
const picture = picturesOf('moderation-people-');
const phone = {
  viewport: { width: 320, height: 640 },
  isMobile: true,
  hasTouch: true,
  colorScheme: 'dark' as const,
  locale: 'en-GB',
};
/** A page whose line was cut may wait a while before it tries again. */
const patience = { timeout: 60_000 };
const field = (page: Page) => page.locator('chat-composer textarea');

/** Ana runs the room; Luis has two tabs. */
const setOut = async (options: Parameters<typeof ownChat>[0] = {}) => {
  const own = await ownChat(options);
  const root = own.chat.as({ id: 'root', name: 'Root', role: 'admin' });
  await root.call('room:create', { roomId: 'plaza' });
  const [luis, ana] = [await visit(phone), await visit()];
  await own.enter(luis.page, 'Luis', 'en', 'line');
  await own.enter(ana.page, 'Ana', 'es');
  const tab = await luis.page.context().newPage();
  await own.enter(tab, 'Luis', 'en', 'line');
  const { members } = await root.call('member:list', { roomId: 'plaza' });
  const userId = members.find(({ user }) => user.name === 'Ana')?.user.id ?? '';
  await root.call('member:update', { roomId: 'plaza', userId, role: 'owner' });
  await ana.page.getByRole('button', { name: 'Moderación' }).waitFor();
  const eva = async (): Promise<Page> => {
    const { page } = await visit();
    await page.goto(`${new URL(ana.page.url()).origin}/?name=Eva&lang=es`);
    await field(page).waitFor();
    return page;
  };
  return { ...own, ana, luis, tab, eva };
};

/** From the menu of a message, by keyboard. */
const toLuis = async (page: Page, ...entries: (string | RegExp)[]): Promise<void> => {
  const row = page.locator('chat-messages [data-message]', { hasText: 'Hola, soy Luis' }).first();
  await row.getByRole('button', { name: 'Acciones del mensaje' }).focus();
  await page.keyboard.press('Enter');
  for (const name of ['Moderar a Luis…', ...entries]) {
    const entry = page.getByRole('menuitem', { name });
    await entry.focus();
    await page.keyboard.press('Enter');
  }
};

test(
  'a muted member is unmuted; a removed member rejoins on the tab that asks to',
  { timeout: 240_000 },
  async () => {
    const { ana, luis, tab, eva, line } = await setOut();
    const tabs = [luis.page, tab];
    await say(luis.page, 'Hola, soy Luis');
    await hears(ana.page, 'Hola, soy Luis');

    await toLuis(ana.page, 'Silenciar…', 'Silenciar 10 minutos');
    for (const page of tabs) await shows(page, /You’re muted until/);
    // Given back while the line is down.
    line.cut();
    await toLuis(ana.page, 'Dejar de silenciar');
    line.mend();
    for (const page of tabs) await field(page).waitFor(patience);
    await say(tab, 'Thanks');
    await hears(ana.page, 'Hola, soy Luis', 'Thanks');

    await toLuis(ana.page, 'Expulsar', /^¿Expulsar a Luis\s?\?$/);
    for (const page of tabs) await shows(page, 'You were removed from this conversation.');
    await picture(luis.page, 'removed');
    await say(ana.page, 'Se ha ido');
    // By keyboard, and on to what one wants to write.
    const back = tab.getByRole('button', { name: 'Rejoin' });
    await back.focus();
    await tab.keyboard.press('Enter');
    await expect.poll(() => field(tab).evaluate((each) => each.matches(':focus')), patience).toBe(true);
    await tab.keyboard.type('Sorry');
    await tab.keyboard.press('Enter');
    const said = ['Hola, soy Luis', 'Thanks', 'Se ha ido', 'Sorry'];
    await hears(tab, ...said);
    await hears(ana.page, ...said);
    // The other tab was not asked, and can be.
    await luis.page.getByRole('button', { name: 'Rejoin' }).click();
    await hears(luis.page, ...said);
    await hears(await eva(), ...said);
    expect([...ana.complaints, ...luis.complaints]).toEqual([]);
  },
);

test(
  'expired messages disappear from every page, from search results and for later visitors',
  { timeout: 240_000 },
  async () => {
    let aheadMs = 0;
    const intervals = vi.spyOn(globalThis, 'setInterval');
    const { ana, luis, tab, eva, line } = await setOut({ now: () => Date.now() + aheadMs });
    const upkeep = intervals.mock.calls.filter(([, ms]) => ms === 30_000).map(([work]) => work);
    intervals.mockRestore();
    expect(upkeep).not.toEqual([]);
    await say(luis.page, 'Hola, soy Luis');
    await say(luis.page, 'clave vieja');
    await hears(ana.page, 'Hola, soy Luis', 'clave vieja');

    // It is the owner's to say, and everybody's to know.
    expect(await luis.page.getByRole('button', { name: 'Moderation' }).count()).toBe(0);
    await ana.page.getByRole('button', { name: 'Moderación' }).click();
    await ana.page.getByRole('tab', { name: 'Ajustes' }).click();
    await ana.page.getByLabel('Conservar mensajes').selectOption({ value: '7' });
    await ana.page.getByRole('button', { name: 'Guardar' }).click();
    await ana.page.getByText('Guardado', { exact: true }).waitFor();
    await ana.page.getByRole('button', { name: 'Cerrar' }).click();
    await ana.page.getByRole('button', { name: 'Buscar' }).click();
    await ana.page.locator('chat-search input[type=search]').fill('clave');
    await ana.page.locator('chat-search .hit', { hasText: 'clave vieja' }).waitFor();

    aheadMs = 7 * 86_400_000 + 60_000;
    line.cut();
    for (const work of upkeep) work();
    await expect.poll(() => ana.page.locator('chat-search .hit').count(), patience).toBe(0);
    await hears(ana.page);
    await say(ana.page, 'clave nueva');
    line.mend();
    for (const page of [luis.page, tab, await eva()]) await hears(page, 'clave nueva');
    expect([...ana.complaints, ...luis.complaints]).toEqual([]);
  },
);
