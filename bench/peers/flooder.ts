// An attacker of the chat on a port, in its own process, for as long as the message `{ flood, port, forMs }` says.
import { setPriority } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import sharp from 'sharp';
import { tokenFor } from '../load/token.ts';
import { openWebSocket } from '../load/websocket.ts';
import { serveParent } from './peer.ts';

export type Flood =
  'made-up commands' | 'over the rate' | 'rooms by start' | 'search everywhere' | 'pictures';
export interface Order {
  flood: Flood;
  port: number;
  forMs: number;
  quick: boolean;
}
/** The offered load, and how often the server closed or rejected a connection. */
export interface Offered {
  frames: number;
  ended: number;
}

const path = '/chat/socket/?EIO=4&transport=websocket';
const name = 'Flooder';
const packets: Record<Exclude<Flood, 'pictures'>, { args: unknown[]; perSecond: number }> = {
  'made-up commands': { args: ['no:such', {}], perSecond: Infinity },
  'over the rate': { args: ['room:get', { roomId: 'room-1' }], perSecond: Infinity },
  'rooms by start': { args: ['room:list', { startsFrom: 1 }], perSecond: 49 },
  'search everywhere': { args: ['message:searchAll', { q: 'nada' }], perSecond: 49 },
};
/** Written at once by those who know no rate. */
const gust = 500;
const breathMs = 2;

/** One line, until the server ends it or the time is up. */
const line = async (packet: string, perSecond: number, { port }: Order, until: number, offered: Offered) => {
  let isKnown = false;
  let isOver = false;
  const raw = openWebSocket(
    port,
    { path },
    (bytes, from) => {
      if (bytes[from] === 0x30) raw.send(`40${JSON.stringify({ token: tokenFor(name) })}`);
      if (bytes[from] === 0x34 && bytes[from + 1] === 0x30) isKnown = true;
      if (bytes[from] === 0x34 && bytes[from + 1] === 0x34) raw.destroy();
    },
    () => (isOver = true),
  );
  await raw.opened.catch(() => (isOver = true));
  while (!isOver && performance.now() < until) {
    const count = !isKnown ? 0 : perSecond === Infinity ? gust : 1;
    for (let sent = 0; sent < count; sent++) raw.send(packet);
    offered.frames += count;
    await sleep(perSecond === Infinity ? breathMs : 1_000 / perSecond);
  }
  if (isOver) offered.ended += 1;
  raw.destroy();
};

let picture: Promise<Buffer> | null = null;
const makePicture = (quick: boolean): Promise<Buffer> => {
  const side = quick ? 200 : 2_800;
  const noise = { type: 'gaussian' as const, mean: 128, sigma: 20 };
  const create = { width: side, height: side, channels: 3 as const, background: 'white', noise };
  return sharp({ create }).avif({ effort: 0, quality: 30 }).toBuffer();
};

/** Sends pictures that cost much to look at, four at a time. */
const upload = async ({ port, quick, forMs }: Order, offered: Offered): Promise<void> => {
  const bytes = await (picture ??= makePicture(quick));
  const until = performance.now() + forMs;
  const send = async (): Promise<void> => {
    while (performance.now() < until) {
      const form = new FormData();
      form.set('file', new Blob([new Uint8Array(bytes)], { type: 'image/avif' }), 'picture.avif');
      const headers = { authorization: `Bearer ${tokenFor(name)}` };
      const answer = await fetch(`http://127.0.0.1:${port}/chat/api/rooms/room-1/files`, {
        method: 'POST',
        headers,
        body: form,
      }).catch(() => null);
      await answer?.text();
      offered.frames += 1;
      if (!answer?.ok) offered.ended += 1;
      await sleep(50);
    }
  };
  await Promise.all([send(), send(), send(), send()]);
};

// The effect on the others is measured on the same core.
setPriority(19);
serveParent('ready', async (order) => {
  const asked = order as Order;
  const offered: Offered = { frames: 0, ended: 0 };
  const until = performance.now() + asked.forMs;
  if (asked.flood === 'pictures') await upload(asked, offered);
  else {
    const { args, perSecond } = packets[asked.flood];
    const packet = `421${JSON.stringify(args)}`;
    // A closed connection is opened again at once, as an attacker would.
    while (performance.now() < until) {
      await line(packet, perSecond, asked, until, offered);
      await sleep(10);
    }
  }
  return offered;
});
