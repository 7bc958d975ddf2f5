// The corpus through what the list of messages does not show: conversations and invitations, search and its hits, threads, pins,
// earlier versions, profiles, mentions, private messages, slash commands. No script runs, nothing is asked of another origin.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createChatServer, type ChatServer, type Session } from '@chat/server';
import type { Page } from 'playwright-core';
import { expect, onTestFinished, test } from 'vitest';
import { corpus } from '../hostile/corpus.ts';
import { spillsIn } from '../hostile/spills.ts';
import { unsoundIn } from '../hostile/unsound.ts';
import { useBrowser } from './browser.ts';
import { isReady } from './portal.ts';

const { visit } = useBrowser();
const policy =
  "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' blob:; media-src 'self' blob:";
const perBatch = 19;
const many = 1_000_000;
const folder = process.env['SCREENSHOTS'];

const start = async (): Promise<{ chat: ChatServer; url: string }> => {
  const http = createServer(({ url }, response) => {
    response.setHeader('content-security-policy', policy);
    if (url === '/page.css')
      response
        .setHeader('content-type', 'text/css')
        .end('html, body, chat-rooms { height: 100%; margin: 0 }');
    if (url === '/')
      response
        .setHeader('content-type', 'text/html')
        .end(
          '<!doctype html><html lang="es"><head><link rel="icon" href="/chat/widget.js"><link rel="stylesheet" href="/page.css"><script src="/chat/widget.js" async></script></head><body><chat-rooms room="r" name="Ana"><chat-room></chat-room></chat-rooms>',
        );
  });
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  const chat = createChatServer(http, {
    limits: { sendsPerSecond: many, sendBurst: many, commandBurst: many },
    profiles: { fields: { city: { label: 'Ciudad', maxLength: 1_000 } } },
  });
  onTestFinished(async () => {
    await chat.close();
    http.closeAllConnections();
    http.close();
  });
  return { chat, url: `http://127.0.0.1:${(http.address() as AddressInfo).port}` };
};

const watch = async (page: Page, url: string): Promise<string[]> => {
  const deeds: string[] = [];
  await page.context().exposeFunction('pwned', (what: unknown) => void deeds.push(`ran ${String(what)}`));
  page.on('request', (request) => {
    const { protocol, origin } = new URL(request.url());
    if (origin !== url && protocol !== 'blob:' && protocol !== 'data:') deeds.push(`asked ${request.url()}`);
  });
  page.on('framenavigated', (frame) => {
    if (frame.url() !== `${url}/`) deeds.push(`went to ${frame.url()}`);
  });
  page.on('dialog', (dialog) => {
    deeds.push(`dialog ${dialog.message()}`);
    void dialog.dismiss();
  });
  return deeds;
};

