// `npm run bench -- encryption`: what encryption costs a page, next to a plain room in the same run, in Chromium. Prints;
// docs/performance.md tells of it. `MESSAGES=1000` makes shorter rooms.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createChatClient } from '@chat/client';
import { createChatServer } from '@chat/server';
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';
import { chromiumArgs, findChromium } from '../scripts/chromium.mjs';
import { textTable } from './report/table.ts';

const messages = Number(process.env['MESSAGES'] ?? 10_000);
const rounds = Number(process.env['R'] ?? 15);
/** New devices: each one joins the group of the room, and reads all of it. */
const newDevices = Math.min(rounds, 5);
const sends = 200;
const lastText = 'esto es todo';
const words = 'Buenos días a todos, empezamos en cinco minutos con la lista de la cita'.split(' ');

/** What the pages of this benchmark have. */
interface BenchPage {
  Chat: { createChatClient: typeof createChatClient };
  openedAfterMs?: number;
}

/** Shows a room, and notes when its last message is drawn with its text. */
const roomPage = `<!doctype html><html lang="es"><body><script src="/chat/widget.js"></script><script>
  const element = Object.assign(document.createElement('chat-room'), {
    client: Chat.createChatClient({ token: 'ana' }),
    room: location.hash.slice(1),
  });
  element.style.height = '700px';
  document.body.append(element);
  const look = () => {
    const list = element.shadowRoot?.querySelector('chat-messages')?.shadowRoot;
    const last = [...(list?.querySelectorAll('[data-message]') ?? [])].at(-1);
    if (last?.textContent.includes('${lastText}')) window.openedAfterMs = performance.now();
    else requestAnimationFrame(look);
  };
  look();
</script>`;

const http = createServer((request, response) => {
  if (request.url?.startsWith('/chat')) return;
  const page = '<!doctype html><html lang="es"><body><script src="/chat/widget.js"></script>';
  response.setHeader('content-type', 'text/html').end(request.url === '/room' ? roomPage : page);
});
await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
const fast = 100_000;
const chat = createChatServer(http, {
  authenticate: ({ token = '' }) => ({ id: token, name: token }),
  limits: {
    sendsPerSecond: fast,
    sendBurst: fast,
    commandsPerSecond: fast,
    commandBurst: fast,
    joinsPerSecond: fast,
    joinBurst: fast,
  },
});
const url = `http://127.0.0.1:${(http.address() as AddressInfo).port}`;

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;

/** A device that stays online, as the sender of all messages. Its storage is in memory. */
const luis = createChatClient({ url, token: 'luis' });
const rooms = { plain: 'plain', encrypted: 'encrypted' } as const;
type Kind = keyof typeof rooms;
const kinds: readonly Kind[] = ['plain', 'encrypted'];

const textOf = (at: number): string =>
  at === messages ? lastText : `${words.slice(0, 1 + (at % words.length)).join(' ')} ${at}`;
const luisHimself = chat.as({ id: 'luis', name: 'luis' });
/** Sends a message as the device of the user does, or, where nothing is to be encrypted, by a session, which is faster. */
const say = (kind: Kind, text: string): Promise<unknown> =>
  kind === 'encrypted'
    ? luis.room(rooms[kind]).messages.send({ text })
    : luisHimself.call('message:send', { roomId: rooms[kind], id: crypto.randomUUID(), text });

const fill = async (kind: Kind): Promise<void> => {
  await luis.room(rooms[kind]).join();
  for (let sent = 0; sent < messages; sent += 100) {
    const count = Math.min(100, messages - sent);
    await Promise.all(Array.from({ length: count }, (_, index) => say(kind, textOf(sent + index + 1))));
  }
};

const ana = chat.as({ id: 'ana', name: 'ana' });
await luis.connect();
await ana.call('room:join', { roomId: 'plaza' });
await luis.room('plaza').join();
for (const kind of kinds) {
  const encryption = kind === 'encrypted' ? { encryption: 'e2ee' as const } : {};
  const history = { history: 'all' as const };
  await luis.rooms.create({
    roomId: rooms[kind],
    type: 'private',
    userIds: ['ana'],
    ...history,
    ...encryption,
  });
  await ana.call('member:accept', { roomId: rooms[kind] });
  await fill(kind);
}
const epochs = luis.room(rooms.encrypted).state.get().room?.mlsGroup?.epoch ?? 0;

