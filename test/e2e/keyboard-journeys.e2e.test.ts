// Twelve journeys of guests and hosts, by mouse and by keyboard alone. The keyboard may take 1.5 times the clicks. A press of a
// button of the mouse counts, and each key or chord: Tab and arrows too. Pointing and typing text do not count.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { diskFiles } from '@chat/server';
import type { Page } from 'playwright-core';
import { expect, onTestFinished, test } from 'vitest';
import { isLong, leaveOut } from '../run-size.ts';
import { useBrowser } from './browser.ts';
import { fakeDevices, permissions } from './call-pages.ts';
import { focused, handOf, journeys, list, type Hand, type Scene } from './journeys.ts';
import { ownChat, type OwnChat } from './own-chat.ts';
import { isReady, shows } from './portal.ts';

const { visit } = useBrowser(fakeDevices);
const most = 1.5;

/** A room in which Ana is the owner and Luis has written last; her cursor is in the composer. */
const stage = async (page: Page, { chat }: OwnChat, roomId: string): Promise<Scene> => {
  const root = chat.as({ id: 'root', name: 'Root', role: 'admin' });
  const luis = chat.as({ id: 'luis', name: 'Luis' });
  const id = crypto.randomUUID();
  await root.call('room:create', { roomId, title: roomId });
  await luis.call('room:join', { roomId });
  await luis.call('message:send', { roomId, id, text: 'Hola, soy Luis' });
  await page.evaluate((room) => Object.assign(document.querySelector('chat-room') ?? {}, { room }), roomId);
  const message = list(page).locator('[data-message]', { hasText: 'Hola, soy Luis' });
  await page.locator('chat-room header .title', { hasText: roomId }).waitFor();
  await message.waitFor();
  const ana = async (): Promise<string> => {
    const { members } = await root.call('member:list', { roomId });
    return members.find(({ user }) => user.name === 'Ana')?.user.id ?? '';
  };
  await expect.poll(ana).not.toBe('');
  await root.call('member:update', { roomId, userId: await ana(), role: 'owner' });
  await page.locator('chat-room header .moderation').waitFor({ state: 'attached' });
  await page.locator('.talk chat-composer textarea').focus();
  const report = async (): Promise<unknown> => {
    const eva = chat.as({ id: 'eva', name: 'Eva' });
    await eva.call('room:join', { roomId });
    return eva.call('message:report', { roomId, messageId: id });
  };
  return { page, roomId, message, luis, report };
};

const openChat = async (): Promise<OwnChat> => {
  const folder = await mkdtemp(join(tmpdir(), 'journeys-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return ownChat({ files: diskFiles(folder) });
};

test('a guest enters and writes by keyboard', async () => {
  const own = await openChat();
  const { page, complaints } = await visit();
  await own.enter(page, 'Ana', 'es');
  const enter = async (): Promise<Hand> => {
    const { page: fresh } = await visit();
    await fresh.goto(`${new URL(page.url()).origin}/?name=&lang=es`);
    await fresh.locator('chat-join-form input').waitFor();
    return handOf(fresh);
  };
  // The name, the button to enter, the button to send.
  const clicks = 3;
  const hand = await enter();
  await hand.press('Tab');
  await hand.type('Eva');
  await hand.press('Enter');
  await isReady(hand.page);
  await focused(hand.page, 'textarea');
  await hand.type('Hola');
  await hand.press('Enter');
  await shows(page, 'Hola');
  expect(hand.presses).toBeLessThanOrEqual(most * clicks);
  expect(complaints).toEqual([]);
});

test('each journey of a guest and of a host takes at most half as many keys again as clicks', async () => {
  const own = await openChat();
  const { page, complaints } = await visit({ permissions });
  await own.enter(page, 'Ana', 'es');
  const counts: [string, number][] = [];
  const wrongClicks: string[] = [];
  for (const [at, { name, clicks, prepare, mouse, keyboard, done }] of journeys.entries()) {
    // The clicks of the table are those of the journey.
    if (isLong) {
      const scene = await stage(page, own, `mouse-${at}`);
      const hand = handOf(page);
      await prepare?.(scene);
      await mouse(hand, scene);
      await done(scene);
      if (hand.presses !== clicks) wrongClicks.push(`${name}: ${hand.presses}`);
    }
    const scene = await stage(page, own, `keys-${at}`);
    const hand = handOf(page);
    await prepare?.(scene);
    await keyboard(hand, scene);
    await done(scene);
    counts.push([`${name}: ${hand.presses} keys, ${clicks} clicks`, hand.presses / clicks]);
  }
  if (!isLong) leaveOut(`the journeys by mouse: 0 of ${journeys.length}`);
  expect(wrongClicks).toEqual([]);
  expect(counts.filter(([, ratio]) => ratio > most)).toEqual([]);
  expect(complaints).toEqual([]);
});
