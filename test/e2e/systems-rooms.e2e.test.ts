// The rooms app as it starts: its own page and two old front ends in one room.
import { expect, test } from 'vitest';
import { oldFrontEnd } from '../systems/old-front-end.ts';
import { useBrowser } from './browser.ts';
import { startExample } from './example.ts';
import { showsPeople } from './people-shown.ts';
import { hears, isReady, say } from './portal.ts';
import { button, choose, signUp } from './rooms-app.ts';

const { visit } = useBrowser();
const anyString = expect.any(String) as string;
const room = 'Lobby';
const dot =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';

interface Told {
  type: string;
  text: string;
  user?: { username: string };
}
const tells = (type: string, username: string) => (told: Told) =>
  told.type === type && told.user?.username === username;
const says = (text: string) => (told: Told) => told.text === text;

test('the page and two old front ends share a room', { timeout: 180_000 }, async () => {
  const { url } = await startExample('rooms');
  const [olga, iris] = [await oldFrontEnd(url), await oldFrontEnd(url)];
  const { token } = (await olga.ask('add_user', { username: 'olga' })) as { token: string };
  await iris.ask('add_user', { username: 'iris' });
  const made = await fetch(`${url}/rooms`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ name: room }),
  });
  expect(made.status).toBe(201);
  for (const old of [olga, iris]) expect(await old.ask('join_room', { room })).toMatchObject({ ok: true });

  const { page, complaints } = await visit({ locale: 'en-GB' });
  await signUp(page, url, 'ana');
  await button(page, 'Explore rooms').last().click();
  await page.locator('#found').getByRole('button', { name: room }).click();
  await isReady(page);
  for (const old of [olga, iris])
    expect(await old.hears('notification', tells('join', 'ana'))).toEqual({
      type: 'join',
      room,
      user: { id: anyString, username: 'ana' },
    });
  await showsPeople(page, 'ana', 'iris', 'olga');
  const users = async () => ((await (await fetch(`${url}/rooms`)).json()) as { users: number }[])[0]?.users;
  expect(await users()).toBe(3);
  // Her name is hers, in whichever way one comes.
  const other = await oldFrontEnd(url);
  expect(await other.ask('add_user', { username: 'Ana' })).toMatchObject({ ok: false, error: 'name_taken' });
  expect(await other.hears('notification')).toEqual({
    type: 'error',
    code: 'name_taken',
    message: anyString,
  });

  // Each sees the other's messages, pictures too.
  await olga.ask('send_message', { room, text: 'good morning' });
  await hears(page, 'good morning');
  await say(page, 'from the page');
  for (const old of [olga, iris])
    expect(await old.hears('receive_message', says('from the page'))).toMatchObject({
      room,
      user: { username: 'ana' },
      at: anyString,
    });
  await iris.ask('send_message', { room, text: 'a dot', image: `data:image/png;base64,${dot}` });
  await hears(page, 'good morning', 'from the page', 'a dot');
  await expect
    .poll(() =>
      page
        .locator('chat-messages img')
        .evaluateAll((all) => all.some((each) => (each as HTMLImageElement).naturalWidth > 0)),
    )
    .toBe(true);

  // One leaves and one is lost; then the page goes.
  await iris.ask('leave_room', { room });
  await olga.hears('notification', tells('leave', 'iris'));
  await showsPeople(page, 'ana', 'olga');
  await iris.ask('join_room', { room });
  await olga.hears('notification', tells('join', 'iris'));
  olga.socket.io.engine.close();
  await showsPeople(page, 'ana', 'iris');
  await choose(page, 'log-out');
  expect(await iris.hears('notification', tells('leave', 'ana'))).toMatchObject({ room });
  await expect.poll(users).toBe(1);
  expect(complaints).toEqual([]);
});
