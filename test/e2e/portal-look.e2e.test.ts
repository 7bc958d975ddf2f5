// The look of the portal: by axe, on a phone, in dark mode. `SCREENSHOTS=1 npx vitest run --project e2e
// portal-look` renews the pictures of the documentation.
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { longTest } from '../long-test.ts';
import { firstOf, turnOf } from '../run-size.ts';
import { useBrowser } from './browser.ts';
import { startExample } from './example.ts';
import { enter, hears, say, sent, shows, write } from './portal.ts';

const { visit } = useBrowser();
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

interface Violation {
  id: string;
  nodes: { target: unknown; failureSummary: string }[];
}

const violations = async (page: Page): Promise<string[]> => {
  // Playwright evaluates past the page's policy; a script tag would be refused by it, as it should.
  await page.evaluate(axe);
  const found = await page.evaluate<Violation[]>(
    `axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] }).then((run) => run.violations)`,
  );
  return found.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id} ${JSON.stringify(target)} ${failureSummary}`),
  );
};

const overflow = (page: Page): Promise<number> =>
  page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth');

const phone = (width: number) => ({ viewport: { width, height: 740 }, isMobile: true, hasTouch: true });

const schemes = [
  { name: 'by day', colorScheme: 'light' },
  { name: 'in the dark', colorScheme: 'dark' },
] as const;

test.each(turnOf('colour schemes of the portal', schemes, 1))(
  'the form and the room have no accessibility violations, $name',
  { timeout: 180_000 },
  async ({ colorScheme }) => {
    const portal = await startExample('citas');
    const [ana, luis] = [await visit({ colorScheme }), await visit(phone(390))];
    await ana.page.goto(portal.url);
    expect(await violations(ana.page)).toEqual([]);
    await ana.page.getByRole('button', { name: 'Unirse' }).click();
    await shows(ana.page, 'Escriba su nombre.');
    expect(await violations(ana.page)).toEqual([]);

    await enter(ana.page, portal.url, 'Ana', 'cita-42');
    await enter(luis.page, portal.url, 'Luis', 'cita-42');
    await say(ana.page, 'Buenos días: https://example.org');
    await sent(ana.page, 'https://example.org');
    await say(luis.page, 'Buenos días');
    await hears(ana.page, 'Buenos días: https://example.org', 'Buenos días');
    expect(await violations(ana.page)).toEqual([]);
    expect(await violations(luis.page)).toEqual([]);
    const ground = await ana.page.evaluate('getComputedStyle(document.body).backgroundColor');
    expect(ground).toMatch(colorScheme === 'light' ? /oklch\(0\.97/ : /oklch\(0\.2 /);
  },
);

test.each(firstOf('widths of a phone with the portal', [320, 390], 1))(
  'fits a phone %i px wide',
  { timeout: 180_000 },
  async (width) => {
    const portal = await startExample('citas');
    const { page, complaints } = await visit(phone(width));
    await page.goto(portal.url);
    expect(await overflow(page)).toBeLessThanOrEqual(0);
    await enter(page, portal.url, 'María del Carmen Fernández', 'una-sala-con-un-código-bastante-largo-2026');
    await say(page, `una-palabra-${'muy-'.repeat(30)}larga`);
    await page.locator('chat-messages [data-message]').waitFor();
    expect(await overflow(page)).toBeLessThanOrEqual(0);
    const chat = await page.locator('chat-room').boundingBox();
    expect(chat).toMatchObject({ x: 0, width });
    expect((chat?.y ?? 0) + (chat?.height ?? 0)).toBeLessThanOrEqual(740);
    // With text at 200 %, the field and the way out are there without scrolling.
    await page.evaluate("document.documentElement.style.fontSize = '200%'");
    await page.locator('#leave').click({ trial: true });
    expect(await overflow(page)).toBeLessThanOrEqual(0);
    const field = await page.locator('chat-composer textarea').boundingBox();
    expect((field?.y ?? 0) + (field?.height ?? 0)).toBeLessThanOrEqual(740);
    expect(complaints).toEqual([]);
  },
);

longTest(
  'takes the pictures of the documentation, saved with SCREENSHOTS=1',
  { timeout: 180_000 },
  async () => {
    const portal = await startExample('citas');
    const [ana, marta] = [await visit(), await visit(phone(390))];
    await enter(ana.page, portal.url, 'Ana Robles', 'cita-42');
    await enter(marta.page, portal.url, 'Marta Gil', 'cita-42');
    await say(marta.page, 'Buenos días, ya estoy dentro.');
    await hears(ana.page, 'Buenos días, ya estoy dentro.');
    await say(ana.page, 'Hola, Marta. Soy Ana, quien lleva su expediente.');
    await say(ana.page, '¿Tiene a mano el certificado de empadronamiento?');
    await shows(marta.page, '¿Tiene a mano el certificado de empadronamiento?');
    await say(marta.page, 'Sí, lo tengo aquí. Es del mes pasado, ¿vale así?');
    await shows(ana.page, 'Sí, lo tengo aquí. Es del mes pasado, ¿vale así?');
    await say(ana.page, 'Vale si tiene menos de tres meses. Lo revisamos ahora.');
    await shows(marta.page, 'Vale si tiene menos de tres meses. Lo revisamos ahora.');
    await write(marta.page, 'Gracias');
    await shows(ana.page, 'Marta Gil está escribiendo…');
    await ana.page.mouse.move(300, 300);
    for (const [name, page] of Object.entries({ portal: ana.page, 'portal-phone': marta.page })) {
      const picture = await page.screenshot();
      expect(picture.length).toBeLessThan(300_000);
      const path = new URL(`../../docs/images/${name}.png`, import.meta.url);
      if (process.env.SCREENSHOTS) writeFileSync(path, picture);
    }
  },
);
