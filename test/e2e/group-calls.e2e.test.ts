// Group calls: three pages in a real Janus gateway, under a policy that allows only that gateway.
import type { ChatServerOptions } from '@chat/server';
import { janus } from '@chat/server';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { longTest } from '../long-test.ts';
import { violations } from './axe.ts';
import { useBrowser } from './browser.ts';
import { fakeDevices, permissions } from './call-pages.ts';
import { flowsFrom, groupCall, pressInCall, startForAll, tile } from './group-call-pages.ts';
import { startJanus, type Janus } from './janus.ts';
import { ownChat } from './own-chat.ts';

const { visit } = useBrowser(fakeDevices);

/** Ana, Luis and Eva in one room. */
const three = async (engine: Janus, options: ChatServerOptions = {}) => {
  const calls = { group: janus(engine.options) };
  const own = await ownChat({ calls, ...options }, '', engine.options.url);
  const complaints: string[][] = [];
  const enter = async (name: string): Promise<Page> => {
    const come = await visit({ permissions });
    await own.enter(come.page, name, 'es');
    complaints.push(come.complaints);
    return come.page;
  };
  return {
    own,
    complaints,
    enter,
    ana: await enter('Ana'),
    luis: await enter('Luis'),
    eva: await enter('Eva'),
  };
};

test(
  'three users see and hear each other, and the last one to leave ends the call',
  { timeout: 240_000 },
  async () => {
    const engine = await startJanus();
    const { ana, luis, eva, complaints } = await three(engine);
    await startForAll(ana, 'Videollamada en grupo');
    await groupCall(ana).getByText('No hay nadie más en la llamada').waitFor();
    for (const page of [luis, eva]) await pressInCall(page, 'Unirse');
    for (const page of [ana, luis, eva]) {
      await flowsFrom(page, 2);
      await expect.poll(() => tile(page, /./).count()).toBe(3);
    }
    expect(await engine.rooms()).toMatchObject([{ people: 3 }]);
    // The rest of the page is bare.
    expect((await violations(ana)).filter((each) => each.includes('chat-group-call'))).toEqual([]);

    // All members learn of a shared screen, also after a reload.
    await pressInCall(luis, 'Micrófono');
    await tile(ana, 'Luis, micrófono apagado').waitFor();
    await pressInCall(luis, 'Cámara');
    await expect.poll(() => tile(ana, /Luis/).locator('video').isVisible()).toBe(false);
    await eva.reload();
    await tile(eva, 'Luis, micrófono apagado').waitFor();
    await pressInCall(luis, 'Cámara');
    await pressInCall(luis, 'Micrófono');
    for (const page of [ana, luis, eva]) await flowsFrom(page, 2);

    await pressInCall(eva, 'Colgar');
    await groupCall(eva).getByRole('button', { name: 'Unirse' }).waitFor();
    await expect.poll(() => tile(ana, /Eva/).count()).toBe(0);
    await flowsFrom(ana, 1);
    await pressInCall(luis, 'Colgar');
    await pressInCall(ana, 'Colgar');
    await eva
      .locator('chat-messages')
      .getByText(/Videollamada en grupo · \d+:\d\d · 3 personas/)
      .waitFor();
    await expect.poll(() => engine.rooms()).toEqual([]);
    expect(complaints.flat()).toEqual([]);
  },
);

longTest('a group call reconnects after its engine was down', { timeout: 240_000 }, async () => {
  const engine = await startJanus();
  const { ana, luis } = await three(engine);
  await startForAll(ana, 'Videollamada en grupo');
  await pressInCall(luis, 'Unirse');
  for (const page of [ana, luis]) await flowsFrom(page, 1);
  await engine.kill();
  for (const page of [ana, luis]) await groupCall(page).getByText('Reconectando…').waitFor();
  await groupCall(ana).getByText('El servidor de llamadas no responde').waitFor();
  await engine.start();
  for (const page of [ana, luis]) {
    await expect.poll(() => groupCall(page).getByText('Reconectando…').count(), { timeout: 60_000 }).toBe(0);
    await flowsFrom(page, 1);
  }
});

longTest('a closed page leaves the call, and a full call rejects others', { timeout: 240_000 }, async () => {
  const engine = await startJanus();
  const { ana, luis, eva } = await three(engine, { limits: { maxCallPeople: 2, callGraceMs: 1_000 } });
  await startForAll(ana, 'Llamada de voz en grupo');
  await pressInCall(luis, 'Unirse');
  await expect.poll(() => tile(ana, /./).count()).toBe(2);
  await pressInCall(eva, 'Unirse');
  await groupCall(eva).getByText('Esta llamada está llena').waitFor();
  await luis.close();
  await groupCall(ana).getByText('No hay nadie más en la llamada').waitFor();
  await pressInCall(eva, 'Unirse');
  await expect.poll(() => tile(ana, /Eva/).count()).toBe(1);
  await ana.close();
  await eva.close();
  await expect.poll(() => engine.rooms(), { timeout: 30_000 }).toEqual([]);
});
