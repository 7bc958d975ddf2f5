// Group calls that use only a TURN server: a real coturn, a real Janus and two pages, with a relay that is
// down for a while.
import { networkInterfaces } from 'node:os';
import { janus } from '@chat/server';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { useBrowser } from './browser.ts';
import { fakeDevices, permissions } from './call-pages.ts';
import { startCoturn } from './coturn.ts';
import { flowsFrom, groupCall, pressInCall, startForAll } from './group-call-pages.ts';
import { startJanus } from './janus.ts';
import { ownChat } from './own-chat.ts';

const { visit } = useBrowser(fakeDevices);

/** This machine's address in its network: Janus knows itself by that, and of others takes no loopback. */
const ownIp = (): string | undefined =>
  Object.values(networkInterfaces())
    .flatMap((each) => each ?? [])
    .find(({ family, internal }) => family === 'IPv4' && !internal)?.address;

/** Remembers the connections that a page makes. */
const remember = (page: Page): Promise<unknown> =>
  page.addInitScript(() => {
    const made: RTCPeerConnection[] = [];
    const Native = RTCPeerConnection;
    Object.assign(globalThis, {
      made,
      RTCPeerConnection: class extends Native {
        constructor(...given: ConstructorParameters<typeof Native>) {
          super(...given);
          made.push(this);
        }
      },
    });
  });

/** The kind of this page's end of each way that it uses now: what it sends goes one, what it receives another. */
const ways = (page: Page): Promise<string[]> =>
  page.evaluate(async () => {
    const { made } = globalThis as unknown as { made: RTCPeerConnection[] };
    const used: string[] = [];
    for (const each of made.filter(({ connectionState }) => connectionState === 'connected')) {
      const all = new Map<string, Record<string, unknown>>();
      (await each.getStats()).forEach((entry: { id: string } & Record<string, unknown>) =>
        all.set(entry.id, entry),
      );
      for (const { type, selectedCandidatePairId } of all.values()) {
        if (type !== 'transport') continue;
        const pair = all.get(String(selectedCandidatePairId));
        used.push(String(all.get(String(pair?.['localCandidateId']))?.['candidateType']));
      }
    }
    return used;
  });

test(
  'all media uses only the relay, and the call reconnects after the relay was down',
  { timeout: 300_000 },
  async () => {
    const [engine, coturn] = [await startJanus(), await startCoturn(ownIp())];
    const turn = { urls: coturn.urls, secret: coturn.secret };
    const calls = { group: janus(engine.options), turn, relayOnly: true };
    const own = await ownChat({ calls }, '', engine.options.url);
    const [ana, luis] = [await visit({ permissions }), await visit({ permissions })];
    for (const [{ page }, name] of [
      [ana, 'Ana'],
      [luis, 'Luis'],
    ] as const) {
      await remember(page);
      await own.enter(page, name, 'es');
    }
    await startForAll(ana.page, 'Videollamada en grupo');
    await pressInCall(luis.page, 'Unirse');
    for (const { page } of [ana, luis]) {
      await flowsFrom(page, 1);
      await expect.poll(() => ways(page)).toEqual(['relay', 'relay']);
    }

    await coturn.kill();
    for (const { page } of [ana, luis])
      await groupCall(page).getByText('Reconectando…').waitFor({ timeout: 60_000 });
    await coturn.start();
    for (const { page } of [ana, luis]) {
      await expect
        .poll(() => groupCall(page).getByText('Reconectando…').count(), { timeout: 60_000 })
        .toBe(0);
      await flowsFrom(page, 1);
      expect(new Set(await ways(page))).toEqual(new Set(['relay']));
    }
    expect([...ana.complaints, ...luis.complaints]).toEqual([]);
  },
);
