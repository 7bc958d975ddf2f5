// The hostile strings in everything but the message list: conversations and invitations, search results,
// threads, pins, earlier versions, members and profiles, files, moderation, mentions, slash commands. No
// script runs, no other origin is requested, nothing overflows its container.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createChatServer, type ChatServer } from '@chat/server';
import type { Page } from 'playwright-core';
import { expect, onTestFinished, test } from 'vitest';
import { corpus } from '../hostile/corpus.ts';
import { fieldNames, sayEverywhere, type Said, type Taken } from '../hostile/say-everywhere.ts';
import { spillsIn } from '../hostile/spills.ts';
import { unsoundIn } from '../hostile/unsound.ts';
import { wideFont } from '../hostile/wide-font.ts';
import { useBrowser } from './browser.ts';
import { isReady } from './portal.ts';

const { visit } = useBrowser();
const policy =
  "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; connect-src 'self'; img-src 'self' blob:; media-src 'self' blob:";
const perBatch = 40;
const perGroup = 8;
const many = 1_000_000;
const folder = process.env['SCREENSHOTS'];
const wide = { width: 1280, height: 800 };

const start = async (): Promise<{ chat: ChatServer; url: string }> => {
  const http = createServer(({ url }, response) => {
    if (url === '/strict') response.setHeader('content-security-policy', policy);
    if (url === '/page.css')
      response
        .setHeader('content-type', 'text/css')
        .end(
          "@font-face { font-family: Wide; src: url('/wide.ttf'); unicode-range: U+1242B } html, body, chat-rooms { height: 100%; margin: 0; font-family: Wide, sans-serif }",
        );
    else if (url === '/wide.ttf') response.setHeader('content-type', 'font/ttf').end(wideFont());
    else if (url === '/strict' || url === '/none')
      response
        .setHeader('content-type', 'text/html')
        .end(
          `<!doctype html><html lang="es"><head><link rel="icon" href="/chat/widget.js"><link rel="stylesheet" href="/page.css"><script src="/chat/widget.js" async></script></head><body><chat-rooms room="r" name="${url === '/none' ? 'Eva' : 'Ana'}"><chat-room></chat-room></chat-rooms>`,
        );
  });
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  const fields = Object.fromEntries(fieldNames.map((name) => [name, { label: name, maxLength: 1_000 }]));
  const chat = createChatServer(http, {
    limits: {
      sendsPerSecond: many,
      sendBurst: many,
      commandBurst: many,
      uploadBurst: many,
      profileChangesPerMinute: many,
    },
    profiles: { fields },
  });
  onTestFinished(async () => {
    await chat.close();
    http.closeAllConnections();
    http.close();
  });
  return { chat, url: `http://127.0.0.1:${(http.address() as AddressInfo).port}` };
};

/** Actions that the page should not have done. */
const watch = async (page: Page, url: string): Promise<string[]> => {
  const deeds: string[] = [];
  await page.context().exposeFunction('pwned', (what: unknown) => void deeds.push(`ran ${String(what)}`));
  page.on('request', (request) => {
    const { protocol, origin } = new URL(request.url());
    if (origin !== url && protocol !== 'blob:' && protocol !== 'data:') deeds.push(`asked ${request.url()}`);
  });
  page.on('framenavigated', (frame) => {
    if (!frame.url().startsWith(`${url}/`)) deeds.push(`went to ${frame.url()}`);
  });
  page.on('dialog', (dialog) => {
    deeds.push(`dialog ${dialog.message()}`);
    void dialog.dismiss();
  });
  return deeds;
};

/** Looks at what is shown: as it is, and where one is asked for, on a phone. */
type Look = (where: string) => Promise<void>;

const lookAt = async (page: Page, faults: string[], phones: boolean): Promise<Look> => {
  const line = await page.context().newCDPSession(page);
  // Without asking the window to follow, which takes longer than the look.
  const resize = (size: typeof wide): Promise<unknown> =>
    line.send('Emulation.setDeviceMetricsOverride', { ...size, deviceScaleFactor: 1, mobile: false });
  return async (where) => {
    const [unsound, spills] = await Promise.all([page.evaluate(unsoundIn), page.evaluate(spillsIn)]);
    const found = [...unsound, ...spills];
    if (folder && phones) await page.screenshot({ path: `${folder}/hostile-${where}.png` });
    if (phones) {
      await resize({ width: 320, height: 640 });
      found.push(...(await page.evaluate(spillsIn)).map((fault) => `at 320 px ${fault}`));
      if (folder) await page.screenshot({ path: `${folder}/hostile-${where}-320.png` });
      await resize(wide);
    }
    faults.push(...found.map((fault) => `${where}: ${fault}`));
  };
};

