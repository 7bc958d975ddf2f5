// The chat of an event follows its film: any second of it, after cuts and outages. `SCREENSHOTS=<folder>` keeps pictures.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createChatServer } from '@chat/server';
import { sqliteStorage } from '@chat/server/sqlite';
import type { Page } from 'playwright-core';
import { expect, onTestFinished, test } from 'vitest';
import { countOf, isLong } from '../run-size.ts';
import { createChance } from '../simulation/chance.ts';
import { unhurried } from '../unhurried.ts';
import { picture, useBrowser } from './browser.ts';
import { eventBegins, holdEvent, recordingId, roomId, type Clock, type Event } from './replay-event.ts';
import { makeVideo } from './replay-video.ts';

const { visit } = useBrowser();
const compared = 5;

const size = isLong
  ? { lengthMs: 10_800_000, messages: 20_000, bursts: 100_000, polls: 12, votes: 12 }
  : { lengthMs: 1_800_000, messages: 1_500, bursts: 3_000, polls: 3, votes: 4 };

const html = `<!doctype html><html lang="es"><meta name="viewport" content="width=device-width"><body>
  <video id="film" muted width="320"></video>
  <chat-replay for="film" room="${roomId}" recording="${recordingId}" token="host"></chat-replay>
  <script src="/chat/widget.js"></script>`;

