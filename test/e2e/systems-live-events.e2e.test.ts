// The live events as they start: their own page, in Spanish, and two old front ends in one event.
import { expect, test } from 'vitest';
import { oldFrontEnd } from '../systems/old-front-end.ts';
import { useBrowser } from './browser.ts';
import { startExample } from './example.ts';
import { showsPeople } from './people-shown.ts';
import { hears, isReady, say, shows, write } from './portal.ts';

const { visit } = useBrowser();
const anyString = expect.any(String) as string;

test('the page and two old front ends share an event', { timeout: 180_000 }, async () => {
  const { url } = await startExample('live-events');
  const made = await fetch(`${url}/api/events`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ title: 'Concierto' }),
  });
  const { id: eventId } = (await made.json()) as { id: string };
  const event = async () =>
    (await (await fetch(`${url}/api/events/${eventId}`)).json()) as { participants: number };
  const [ana, ben] = [await oldFrontEnd(url), await oldFrontEnd(url)];
  await ana.ask('joinEvent', { username: 'Ana', eventId });
  await ben.ask('joinEvent', { username: 'Ben', eventId });
  const { page, complaints } = await visit();
  const enterAs = async (name: string) => {
    await page.goto(url);
    await page.getByLabel('Tu nombre').fill(name);
    await page.getByRole('button', { name: /Concierto/ }).click();
  };

  await enterAs('Ana');
  await shows(page, 'Ese nombre ya está en uso.');
  await enterAs('Eva');
  await isReady(page);
  const eva = { userId: anyString, username: 'Eva', participants: 3 };
  const isEva = ({ username }: { username: string }) => username === 'Eva';
  for (const old of [ana, ben]) expect(await old.hears('userJoined', isEva)).toEqual(eva);
  await showsPeople(page, 'Ana', 'Ben', 'Eva');
  expect(await event()).toMatchObject({ participants: 3 });
  // The page says itself what the chat does not, in the same language.
  await page.getByRole('heading', { name: 'Eventos en directo' }).waitFor();
  await page.locator('#about', { hasText: '3 en línea' }).waitFor();
  expect(await page.evaluate(() => document.documentElement.lang)).toBe('es');

  // Each sees the other's messages and typing.
  await ana.ask('sendMessage', { eventId, message: 'buenas noches' });
  await hears(page, 'buenas noches');
  // A server that is busy passes over what is of the moment: a person goes on typing.
  await expect
    .poll(
      () => {
        ben.socket.emit('typing', { eventId, isTyping: true });
        return page.getByText('Ben está escribiendo').isVisible();
      },
      { timeout: 30_000 },
    )
    .toBe(true);
  const typing = ({ heard }: typeof ana) =>
    heard.find(([name, said]) => name === 'userTyping' && isEva(said as { username: string }))?.[1];
  for (const old of [ana, ben]) {
    await expect.poll(() => write(page, 'ya').then(() => typing(old)), { timeout: 30_000 }).toBeDefined();
    expect(typing(old)).toEqual({ userId: anyString, username: 'Eva', isTyping: true });
  }
  await say(page, 'ya empieza');
  for (const old of [ana, ben])
    expect(
      await old.hears('newMessage', ({ message }: { message: string }) => message === 'ya empieza'),
    ).toMatchObject({ username: 'Eva', timestamp: anyString });
  await hears(page, 'buenas noches', 'ya empieza');

  // A new visitor gets the messages and the list of users.
  const leo = await oldFrontEnd(url);
  await leo.ask('joinEvent', { username: 'Leo', eventId });
  const history = (await leo.hears('eventHistory')) as {
    messages: { message: string }[];
    participants: { username: string }[];
  };
  expect(history.messages.map(({ message }) => message)).toEqual(['buenas noches', 'ya empieza']);
  expect(history.participants.map(({ username }) => username).toSorted()).toEqual([
    'Ana',
    'Ben',
    'Eva',
    'Leo',
  ]);
  await ana.ask('getActiveEvents');
  expect(await ana.hears('activeEvents')).toMatchObject([{ id: eventId, participants: 4 }]);

  // One leaves, one line is lost; then the page does both.
  await ben.ask('leaveEvent', { eventId });
  expect(await leo.hears('userLeft')).toEqual({ userId: anyString, username: 'Ben', participants: 3 });
  ana.socket.io.engine.close();
  await showsPeople(page, 'Eva', 'Leo');
  expect(
    await leo.hears('userLeft', ({ username }: { username: string }) => username === 'Ana'),
  ).toMatchObject({ participants: 2 });
  expect(complaints).toEqual([]);
  await page.context().close();
  expect(await leo.hears('userLeft', isEva)).toMatchObject({ participants: 1 });
  await expect.poll(async () => (await event()).participants).toBe(1);
});
