// The controls of a call in a group call through a real Janus, and the errors when Janus is down.
import { janus } from '@chat/server';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { longTest } from '../long-test.ts';
import { useBrowser } from './browser.ts';
import { fakeDevices, permissions } from './call-pages.ts';
import { flowsFrom, groupCall, pressInCall, startForAll, tile } from './group-call-pages.ts';
import { startJanus } from './janus.ts';
import { ownChat } from './own-chat.ts';

const { visit } = useBrowser([...fakeDevices, '--auto-select-desktop-capture-source=Entire screen']);

const two = async () => {
  const engine = await startJanus();
  const { enter } = await ownChat({ calls: { group: janus(engine.options) } }, '', engine.options.url);
  const [ana, luis] = [await visit({ permissions }), await visit({ permissions })];
  await enter(ana.page, 'Ana', 'es');
  await enter(luis.page, 'Luis', 'es');
  return { engine, ana: ana.page, luis: luis.page, complaints: [ana.complaints, luis.complaints] };
};

/** The media that this page sends. */
const ownTracks = (page: Page) =>
  groupCall(page).evaluate((element) => {
    const player = element.shadowRoot?.querySelector<HTMLVideoElement>('.tile:last-child video');
    return ((player?.srcObject ?? null) as MediaStream | null)?.getTracks().map((track) => {
      const { kind } = track;
      return { kind, deviceId: track.getSettings().deviceId };
    });
  });
const deviceOf = async (page: Page, kind: 'audio' | 'video') =>
  (await ownTracks(page))?.find((track) => track.kind === kind)?.deviceId;

longTest(
  'a group call has device selection, screen sharing and a quality indicator',
  { timeout: 240_000 },
  async () => {
    const { ana, luis, complaints } = await two();
    await startForAll(ana, 'Videollamada en grupo');
    await pressInCall(luis, 'Unirse');
    for (const page of [ana, luis]) await flowsFrom(page, 1);
    await groupCall(luis)
      .getByRole('img', { name: /conexión/i })
      .waitFor();

    await pressInCall(ana, 'Dispositivos');
    for (const [kind, name] of [
      ['video', 'Cámara'],
      ['audio', 'Micrófono'],
    ] as const) {
      const choice = groupCall(ana).getByRole('combobox', { name });
      await expect.poll(() => choice.locator('option').count()).toBeGreaterThan(1);
      const before = await deviceOf(ana, kind);
      expect(await choice.inputValue()).toBe(before);
      const other = await choice.locator('option').last().getAttribute('value');
      expect(other).not.toBe(before);
      await choice.selectOption(other);
      await expect.poll(() => deviceOf(ana, kind)).toBe(other);
    }
    expect(await groupCall(ana).getByRole('combobox', { name: 'Altavoz' }).count()).toBe(1);
    await flowsFrom(luis, 1);
    await ana.keyboard.press('Escape');

    // A notice names the unplugged device and its replacement.
    await groupCall(ana).evaluate((element) => {
      const player = element.shadowRoot?.querySelector<HTMLVideoElement>('.tile:last-child video');
      const sent = (player?.srcObject ?? null) as MediaStream | null;
      for (const track of sent?.getAudioTracks() ?? []) {
        track.stop();
        track.dispatchEvent(new Event('ended'));
      }
    });
    await groupCall(ana)
      .getByText(/^Se ha desconectado el micrófono\. Ahora se usa Fake .+\.$/)
      .waitFor();
    await flowsFrom(luis, 1);

    const screen = groupCall(ana).getByRole('button', { name: 'Compartir pantalla' });
    await screen.click();
    await tile(luis, /Ana.*compartiendo pantalla/).waitFor();
    await flowsFrom(luis, 1);
    await screen.click();
    await tile(luis, /compartiendo pantalla/).waitFor({ state: 'detached' });
    await flowsFrom(luis, 1);
    for (const each of complaints) expect(each).toEqual([]);
  },
);

longTest(
  'users who start, join or are in a call see that the engine is down, and can retry',
  { timeout: 240_000 },
  async () => {
    const { engine, ana, luis } = await two();
    const away = 'El servidor de llamadas no responde';
    await engine.kill();
    await startForAll(ana, 'Llamada de voz en grupo');
    await ana.getByText(away).waitFor();
    expect(await groupCall(ana).getByRole('button').count()).toBe(0);
    await engine.start();
    await startForAll(ana, 'Llamada de voz en grupo');
    const join = groupCall(luis).getByRole('button', { name: 'Unirse' });
    await join.waitFor();
    await engine.kill();
    await join.click();
    await groupCall(luis).getByText(away).waitFor();
    await groupCall(ana).getByText(away).waitFor();
    await pressInCall(ana, 'Reconectar');
    await engine.start();
    await join.click();
    for (const page of [ana, luis]) {
      await groupCall(page).getByText(away).waitFor({ state: 'detached' });
      await expect.poll(() => tile(page, /conectando/i).count(), { timeout: 45_000 }).toBe(0);
      await expect.poll(() => tile(page, /./).count()).toBe(2);
    }
  },
);

test('the element works on its own, anywhere in a page', { timeout: 240_000 }, async () => {
  const { ana, luis, complaints } = await two();
  await startForAll(ana, 'Videollamada en grupo');
  await luis.evaluate(() => {
    const { Chat } = globalThis as unknown as { Chat: { createChatClient(options: object): unknown } };
    const client = Chat.createChatClient({ url: location.origin, name: 'Eva', storage: false });
    const alone = document.createElement('chat-group-call');
    document.body.replaceChildren(alone);
    Object.assign(alone, { client, room: 'plaza' });
  });
  await groupCall(luis).getByText('Llamada en curso · 1 persona').waitFor();
  await pressInCall(luis, 'Unirse');
  for (const page of [ana, luis]) await flowsFrom(page, 1);
  await tile(ana, /Eva/).waitFor();
  for (const each of complaints) expect(each).toEqual([]);
});