/** One batch, each as everything that it may be; counts what was taken as what. Refusals are fine, faults are not. */
const throwIn = async (
  chat: ChatServer,
  anaId: string,
  texts: string[],
  batch: number,
  taken: Map<string, number>,
) => {
  const attempt = async <T>(what: string, work: () => Promise<T>): Promise<T | null> => {
    try {
      const value = await work();
      taken.set(what, (taken.get(what) ?? 0) + 1);
      return value;
    } catch (error) {
      expect((error as { code?: string }).code, `${what}: ${String(error)}`).not.toBe('internal');
      return null;
    }
  };
  const admin = chat.as({ id: 'admin', name: 'Admin', role: 'admin' });
  const send = (session: Session, text: string, more: object = {}) =>
    session.call('message:send', {
      roomId: 'r',
      id: crypto.randomUUID(),
      text: text.slice(0, 4_000),
      ...more,
    });
  const root = await send(admin, `raíz ${batch}`);
  const edited = await send(admin, `versión ${batch}`);
  const sessions = [admin];
  for (const [at, text] of texts.entries()) {
    const id = `u-${batch}-${at}`;
    const named = await attempt('name', async () => chat.as({ id, name: text.slice(0, 64) }));
    const session = named ?? chat.as({ id, name: `Nadie ${at}` });
    sessions.push(session);
    await session.call('room:join', { roomId: 'r' });
    await attempt('status', () => session.call('presence:set', { status: 'busy', text: text.slice(0, 200) }));
    await attempt('about', () => session.call('user:update', { about: text.slice(0, 500) }));
    await attempt('field', () => session.call('user:update', { fields: { city: text.slice(0, 1_000) } }));
    await attempt('reply', () => send(session, text, { threadId: root.id }));
    await attempt('private', () => send(session, text, { to: [anaId] }));
    const said = await attempt('message', () => send(session, `aguja ${text}`, { mentions: [anaId] }));
    if (said) await attempt('pin', () => admin.call('message:pin', { roomId: 'r', messageId: said.id }));
    await attempt('version', () =>
      admin.call('message:edit', { roomId: 'r', messageId: edited.id, text: text.slice(0, 4_000) }),
    );
    // By turns a group that invites, and a room she is made a member of.
    const title = text.slice(0, 200);
    await attempt('title', async () => {
      if (at % 2 === 0) return session.call('room:create', { type: 'private', title, userIds: [anaId] });
      const room = await session.call('room:create', { title });
      await session.call('message:send', {
        roomId: room.id,
        id: crypto.randomUUID(),
        text: text.slice(0, 4_000),
      });
      return session.call('member:add', { roomId: room.id, userId: anaId });
    });
    const q = text.slice(0, 200);
    await attempt('query', () => admin.call('message:search', { roomId: 'r', q }));
    await attempt('query', () => session.call('message:searchAll', { q }));
    await attempt('person', () => session.call('user:search', { query: text.slice(0, 100) }));
  }
  const last = await send(admin, `fin de ${batch}`);
  return { root, last, sessions };
};