const start = async (): Promise<{ url: string; event: Event }> => {
  const clock: Clock = { now: eventBegins };
  const http = createServer((request, response) => {
    if (request.url === '/') response.setHeader('content-type', 'text/html').end(html);
    else response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  const chat = createChatServer(http, {
    storage: sqliteStorage(':memory:'),
    files: false,
    now: () => clock.now,
    authenticate: ({ token }) => (token === 'host' ? { id: 'host', name: 'Vega', role: 'admin' } : null),
    // 10,000 seeks are more than a person makes.
    limits: { ...unhurried, commandsPerSecond: 10_000, commandBurst: 10_000 },
  });
  onTestFinished(async () => {
    await chat.close();
    http.closeAllConnections();
    http.close();
  });
  const event = await holdEvent(chat, clock, size);
  await chat.as({ id: 'host', name: 'Vega', role: 'admin' }).call('user:block', { userId: 'Eva' });
  return { url: `http://localhost:${(http.address() as AddressInfo).port}/`, event };
};

/** Defines `lastRows(count)` in the page: the last rows of the list as a reader sees them. */
const watchRows = (page: Page) =>
  page.evaluate(() => {
    const digits = (text: string | null | undefined): string => /\d+/.exec(text ?? '')?.[0] ?? '0';
    const rowOf = (row: Element): string => {
      const chips = [...row.querySelectorAll('.reaction')].map(
        (chip) =>
          `${chip.querySelector('.emoji')?.textContent} ${digits(chip.lastElementChild?.textContent)}`,
      );
      const votes = [...row.querySelectorAll('.poll-share .visually-hidden')].map((each) =>
        digits(each.textContent),
      );
      const poll = row.querySelector('.poll') ? [votes.join('/')] : [];
      const text = row.querySelector('.text')?.textContent?.trim();
      return [row.getAttribute('data-key'), text, ...chips, ...poll].join('|');
    };
    Object.assign(globalThis, {
      lastRows: (count: number): string[] => {
        const list = document.querySelector('chat-replay')?.shadowRoot?.querySelector('chat-messages');
        const rows = [...(list?.shadowRoot?.querySelectorAll('[data-message]') ?? [])];
        return rows.slice(-count).map(rowOf);
      },
    });
  });

interface Sought {
  ms: number;
  rows: string[];
}

/** Goes to an offset; returns when the rows were drawn, or after five seconds what was drawn. */
const seek = (page: Page, offset: number, expected: readonly string[]): Promise<Sought> =>
  page.evaluate(
    async ({ offset: to, wanted }) => {
      const { lastRows } = globalThis as unknown as { lastRows(count: number): string[] };
      const video = document.querySelector('video') as HTMLVideoElement;
      const sought = new Promise((resolve) => video.addEventListener('seeking', resolve, { once: true }));
      video.currentTime = to / 1_000;
      await sought;
      const began = performance.now();
      for (;;) {
        const rows = lastRows(wanted.length);
        const ms = performance.now() - began;
        if (ms > 5_000 || rows.join('\n') === wanted.join('\n')) return { ms, rows };
        await new Promise(requestAnimationFrame);
      }
    },
    { offset, wanted: [...expected] },
  );

interface Sample {
  offset: number;
  rows: string[];
  bursts: number;
}

/** Plays for a while, and returns what each frame showed. */
const play = (page: Page, rate: number, forMs: number, count: number): Promise<Sample[]> =>
  page.evaluate(
    async (how) => {
      const { lastRows } = globalThis as unknown as { lastRows(count: number): string[] };
      const video = document.querySelector('video') as HTMLVideoElement;
      const bursts = document.querySelector('chat-replay')?.shadowRoot?.querySelector('chat-bursts');
      video.playbackRate = how.rate;
      await video.play();
      const samples: { offset: number; rows: string[]; bursts: number }[] = [];
      for (const began = performance.now(); performance.now() - began < how.forMs;) {
        await new Promise(requestAnimationFrame);
        samples.push({
          offset: video.currentTime * 1_000,
          rows: lastRows(how.count),
          bursts: bursts?.shadowRoot?.querySelectorAll('span').length ?? 0,
        });
      }
      video.pause();
      return samples;
    },
    { rate, forMs, count },
  );

const percentile = (values: readonly number[], share: number): number =>
  values.toSorted((one, other) => one - other)[Math.ceil(values.length * share) - 1] ?? 0;

test('the chat shown is the chat of each second of a film', { timeout: 3_600_000 }, async () => {
  const { url, event } = await start();
  const { page, complaints } = await visit();
  await page.goto(url);
  await watchRows(page);
  const film = await page.evaluate(makeVideo, Math.ceil(event.length / 1_000));
  await page.evaluate((address) => {
    (document.querySelector('video') as HTMLVideoElement).src = address;
  }, film);
  const list = page.locator('chat-replay chat-messages');
  await list.waitFor();
  // Parts of the widget load with the first messages that need them.
  for (const share of [0.9, 0.5]) {
    await expect
      .poll(async () => (await seek(page, share * event.length, event.rowsAt(share * event.length, 3))).ms)
      .toBeLessThan(5_000);
  }
  // Messages of a user whom the reader has blocked are collapsed.
  await list.locator('.blocked-note').first().waitFor();
  const random = createChance(7);
  const seeks = countOf('seeks in a replay', { short: 60, long: 10_000 });
  const times: number[] = [];
  for (let index = 0; index < seeks; index++) {
    const offset = Math.floor(random.next() * event.length);
    const expected = event.rowsAt(offset, compared);
    const { ms, rows } = await seek(page, offset, expected);
    expect(rows, `at ${offset} ms`).toEqual(expected);
    times.push(ms);
  }
  const figures = [0.5, 0.95, 0.99, 1].map((share) => Math.round(percentile(times, share)));
  const late = times.filter((ms) => ms > 100).length;
  process.stdout.write(
    `drawn after a seek: median, p95, p99, maximum of ${seeks}: ${figures.join(', ')} ms; ${late} above 100 ms\n`,
  );
  expect(percentile(times, 0.5)).toBeLessThan(100);
  await picture(page, 'replay');

  // Playing, at another speed, the list follows within 250 ms.
  const wrong: object[] = [];
  let floated = 0;
  let longest = 0;
  for (const [share, rate] of [
    [0.2, 1],
    [0.6, 2],
  ] as const) {
    const offset = Math.floor(share * event.length);
    await seek(page, offset, event.rowsAt(offset, compared));
    for (const { offset: now, rows, bursts } of await play(page, rate, 4_000, compared)) {
      const lags = Array.from({ length: 53 }, (_, step) => step * 5 - 10);
      const lag = lags.find((ms) => event.rowsAt(now - ms * rate, compared).join('\n') === rows.join('\n'));
      if (lag === undefined) wrong.push({ now, rows });
      longest = Math.max(longest, lag ?? Infinity);
      floated = Math.max(floated, bursts);
    }
  }
  process.stdout.write(`behind the film while it plays: at most ${longest} ms\n`);
  expect(wrong).toEqual([]);
  expect(floated).toBeGreaterThan(0);
  await picture(page, 'replay-playing');

  // Scrolling up loads what was said before.
  const scroller = list.locator('.scroller');
  const loadedRows = () => page.evaluate('lastRows(1e6).length');
  const before = await loadedRows();
  await scroller.evaluate((each) => (each.scrollTop = 0));
  await expect.poll(loadedRows).not.toBe(before);
  expect(complaints).toEqual([]);
});
