// `<chat-call>` without a `<chat-room>`, in every state, checked by axe. `SCREENSHOTS=<folder>` keeps
// pictures.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { createChatServer } from '@chat/server';
import type { Page } from 'playwright-core';
import { expect, onTestFinished, test } from 'vitest';
import { firstOf } from '../run-size.ts';
import { violations } from './axe.ts';
import { useBrowser } from './browser.ts';
import { call, fakeDevices, flows, permissions } from './call-pages.ts';

const { visit } = useBrowser(fakeDevices);
const folder = process.env['SCREENSHOTS'];

/** With the page's own client, and with that of a `<chat-room>`, which has no calls then. */
const bodies = {
  own: '<main><h1>Consulta</h1><button id="call">Llamar</button><chat-call ring></chat-call></main>',
  shared:
    '<main><h1>Consulta</h1><button id="call">Llamar</button><chat-call></chat-call><chat-room room="plaza" features="-calls"></chat-room></main>',
};
const script = `(window.Chat ||= []).push((chat) => {
  const name = new URLSearchParams(location.search).get('name');
  const element = document.querySelector('chat-call');
  const use = (client, room) => {
    Object.assign(element, { client, room });
    document.querySelector('#call').onclick = () => client.room(room).calls.start('video').catch(() => {});
  };
  const room = document.querySelector('chat-room');
  if (!room) return use(chat.createChatClient({ url: location.origin, name }), 'plaza');
  room.addEventListener('chat-ready', ({ detail }) => use(detail.client, detail.room.id));
  room.name = name;
});`;
const policy =
  "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' blob:; media-src 'self' blob:";

const site = async () => {
  const http = createServer(({ url = '/' }, response) => {
    const { pathname, searchParams } = new URL(url, 'http://localhost');
    if (pathname.startsWith('/chat/')) return;
    if (pathname === '/page.js') {
      response.setHeader('content-type', 'text/javascript').end(script);
      return;
    }
    const lang = searchParams.get('lang') ?? 'es';
    response.setHeader('content-security-policy', policy);
    response.setHeader('content-type', 'text/html').end(
      `<!doctype html><html lang="${lang}" dir="${lang === 'ar' ? 'rtl' : 'ltr'}"><title>Consulta</title><meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark">
       <body>${bodies[pathname.slice(1) as keyof typeof bodies]}<script src="/chat/widget.js"></script><script src="/page.js"></script>`,
    );
  });
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  const chat = createChatServer(http, { files: false, calls: { publicRooms: true } });
  onTestFinished(async () => {
    await chat.close();
    http.closeAllConnections();
    http.close();
  });
  return `http://localhost:${(http.address() as AddressInfo).port}`;
};

const looks = {
  es: { viewport: { width: 900, height: 700 } },
  ar: { viewport: { width: 320, height: 640 }, isMobile: true, hasTouch: true, colorScheme: 'dark' as const },
};
const names = {
  es: {
    answer: 'Contestar',
    hangup: 'Colgar',
    devices: 'Dispositivos',
    more: 'Más opciones',
    ended: 'Llamada finalizada',
    again: 'Reconectar',
  },
  ar: {
    answer: 'رد',
    hangup: 'إنهاء المكالمة',
    devices: 'الأجهزة',
    more: 'خيارات أخرى',
    ended: 'انتهت المكالمة',
    again: 'إعادة الاتصال',
  },
};

const kinds = [
  ['own', 'es'],
  ['shared', 'es'],
  ['own', 'ar'],
] as const;

test.for(firstOf('calls without a room', kinds, 1))(
  'works alone with its %s client, in %s',
  { timeout: 120_000 },
  async ([kind, lang]) => {
    const url = await site();
    const ana = await visit({ permissions, ...looks[lang] });
    const luis = await visit({ permissions, ...looks[lang] });
    const texts = names[lang];
    for (const [{ page }, name] of [
      [ana, 'Ana'],
      [luis, 'Luis'],
    ] as const) {
      await page.goto(`${url}/${kind}?name=${name}&lang=${lang}`);
      // Asked from out here: a page with this policy evaluates no string by itself, as waiting in it would.
      await expect.poll(() => page.evaluate('Boolean(document.querySelector("#call").onclick)')).toBe(true);
    }
    const button = (page: Page, name: string) => call(page).getByRole('button', { name, exact: true });
    const look = async (page: Page, name: string): Promise<void> => {
      if (folder) await page.screenshot({ path: join(folder, `call-alone-${kind}-${lang}-${name}.png`) });
      expect([name, ...(await violations(page))]).toEqual([name]);
      const beyond = 'document.documentElement.scrollWidth - document.documentElement.clientWidth';
      expect(await page.evaluate(beyond)).toBeLessThanOrEqual(0);
    };

    await expect
      .poll(async () => {
        await ana.page.locator('#call').click();
        return button(luis.page, texts.answer).count();
      })
      .toBe(1);
    await look(ana.page, 'calling');
    await look(luis.page, 'ringing');
    await button(luis.page, texts.answer).click();
    for (const { page } of [ana, luis]) await flows(page);
    await look(ana.page, 'talking');
    if (lang === 'ar') await button(luis.page, texts.more).click();
    await button(luis.page, texts.devices).click();
    await call(luis.page).getByRole('combobox').first().waitFor();
    await look(luis.page, 'devices');

    const second = await luis.page.context().newPage();
    await second.goto(luis.page.url());
    await button(second, texts.hangup).waitFor();
    await look(second, 'elsewhere');
    await second.close();

    // From now on through a relay alone, and there is none.
    await call(ana.page).evaluate((element) => element.setAttribute('relay-only', ''));
    await button(ana.page, texts.hangup).click();
    await call(luis.page).getByText(texts.ended).waitFor();
    await look(luis.page, 'ended');
    await call(luis.page).getByText(texts.ended).waitFor({ state: 'detached' });
    await ana.page.locator('#call').click();
    await button(luis.page, texts.answer).click();
    await button(ana.page, texts.again).waitFor();
    await look(ana.page, 'trouble');
    for (const { complaints } of [ana, luis]) expect(complaints).toEqual([]);
  },
);