interface Walk {
  page: Page;
  look: Look;
  texts: readonly string[];
  batch: number;
  said: Said;
}

const leadTo = (page: Page, messageId: string): Promise<void> =>
  page.evaluate((id) => {
    const room = document.querySelector('chat-room') as unknown as { scrollToMessage(id: string): void };
    room.scrollToMessage(id);
  }, messageId);
const choose = (page: Page, roomId: string): Promise<void> =>
  page.evaluate((id) => {
    (document.querySelector('chat-rooms') as unknown as { choose(id: string): void }).choose(id);
  }, roomId);
const closePanel = async (page: Page): Promise<void> => {
  // That it can be pressed is shown elsewhere; to wait until it is still takes long in a page so full.
  await page.locator('.panel-top button').dispatchEvent('click');
  await page.locator('.panel').waitFor({ state: 'detached' });
};

const conversations = async ({ page, look, batch, said }: Walk): Promise<void> => {
  await leadTo(page, said.last.id);
  await page.locator('[data-message] .text', { hasText: `fin de ${batch}` }).waitFor();
  await page.locator('chat-rooms .invitation').first().waitFor();
  // On a phone the list stands alone.
  await choose(page, '');
  await choose(page, 'r');
  await page.locator('.talk > chat-composer textarea').waitFor();
  await look(`conversations-${batch}`);
  await page.getByRole('button', { name: 'Nueva conversación' }).click();
  await page.locator('chat-new-room .people .person').nth(2).waitFor();
  await look(`new-${batch}`);
  await page.keyboard.press('Escape');
  await page.locator('chat-new-room').waitFor({ state: 'detached' });
};

const findings = async ({ page, look, texts, batch }: Walk): Promise<void> => {
  await page.getByRole('button', { name: 'Buscar', exact: true }).click();
  const query = page.locator('chat-search input[type=search]');
  // In one go: each is typed whole, and drawn, before the next.
  await query.evaluate(
    async (field, queries) => {
      for (const text of queries) {
        (field as HTMLInputElement).value = text;
        field.dispatchEvent(new InputEvent('input', { bubbles: true, composed: true }));
        await new Promise((resolve) => requestAnimationFrame(resolve));
      }
    },
    texts.map((text) => text.slice(0, 200)),
  );
  await query.fill('aguja');
  await page.locator('chat-search .hit').first().waitFor();
  await look(`hits-${batch}`);
  await page.getByRole('button', { name: 'Ver todos los archivos' }).click();
  await page.locator('chat-files .row').nth(2).waitFor();
  await look(`files-${batch}`);
  await closePanel(page);
  await page.locator('chat-pin-bar').getByRole('button', { name: 'Mensajes fijados' }).click();
  await page.locator('chat-pins li').nth(2).waitFor();
  await look(`pins-${batch}`);
  await closePanel(page);
};

const talk = async ({ page, look, batch, said }: Walk): Promise<void> => {
  await leadTo(page, said.root.id);
  const begin = page.locator('.talk > chat-messages [data-message]', { hasText: `raíz ${batch}` });
  await begin.locator('.thread-count').click();
  await page.locator('chat-thread [data-message]').nth(2).waitFor();
  await look(`thread-${batch}`);
  await closePanel(page);
  await page.locator('.talk > chat-messages .edited').last().click();
  await page.locator('chat-versions li').nth(1).waitFor();
  await look(`versions-${batch}`);
  await page.keyboard.press('Escape');
  await page.locator('chat-versions').waitFor({ state: 'detached' });
};

