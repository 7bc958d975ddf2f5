// `npm run bench -- widget`: what a long room and a busy one cost the page, in Chromium. Prints; docs/performance.md tells of it.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import type { ChatClient, createChatClient } from '@chat/client';
import { createChatServer, type Session } from '@chat/server';
import { chromium, type CDPSession } from 'playwright-core';
import { chromiumArgs, findChromium } from '../scripts/chromium.mjs';
import { textTable } from './report/table.ts';
import { measureInteractions } from './widget-interactions.ts';

const held = 10_000;
const appends = 100;
const perSecond = 200;
const seconds = 10;
const words = 'Buenos días a todos, empezamos en cinco minutos con la lista de la cita'.split(' ');

const http = createServer((request, response) => {
  if (request.url !== '/') return;
  response
    .setHeader('content-type', 'text/html')
    .end('<!doctype html><html lang="es"><body><script src="/chat/widget.js"></script>');
});
await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
const chat = createChatServer(http);
const url = `http://127.0.0.1:${(http.address() as AddressInfo).port}`;
let sent = 0;
const say = (session: Session): Promise<unknown> =>
  session.call('message:send', {
    roomId: 'r',
    id: crypto.randomUUID(),
    text: `${words.slice(0, 1 + (sent++ % words.length)).join(' ')} ${sent}`,
  });
const luis = chat.as({ id: 'luis', name: 'Luis' });
await luis.call('room:join', { roomId: 'r' });
while (sent < held) await Promise.all(Array.from({ length: 100 }, () => say(luis)));

const browser = await chromium.launch({ executablePath: findChromium() ?? '', args: chromiumArgs });
const page = await browser.newPage({ viewport: { width: 480, height: 800 } });
const metrics: CDPSession = await page.context().newCDPSession(page);
// Time of this thread's own: what else the machine does is no work of the page.
await metrics.send('Performance.enable', { timeDomain: 'threadTicks' });
/** The work of the page's main thread so far, ms. */
const worked = async (): Promise<number> => {
  const all = await metrics.send('Performance.getMetrics');
  return (all.metrics.find(({ name }) => name === 'TaskDuration')?.value ?? 0) * 1000;
};
const frames = (count: number): Promise<unknown> =>
  page.evaluate(async (left) => {
    for (let frame = 0; frame < left; frame++) await new Promise((resolve) => requestAnimationFrame(resolve));
  }, count);

await page.goto(url);
// All of it is held by the client before there is an element, and the chunks of the first view are there.
await page.evaluate(async () => {
  const global = globalThis as unknown as {
    Chat: { createChatClient: typeof createChatClient };
    chatClient: unknown;
  };
  const client = global.Chat.createChatClient({ name: 'Ana', storage: false });
  const room = client.room('r');
  await room.join();
  while (room.messages.get().hasOlder) await room.messages.loadOlder(100);
  global.chatClient = client;
});
const show = (): Promise<void> =>
  page.evaluate(async () => {
    const { chatClient } = globalThis as unknown as { chatClient: ChatClient };
    const made = document.createElement('chat-room');
    const element = made as HTMLElement & { client: ChatClient; room: string };
    document.querySelector('chat-room')?.remove();
    element.client = chatClient;
    element.room = 'r';
    element.style.height = '700px';
    document.body.append(element);
    const drawn = () =>
      element.shadowRoot?.querySelector('chat-messages')?.shadowRoot?.querySelector('[data-message]');
    while (!drawn()) await new Promise((resolve) => requestAnimationFrame(resolve));
  });
await show();
await frames(30);
let before = await worked();
await show();
const first = (await worked()) - before;
await frames(30);

const nodes = await page.evaluate(
  () =>
    document
      .querySelector('chat-room')
      ?.shadowRoot?.querySelector('chat-messages')
      ?.shadowRoot?.querySelectorAll('*').length ?? 0,
);

// Asked for in the same steps: what asking costs is no work of an append.
before = await worked();
for (let turn = 0; turn < appends; turn++) await frames(3);
const idle = (await worked()) - before;
before = await worked();
for (let turn = 0; turn < appends; turn++) {
  await say(luis);
  await frames(3);
}
const append = ((await worked()) - before - idle) / appends;

const interactions = await measureInteractions(page);

await page.evaluate(() => {
  const global = globalThis as unknown as { longTasks: number[] };
  global.longTasks = [];
  new PerformanceObserver((list) =>
    global.longTasks.push(...list.getEntries().map(({ duration }) => duration)),
  ).observe({ type: 'longtask' });
});
before = await worked();
const began = performance.now();
for (let turn = 0; turn < perSecond * seconds; turn++) {
  void say(luis);
  await pause(Math.max(0, began + (turn * 1000) / perSecond - performance.now()));
}
const took = (performance.now() - began) / 1000;
const busy = (await worked()) - before;
const longTasks = await page.evaluate(() => (globalThis as unknown as { longTasks: number[] }).longTasks);
const longest =
  longTasks.length > 0 ? `${longTasks.length}, the longest ${Math.max(...longTasks)} ms` : 'none';

console.log(
  textTable({
    headings: ['what', 'measured', 'goal'],
    rows: [
      [`first frame of ${held} messages, ms of work`, first.toFixed(1), '50'],
      ['an append, ms of work', append.toFixed(1), '5'],
      ['elements in the list', String(nodes), '600'],
      ...interactions.flatMap(({ name, paintMs, workMs }) => [
        [`${name} to next paint, CPU four times slower, p75 ms`, paintMs.toFixed(0), '50'],
        [`${name} to next paint, ms of work`, workMs.toFixed(1), '12.5'],
      ]),
      [
        `long tasks at ${(sent > 0 ? (perSecond * seconds) / took : 0).toFixed(0)} messages a second`,
        longest,
        'none',
      ],
      ['main thread meanwhile, ms a second', (busy / took).toFixed(0), ''],
    ],
  }),
);
await browser.close();
await chat.close();
http.closeAllConnections();
http.close();
