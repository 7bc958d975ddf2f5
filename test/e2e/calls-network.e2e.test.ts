// A video call in the portal and in the messenger, only through a TURN server, over lines that get slow and
// are cut. The caller loses server and relay at once, and returns to the same call when both are back.
import { expect, test } from 'vitest';
import { useBrowser } from './browser.ts';
import { call, fakeDevices, flows, permissions, press, said, start } from './call-pages.ts';
import { meetIn } from './call-systems.ts';
import { startCoturn } from './coturn.ts';
import { startExample } from './example.ts';
import { layLine } from './line.ts';

const { visit } = useBrowser(fakeDevices);

test.for(['citas', 'messenger'] as const)(
  '%s: a call uses only the relay, shows a bad connection, and survives a cut one',
  { timeout: 300_000 },
  async (name) => {
    const coturn = await startCoturn();
    const relay = await layLine(`http://localhost:${coturn.port}`);
    const { url } = await startExample(name, {
      TURN_URL: `turn:127.0.0.1:${relay.port}?transport=tcp`,
      TURN_SECRET: coturn.secret,
      TURN_ONLY: 'on',
    });
    const line = await layLine(url);
    const [{ page: ana, complaints }, { page: luis }] = [
      await visit({ permissions }),
      await visit({ permissions }),
    ];
    await meetIn[name]({ page: ana, url: line.url }, { page: luis, url });
    await start(ana, 'Videollamada');
    await press(luis, 'Contestar');
    for (const page of [ana, luis]) {
      await flows(page);
      await expect.poll(async () => (await said(page)).way).toBe('relay relay');
      await call(page).getByRole('img', { name: 'Buena conexión' }).waitFor();
    }

    // Four times over it, there and back.
    relay.slow(200);
    for (const page of [ana, luis]) await call(page).getByText('Mala conexión').waitFor();
    relay.slow(0);
    for (const page of [ana, luis]) await call(page).getByRole('img', { name: 'Buena conexión' }).waitFor();

    line.cut();
    relay.cut();
    await call(ana).getByText('Reconectando…').waitFor();
    await call(ana).getByRole('button', { name: 'Reconectar' }).waitFor();
    await call(luis).getByText('Ana ha perdido la conexión').waitFor();
    line.mend();
    relay.mend();
    for (const page of [ana, luis]) {
      await expect.poll(async () => (await said(page)).connection, { timeout: 60_000 }).toBe('connected');
      await flows(page);
      expect(
        await call(page)
          .getByText(/Reconectando…|ha perdido la conexión/)
          .count(),
      ).toBe(0);
      // The other's name may arrive after their media; each end is a relay's.
      expect((await said(page)).way).toMatch(/^relay /);
    }

    // It was one call all along.
    await press(luis, 'Colgar');
    for (const page of [ana, luis])
      await expect
        .poll(() => page.locator('chat-messages .call-line').allInnerTexts())
        .toEqual([expect.stringMatching(/^Videollamada · \d:\d\d$/)]);
    expect(complaints).toEqual([]);
  },
);