const people = async ({ page, look, texts, batch }: Walk): Promise<void> => {
  await page.locator('header .people').click();
  await page.locator('chat-members button.person').nth(texts.length).waitFor();
  await look(`people-${batch}`);
  for (let at = 0; at < texts.length; at += fieldNames.length) {
    await page.evaluate((index) => {
      const list = document.querySelector('chat-room')?.shadowRoot?.querySelector('chat-members')?.shadowRoot;
      const all = [...(list?.querySelectorAll<HTMLElement>('button.person') ?? [])];
      all.filter(({ innerText }) => innerText.includes('Moderador'))[index]?.click();
    }, at / fieldNames.length);
    await page.locator('chat-profile dialog h2').waitFor();
    await look(`profile-${batch}-${at}`);
    await page.keyboard.press('Escape');
    await page.locator('chat-profile').waitFor({ state: 'detached' });
  }
  await closePanel(page);
  await page.getByRole('button', { name: 'Moderación' }).click();
  await page.getByRole('tab', { name: 'Registro' }).click();
  await page.locator('chat-moderation .history li').nth(2).waitFor();
  await look(`history-${batch}`);
  await closePanel(page);
};

const suggestions = async ({ page, look, texts, batch }: Walk): Promise<void> => {
  const field = page.locator('.talk > chat-composer textarea');
  const option = page.locator('chat-composer .suggestions [role=option]');
  await field.fill('');
  await field.pressSequentially('@');
  await option.first().waitFor();
  await look(`mentions-${batch}`);
  for (let group = 0; group * perGroup < texts.length; group += 1) {
    const name = `/b${batch}-${group}-`;
    await field.fill(name);
    await option.filter({ hasText: `${name}0` }).waitFor();
    if (group === 0) await look(`slash-${batch}`);
    await field.fill(`${name}${group} x`);
    await field.press('Enter');
    await page.locator('chat-composer .slash p').waitFor();
    if (group === 0) await look(`answer-${batch}`);
  }
};

test('every panel shows hostile strings as plain text', { timeout: 900_000 }, async () => {
  const { chat, url } = await start();
  const faults: string[] = [];
  const pages = await Promise.all(
    ['strict', 'none'].map(async (which) => {
      const { page, complaints } = await visit({ viewport: wide });
      const deeds = await watch(page, url);
      await page.goto(`${url}/${which}`);
      return { page, complaints, deeds, look: await lookAt(page, faults, which === 'strict') };
    }),
  );
  for (const { page } of pages) await isReady(page);
  const admin = chat.as({ id: 'admin', name: 'Admin', role: 'admin' });
  const { members } = await admin.call('room:join', { roomId: 'r' });
  const readers = members.map(({ user }) => user.id).filter((id) => id !== 'admin');
  for (const userId of readers) await admin.call('member:update', { roomId: 'r', userId, role: 'owner' });
  for (const [at, text] of corpus.entries()) {
    const [batch, within] = [Math.floor(at / perBatch), at % perBatch];
    chat.slash(`b${batch}-${Math.floor(within / perGroup)}-${within % perGroup}`, {
      description: text,
      hint: text.slice(0, 100),
      run: () => text,
    });
  }

  const taken: Taken = new Map();
  for (let batch = 0; batch * perBatch < corpus.length; batch += 1) {
    const texts = corpus.slice(batch * perBatch, (batch + 1) * perBatch);
    const said = await sayEverywhere(chat, readers, texts, batch, taken);
    await Promise.all(
      pages.map(async ({ page, look }) => {
        const walk: Walk = { page, look, texts, batch, said };
        for (const part of [conversations, findings, talk, people, suggestions]) await part(walk);
      }),
    );
    for (const session of said.sessions) session.close();
    for (const { id: messageId } of (await admin.call('message:pins', { roomId: 'r' })).messages)
      await admin.call('message:unpin', { roomId: 'r', messageId });
  }
  process.stdout.write(`${JSON.stringify(Object.fromEntries(taken))}\n`);
  expect([...new Set(faults)]).toEqual([]);
  expect(pages.flatMap(({ deeds, complaints }) => [...deeds, ...complaints])).toEqual([]);
  const few = (most: number, whats: string[]) => whats.filter((what) => (taken.get(what) ?? 0) < most);
  expect(few(140, ['reply', 'private', 'message', 'pin', 'version', 'query'])).toEqual([]);
  expect(few(80, ['name', 'status', 'about', 'field', 'title', 'person', 'file', 'ban'])).toEqual([]);
});