/** How long a page takes until it shows the last message of a room, ms since its navigation began. */
const opening = async (page: Page, kind: Kind): Promise<number> => {
  await page.goto('about:blank');
  await page.goto(`${url}/room#${rooms[kind]}`);
  const found = await page.waitForFunction(() => (globalThis as unknown as BenchPage).openedAfterMs);
  return (await found.jsonValue()) ?? NaN;
};

/** How long a new device takes to read all messages of a room, ms. */
const reading = async (browser: Browser, kind: Kind): Promise<number> => {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(url);
  const took = await page.evaluate(
    async ([roomId, count]) => {
      const { Chat } = globalThis as unknown as BenchPage;
      const room = Chat.createChatClient({ token: 'ana' }).room(roomId);
      const began = performance.now();
      await room.join();
      while (room.messages.get().hasOlder) await room.messages.loadOlder(100);
      const isRead = (): boolean => {
        const { items } = room.messages.get();
        return items.length >= count && items.every(({ text }) => text !== '');
      };
      while (!isRead()) await new Promise((resolve) => setTimeout(resolve, 10));
      return performance.now() - began;
    },
    [rooms[kind], messages] as const,
  );
  await context.close();
  return took;
};

/** How long sends take until they are acknowledged, one after the other, in turn in both rooms, ms. */
const sending = (page: Page): Promise<Record<Kind, number[]>> =>
  page.evaluate(
    async ([ids, count]) => {
      const { Chat } = globalThis as unknown as BenchPage;
      const client = Chat.createChatClient({ token: 'ana' });
      const took: Record<Kind, number[]> = { plain: [], encrypted: [] };
      const opened = Object.entries(ids).map(([kind, id]) => [kind as Kind, client.room(id)] as const);
      for (const [, room] of opened) {
        await room.join();
        await room.messages.send({ text: 'para empezar' });
      }
      for (let turn = 0; turn < count; turn++)
        for (const [kind, room] of opened) {
          const began = performance.now();
          await room.messages.send({ text: `mensaje ${turn}` });
          took[kind].push(performance.now() - began);
        }
      await client.close();
      return took;
    },
    [rooms, sends] as const,
  );

const pairs = { opening: [] as Record<Kind, number>[], reading: [] as Record<Kind, number>[] };
const browser = await chromium.launch({ executablePath: findChromium() ?? '', args: chromiumArgs });
const context: BrowserContext = await browser.newContext({ viewport: { width: 480, height: 800 } });
const page = await context.newPage();
// The first time the device joins the group, and the browser stores the scripts.
for (const kind of kinds) await opening(page, kind);
for (let round = 0; round < rounds; round++)
  pairs.opening.push({ plain: await opening(page, 'plain'), encrypted: await opening(page, 'encrypted') });
for (let round = 0; round < newDevices; round++)
  pairs.reading.push({
    plain: await reading(browser, 'plain'),
    encrypted: await reading(browser, 'encrypted'),
  });
await page.goto(url);
const sent = await sending(page);

const row = (what: string, plain: number, encrypted: number, goal: string): string[] => {
  const more = encrypted - plain;
  return [
    what,
    plain.toFixed(1),
    encrypted.toFixed(1),
    more.toFixed(1),
    `${(encrypted / plain).toFixed(2)}x`,
    goal,
  ];
};
const rowOf = (what: string, all: readonly Record<Kind, number>[], goal: string): string[] =>
  row(what, median(all.map(({ plain }) => plain)), median(all.map(({ encrypted }) => encrypted)), goal);
console.log(
  textTable({
    headings: ['what, ms', 'plain', 'encrypted', 'more', 'ratio', 'goal'],
    rows: [
      rowOf(`open a known room, median of ${rounds}`, pairs.opening, '60 more'),
      rowOf(
        `a new device reads ${messages} messages in ${epochs} epochs, median of ${newDevices}`,
        pairs.reading,
        '5000',
      ),
      row(`send, p50 of ${sends}`, median(sent.plain), median(sent.encrypted), '5 more'),
    ],
  }),
);
await browser.close();
await luis.close();
await chat.close();
http.closeAllConnections();
http.close();
