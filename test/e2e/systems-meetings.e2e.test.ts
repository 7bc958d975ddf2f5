// The meetings as they start: their own page and two old front ends in one meeting.
import { expect, test } from 'vitest';
import { askMeetings, secret, tokenOf } from '../systems/meeting-tokens.ts';
import { oldFrontEnd } from '../systems/old-front-end.ts';
import { useBrowser } from './browser.ts';
import { startExample } from './example.ts';
import { showsPeople } from './people-shown.ts';
import { hears, isReady, say } from './portal.ts';

const { visit } = useBrowser();
const anyString = expect.any(String) as string;

interface Told {
  text: string;
  user: { id: string };
}

test('the page and two old front ends share a meeting', { timeout: 180_000 }, async () => {
  const { url } = await startExample('meetings', { JWT_SECRET: secret });
  const [ana, ben, eva] = await Promise.all([
    tokenOf({ sub: 'u-ana', name: 'Ana' }),
    tokenOf({ id: 'u-ben', name: 'Ben' }),
    tokenOf({ sub: 'u-eva', name: 'Eva' }),
  ]);
  const ask = askMeetings(url);
  const meetingId = String((await ask(ana, 'POST', '', { title: 'Planning' })).body['id']);
  const [one, other] = [await oldFrontEnd(url, { token: ana }), await oldFrontEnd(url, { token: ben })];
  for (const old of [one, other])
    expect(await old.ask('join-meeting', { meetingId })).toMatchObject({ ok: true });

  const { page, complaints } = await visit({ locale: 'en-GB' });
  const enter = async () => {
    await page.goto(`${url}/?meeting=${meetingId}`);
    await page.getByLabel('Access token').fill(eva);
    await page.getByRole('button', { name: 'Join' }).click();
    await isReady(page);
  };
  await enter();
  const isEva = ({ user }: Told) => user.id === 'u-eva';
  for (const old of [one, other])
    expect(await old.hears('user-joined', isEva)).toEqual({ meetingId, user: { id: 'u-eva', name: 'Eva' } });
  await showsPeople(page, 'Ana', 'Ben', 'Eva');

  // Each sees the other's messages.
  await one.ask('send-message', { meetingId, text: 'good morning' });
  await hears(page, 'good morning');
  await say(page, 'from the page');
  for (const old of [one, other])
    expect(await old.hears('receive-message', isEva)).toEqual({
      id: anyString,
      meetingId,
      user: { id: 'u-eva', name: 'Eva' },
      text: 'from the page',
      at: anyString,
    });
  await hears(page, 'good morning', 'from the page');

  // The page leaves, and is back; one leaves and one is lost.
  await page.getByRole('button', { name: 'Leave' }).click();
  expect(await one.hears('user-left', isEva)).toEqual({ meetingId, user: { id: 'u-eva', name: 'Eva' } });
  await enter();
  await other.ask('leave-meeting', { meetingId });
  await showsPeople(page, 'Ana', 'Eva');
  expect(await one.hears('user-left', ({ user }: Told) => user.id === 'u-ben')).toMatchObject({ meetingId });
  one.socket.io.engine.close();
  await showsPeople(page, 'Eva');

  // It ends for everybody in it, and is there for nobody after that.
  const again = await oldFrontEnd(url, { token: ben });
  expect(await again.ask('join-meeting', { meetingId })).toMatchObject({ ok: true });
  expect(await ask(ana, 'PUT', `/${meetingId}/end`)).toMatchObject({ status: 200 });
  expect(await again.hears('meeting-ended')).toEqual({ meetingId });
  await page.getByText('The meeting has ended. Messages disappear').waitFor();
  expect(await again.ask('join-meeting', { meetingId })).toMatchObject({ ok: false, error: 'room_ended' });
  expect(await again.hears('error')).toEqual({ code: 'room_ended', message: anyString });
  expect(complaints).toEqual([]);
});
