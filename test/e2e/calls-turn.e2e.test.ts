// Calls that use only a TURN server: a real coturn and two pages, with a relay that refuses or is down for a
// while.
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { firstOf, turnOf } from '../run-size.ts';
import { longTest } from '../long-test.ts';
import type { ChatServerOptions } from '@chat/server';
import { useBrowser } from './browser.ts';
import { call, fakeDevices, flows, permissions, press, said, start } from './call-pages.ts';
import { startCoturn, type Coturn } from './coturn.ts';
import { ownChat } from './own-chat.ts';

const { visit } = useBrowser(fakeDevices);
const hour = 3_600_000;

/** Ana and Luis in one room, with a call that has been answered. */
const calling = async (
  { urls, secret }: Coturn,
  options: ChatServerOptions = {},
  beforeAnswer?: (caller: Page) => Promise<unknown>,
) => {
  const own = await ownChat({ calls: { turn: { urls, secret }, relayOnly: true }, ...options });
  const [ana, luis] = [await visit({ permissions }), await visit({ permissions })];
  await own.enter(ana.page, 'Ana', 'es');
  await own.enter(luis.page, 'Luis', 'es');
  await start(ana.page, 'Videollamada');
  await beforeAnswer?.(ana.page);
  await press(luis.page, 'Contestar');
  return { ana: ana.page, luis: luis.page, own };
};

// That all of them do where the server says so is in `calls-network`.
test('`relay-only` sends one user through the relay, and not the other', { timeout: 90_000 }, async () => {
  const coturn = await startCoturn();
  const { urls, secret } = coturn;
  const ask = (page: Page) => call(page).evaluate((element) => element.setAttribute('relay-only', ''));
  const { ana, luis } = await calling(coturn, { calls: { turn: { urls, secret } } }, ask);
  for (const page of [ana, luis]) await flows(page);
  expect((await said(ana)).way).toMatch(/^relay /);
  // Luis learns only the relay's address, not Ana's.
  expect((await said(luis)).way).toMatch(/^(?!relay )\w+ (?!host$)\w+$/);
});

const refusals = [
  ['a secret that is not the relay’s', (coturn: Coturn) => ({ ...coturn, secret: 'another' }), 0],
  ['a password that has expired', (coturn: Coturn) => coturn, -2 * hour],
] as const;

test.for(turnOf('refusals of a relay', refusals, 1))(
  '%s gives no connection, and both pages say so',
  { timeout: 90_000 },
  async ([, make, ahead]) => {
    const { ana, luis } = await calling(make(await startCoturn()), { now: () => Date.now() + ahead });
    for (const page of [ana, luis]) {
      await call(page).getByText('El servidor de retransmisión rechazó la llamada').waitFor();
      expect(await said(page)).toMatchObject({
        connection: 'connecting',
        trouble: 'relay_refused',
        frames: 0,
      });
    }
  },
);

longTest('a call reconnects after its relay was down', { timeout: 150_000 }, async () => {
  const coturn = await startCoturn();
  const { ana, luis } = await calling(coturn);
  for (const page of [ana, luis]) await flows(page);
  await coturn.kill();
  for (const page of [ana, luis]) {
    await call(page).getByText('Reconectando…').waitFor();
    await call(page).getByRole('button', { name: 'Reconectar' }).waitFor();
  }
  await call(ana).getByText('Seguimos intentándolo…').waitFor({ timeout: 30_000 });
  await coturn.start();
  for (const page of [ana, luis]) {
    await expect.poll(async () => (await said(page)).connection, { timeout: 60_000 }).toBe('connected');
    await flows(page);
    expect(await call(page).getByText('Reconectando…').count()).toBe(0);
    expect(await call(page).getByRole('button', { name: 'Reconectar' }).count()).toBe(0);
  }
});

test.for(firstOf('users who restart a call', ['Ana', 'Luis'], 0))(
  '%s reconnects by a button, and media flows again in both directions',
  { timeout: 90_000 },
  async (who) => {
    const { ana, luis } = await calling(await startCoturn());
    for (const page of [ana, luis]) await flows(page);
    // Enough that the next connection is seen while it has fewer.
    await expect.poll(async () => (await said(ana)).frames, { timeout: 30_000 }).toBeGreaterThan(60);
    const before = await said(ana);
    const page = who === 'Ana' ? ana : luis;
    await press(page, 'Dispositivos');
    await press(page, 'Reconectar');
    // Another connection has counted nothing yet.
    await expect.poll(async () => (await said(ana)).frames, { timeout: 30_000 }).toBeLessThan(before.frames);
    for (const each of [ana, luis]) {
      await expect.poll(async () => (await said(each)).connection, { timeout: 30_000 }).toBe('connected');
      await flows(each);
    }
  },
);
