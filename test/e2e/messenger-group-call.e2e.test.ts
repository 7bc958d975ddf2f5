// A group call in the messenger, through a real Janus from its environment, under the page's own policy.
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { useBrowser } from './browser.ts';
import { fakeDevices, permissions } from './call-pages.ts';
import { startExample } from './example.ts';
import { flowsFrom, groupCall, pressInCall, startForAll, tile } from './group-call-pages.ts';
import { startJanus } from './janus.ts';
import { createGroup, openRoom, signUp, writeTo } from './messenger-pages.ts';

const { visit } = useBrowser(fakeDevices);

test('three members of a group call each other from the page', { timeout: 300_000 }, async () => {
  const engine = await startJanus();
  const { url, adminUrl, adminSecret, tokenSecret, adminKey = '' } = engine.options;
  const messenger = await startExample('messenger', {
    JANUS_URL: url,
    JANUS_ADMIN_URL: adminUrl,
    JANUS_ADMIN_SECRET: adminSecret,
    JANUS_TOKEN_SECRET: tokenSecret,
    JANUS_ADMIN_KEY: adminKey,
  });
  const names = ['Ana', 'Luis', 'Eva'];
  const visits = [await visit({ permissions }), await visit({ permissions }), await visit({ permissions })];
  const [ana, luis, eva] = visits.map(({ page }) => page) as [Page, Page, Page];
  for (const [index, { page }] of visits.entries()) await signUp(page, messenger.url, names[index] ?? '');
  await createGroup(ana, 'Luis', 'Eva');
  await openRoom(luis, /Viaje/);

  await startForAll(ana, 'Videollamada en grupo');
  await pressInCall(luis, 'Unirse');
  // A member in another room, or in none, joins from the list.
  const notice = eva.locator('chat-call-notices').getByRole('group', { name: 'Viaje' });
  await notice.getByText(/Llamada en curso · \d personas?/).waitFor();
  await notice.getByRole('button', { name: 'Unirse' }).click();
  await eva.locator('chat-room header').getByText('Viaje').waitFor();
  for (const page of [ana, luis, eva]) {
    await flowsFrom(page, 2);
    await expect.poll(() => tile(page, /./).count()).toBe(3);
  }
  expect(await engine.rooms()).toMatchObject([{ people: 3 }]);

  // Luis looks at something else meanwhile, and goes on hearing and seeing the others.
  await writeTo(luis, 'Bot');
  await luis.locator('chat-room header').getByRole('heading', { name: 'Bot' }).waitFor();
  const elsewhere = luis.locator('chat-call-notices').getByRole('region', { name: 'Viaje' });
  await elsewhere.locator('chat-group-call').getByRole('button', { name: 'Micrófono' }).waitFor();
  await flowsFrom(luis, 2);
  await elsewhere.getByRole('button', { name: 'Ir a la conversación' }).click();
  await elsewhere.waitFor({ state: 'detached' });
  await flowsFrom(luis, 2);

  for (const page of [luis, eva, ana]) await pressInCall(page, 'Colgar');
  for (const page of [ana, luis, eva])
    await page
      .locator('chat-messages')
      .getByText(/Videollamada en grupo · \d+:\d\d · 3 personas/)
      .waitFor();
  await groupCall(ana).getByRole('button', { name: 'Unirse' }).waitFor({ state: 'detached' });
  await expect.poll(() => engine.rooms()).toEqual([]);
  for (const { complaints } of visits) expect(complaints).toEqual([]);
});