test('through every panel they are words and nothing else', { timeout: 300_000 }, async () => {
  const { chat, url } = await start();
  const { page, complaints } = await visit({ viewport: { width: 1280, height: 800 } });
  const deeds = await watch(page, url);
  await page.goto(url);
  const field = page.locator('.talk > chat-composer textarea');
  await isReady(page);
  const admin = chat.as({ id: 'admin', name: 'Admin', role: 'admin' });
  const { members } = await admin.call('room:join', { roomId: 'r' });
  const anaId = members.find(({ user }) => user.name === 'Ana')?.user.id ?? '';
  expect(anaId).not.toBe('');

  for (const [at, text] of corpus.entries()) {
    const [batch, within] = [Math.floor(at / perBatch), at % perBatch];
    chat.slash(`b${batch}-${Math.floor(within / 8)}-${within % 8}`, {
      description: text,
      hint: text.slice(0, 100),
      run: () => text,
    });
  }

  const faults: string[] = [];
  const look = async (where: string): Promise<void> => {
    const found = [...(await page.evaluate(unsoundIn)), ...(await page.evaluate(spillsIn))];
    faults.push(...found.map((fault) => `${where}: ${fault}`));
  };
  const picture = async (name: string): Promise<void> => {
    if (folder) await page.screenshot({ path: `${folder}/hostile-${name}.png`, animations: 'disabled' });
  };
  const leadTo = (messageId: string): Promise<void> =>
    page.evaluate((id) => {
      const room = document.querySelector('chat-room') as unknown as { scrollToMessage(id: string): void };
      room.scrollToMessage(id);
    }, messageId);
  const closePanel = async (): Promise<void> => {
    await page.locator('.panel-top button').click();
    await page.locator('.panel').waitFor({ state: 'detached' });
  };

  const taken = new Map<string, number>();
  for (let batch = 0; batch * perBatch < corpus.length; batch += 1) {
    const texts = corpus.slice(batch * perBatch, (batch + 1) * perBatch);
    const { root, last, sessions } = await throwIn(chat, anaId, [...texts], batch, taken);
    await leadTo(last.id);
    await page.locator('[data-message] .text', { hasText: `fin de ${batch}` }).waitFor();
    await page.locator('chat-rooms .invitation').first().waitFor();
    await look(`conversations ${batch}`);
    await picture(`rooms-${batch}`);

    await page.getByRole('button', { name: 'Buscar', exact: true }).click();
    const query = page.locator('chat-search input[type=search]');
    for (const text of texts) await query.fill(text.slice(0, 200));
    await look(`a search ${batch}`);
    await query.fill('aguja');
    await page.locator('chat-search .hit').first().waitFor();
    await look(`hits ${batch}`);
    await picture(`hits-${batch}`);
    await closePanel();

    await page.locator('chat-pin-bar').getByRole('button', { name: 'Mensajes fijados' }).click();
    await page.locator('chat-pins li').nth(2).waitFor();
    await look(`pins ${batch}`);
    await picture(`pins-${batch}`);
    await closePanel();

    const begin = page.locator('.talk > chat-messages [data-message]', { hasText: `raíz ${batch}` });
    await leadTo(root.id);
    await begin.locator('.thread-count').click();
    await page.locator('chat-thread [data-message]').nth(2).waitFor();
    await look(`a thread ${batch}`);
    await picture(`thread-${batch}`);
    await page.setViewportSize({ width: 320, height: 640 });
    await page.locator('chat-thread [data-message]').nth(2).waitFor();
    faults.push(...(await page.evaluate(spillsIn)).map((fault) => `a thread at 320 px ${batch}: ${fault}`));
    await page.setViewportSize({ width: 1280, height: 800 });
    await closePanel();

    await page.locator('.talk > chat-messages .edited').last().click();
    await page.locator('chat-versions li').nth(1).waitFor();
    await look(`versions ${batch}`);
    await picture(`versions-${batch}`);
    await page.keyboard.press('Escape');
    await page.locator('chat-versions').waitFor({ state: 'detached' });

    await page.locator('header .people').click();
    const people = page.locator('chat-members button.person');
    await people.nth(texts.length - 1).waitFor();
    await look(`people ${batch}`);
    await picture(`people-${batch}`);
    for (let at = 0; at < texts.length; at += 6) {
      await people.nth(at).click();
      await page.locator('chat-profile dialog .card').waitFor();
      await look(`a profile ${batch}`);
      if (at === 6) await picture(`profile-${batch}`);
      await page.keyboard.press('Escape');
      await page.locator('chat-profile').waitFor({ state: 'detached' });
    }
    await closePanel();

    await field.fill('');
    await field.pressSequentially('@');
    await page.locator('chat-composer .suggestions [role=option]').first().waitFor();
    await look(`mentions ${batch}`);
    for (let group = 0; group * 8 < texts.length; group += 1) {
      await field.fill('');
      await field.pressSequentially(`/b${batch}-${group}-`);
      await page
        .locator('chat-composer .suggestions [role=option]', { hasText: `/b${batch}-${group}-0` })
        .waitFor();
      await look(`slash commands ${batch}`);
      await field.fill(`/b${batch}-${group}-${group} x`);
      await field.press('Enter');
      await page.locator('chat-composer .slash p').waitFor();
      await look(`an answer ${batch}`);
    }
    await picture(`slash-${batch}`);
    for (const session of sessions) session.close();
    for (const { id: messageId } of (await admin.call('message:pins', { roomId: 'r' })).messages)
      await admin.call('message:unpin', { roomId: 'r', messageId });
  }
  process.stdout.write(`${JSON.stringify(Object.fromEntries(taken))}\n`);
  expect([...new Set(faults)]).toEqual([]);
  expect(deeds).toEqual([]);
  expect(complaints).toEqual([]);
  const few = (most: number, whats: string[]) => whats.filter((what) => (taken.get(what) ?? 0) < most);
  expect(few(140, ['reply', 'private', 'message', 'pin', 'version', 'query'])).toEqual([]);
  expect(few(80, ['name', 'status', 'about', 'field', 'title', 'person'])).toEqual([]);
});
