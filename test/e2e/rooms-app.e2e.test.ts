// The page of the rooms app, which has a strict policy: rooms, mentions, private messages, pictures, with an
// old front end. `SCREENSHOTS=<folder>` keeps pictures.
import sharp from 'sharp';
import { expect, test } from 'vitest';
import { oldFrontEnd } from '../systems/old-front-end.ts';
import { useBrowser } from './browser.ts';
import { startExample } from './example.ts';
import { hears, isReady, say, sent, write } from './portal.ts';
import { button, choose, isAccessible, openRoom, phone, picture, signUp } from './rooms-app.ts';

const { visit } = useBrowser();

test('two users and an old front end share a room', { timeout: 240_000 }, async () => {
  const { url } = await startExample('rooms');
  const [ana, luis] = [await visit({ locale: 'en-GB' }), await visit(phone)];
  await signUp(ana.page, url, 'Ana');
  await ana.page.getByRole('heading', { name: 'You haven’t joined any rooms' }).waitFor();
  await picture(ana.page, 'empty');
  await isAccessible(ana.page);
  await button(ana.page, 'Explore rooms').last().click();
  await ana.page.getByText('No rooms yet.').waitFor();
  await ana.page.getByLabel('New room').fill('Lobby');
  await button(ana.page, 'Create').click();
  await isReady(ana.page);
  await say(ana.page, 'Hello, whoever comes');
  await sent(ana.page, 'Hello, whoever comes');

  // An old front end finds what was made on the page.
  const olga = await oldFrontEnd(url);
  await olga.ask('add_user', { username: 'Olga' });
  expect(await (await fetch(`${url}/rooms`)).json()).toEqual([{ id: 'Lobby', name: 'Lobby', users: 1 }]);
  expect(await olga.ask('join_room', { room: 'Lobby' })).toMatchObject({
    users: expect.arrayContaining([expect.objectContaining({ username: 'Ana' })]) as unknown,
    messages: [{ text: 'Hello, whoever comes', user: { username: 'Ana' } }],
  });

  await signUp(luis.page, url, 'Luis');
  await button(luis.page, 'Explorar salas').first().click();
  await luis.page.getByText('2 en línea').waitFor();
  await picture(luis.page, 'explore-phone');
  await isAccessible(luis.page);
  await luis.page.locator('#found').getByRole('button', { name: 'Lobby' }).click();
  await isReady(luis.page);
  await hears(luis.page, 'Hello, whoever comes');
  await olga.hears('notification', ({ user }: { user?: { username: string } }) => user?.username === 'Luis');
  await olga.ask('send_message', { room: 'Lobby', text: 'Hello from the old page' });
  for (const { page } of [ana, luis]) await hears(page, 'Hello, whoever comes', 'Hello from the old page');
  await picture(luis.page, 'room-phone');
  await isAccessible(luis.page);

  // Luis finds a mention in his list.
  await luis.page.getByRole('button', { name: 'Volver a las conversaciones' }).click();
  await say(ana.page, 'Are you there, @Luis?');
  await luis.page.locator('chat-rooms').getByText('1 mención').waitFor();
  await expect.poll(() => luis.page.title()).toMatch(/^\(1\)/);
  await picture(luis.page, 'list-phone');
  // With text at 200 %, everything in the bar is still there.
  const isInView = await luis.page.evaluate(() => {
    document.documentElement.style.fontSize = '200%';
    const { right = 0 } = document.querySelector('#me')?.getBoundingClientRect() ?? {};
    document.documentElement.style.fontSize = '';
    return right > 0 && right <= innerWidth;
  });
  expect(isInView).toBe(true);
  await isAccessible(luis.page);
  await openRoom(luis.page, 'Lobby');
  await hears(luis.page, 'Hello, whoever comes', 'Hello from the old page', 'Are you there, @Luis?');

  // A private message in the room: Olga hears the next one, and not this.
  await ana.page.getByRole('button', { name: 'Show people' }).click();
  await ana.page.getByRole('button', { name: 'Actions for Luis' }).click();
  await ana.page.getByRole('menuitem', { name: 'Message privately' }).click();
  await ana.page.getByText('Only visible to Luis').waitFor();
  await say(ana.page, 'For you alone');
  const all = ['Hello, whoever comes', 'Hello from the old page', 'Are you there, @Luis?', 'For you alone'];
  await hears(luis.page, ...all);
  await button(ana.page, 'Message everyone').click();
  await say(ana.page, 'For everybody');
  await hears(luis.page, ...all, 'For everybody');
  await olga.hears('receive_message', ({ text }: { text: string }) => text === 'For everybody');
  expect(JSON.stringify(olga.heard)).not.toContain('For you alone');
  await picture(ana.page, 'room');

  // A room of two, from Luis's profile.
  await ana.page.locator('chat-members button.person', { hasText: 'Luis' }).click();
  await button(ana.page, 'Send a message').click();
  await ana.page.locator('chat-room header').getByText('Luis').first().waitFor();
  await say(ana.page, 'Shall we meet?');
  await luis.page.getByRole('button', { name: 'Volver a las conversaciones' }).click();
  await openRoom(luis.page, 'direct');
  await hears(luis.page, 'Shall we meet?');
  expect(await (await fetch(`${url}/rooms`)).json()).toMatchObject([{ id: 'Lobby' }]);

  // A picture, which Luis sees; notification settings.
  await choose(ana.page, 'profile');
  const bytes = await sharp({ create: { width: 64, height: 64, channels: 3, background: '#c2410c' } })
    .png()
    .toBuffer();
  const card = ana.page.locator('chat-profile dialog');
  await card
    .locator('input[type=file]')
    .setInputFiles({ name: 'me.png', mimeType: 'image/png', buffer: bytes });
  await ana.page.locator('#my-picture img').waitFor();
  await picture(ana.page, 'profile');
  await isAccessible(ana.page);
  await ana.page.keyboard.press('Escape');
  await luis.page.locator('chat-room header img').first().waitFor({ state: 'attached' });
  await choose(ana.page, 'notifications');
  const settings = ana.page.getByRole('dialog', { name: 'Notifications' });
  await settings.getByText('In all conversations').waitFor();
  await picture(ana.page, 'notifications');
  await isAccessible(ana.page);
  await settings.getByRole('radio', { name: 'Mentions only' }).check();
  await ana.page.keyboard.press('Escape');
  await settings.waitFor({ state: 'detached' });
  await choose(ana.page, 'notifications');
  await expect.poll(() => settings.getByRole('radio', { name: 'Mentions only' }).isChecked()).toBe(true);
  await ana.page.keyboard.press('Escape');

  // Luis goes; a reload keeps Ana where she was, and she sees when he was last there.
  const kept = () => luis.page.evaluate<string>('JSON.stringify({ ...sessionStorage })');
  await write(luis.page, 'half a word');
  await expect.poll(kept).toContain('half a word');
  await choose(luis.page, 'log-out');
  await luis.page.getByRole('heading', { name: 'Entra en tu cuenta' }).waitFor();
  await expect.poll(kept).not.toContain('half a word');
  await ana.page.reload();
  await isReady(ana.page);
  await hears(ana.page, 'Shall we meet?');
  await openRoom(ana.page, 'Lobby');
  await ana.page.locator('chat-messages').getByText('For you alone').waitFor();
  await ana.page.locator('chat-messages').getByText('Only visible to Luis').waitFor();
  await openRoom(ana.page, 'direct');
  await hears(ana.page, 'Shall we meet?');
  await ana.page.getByRole('button', { name: 'Show people' }).click();
  await ana.page.locator('chat-members button.person', { hasText: 'Luis' }).click();
  await card.getByText('Last seen').waitFor();
  await card.getByText('Offline').waitFor();
  await picture(ana.page, 'last-seen');
  expect([...ana.complaints, ...luis.complaints]).toEqual([]);
});
