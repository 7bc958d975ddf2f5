import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { connect as dial, type Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { createChatClient } from '@chat/client';
import { expect, test } from 'vitest';
import { openArena, type Arena } from './arena.ts';

/** A WebSocket frame, valid or invalid, masked with zeroes by default. */
const frame = (
  first: number,
  payload: Buffer | string,
  { masked = true, length }: { masked?: boolean; length?: number } = {},
) => {
  const body = Buffer.from(payload);
  const size = length ?? body.length;
  const head = [first];
  if (size < 126) head.push(size | (masked ? 0x80 : 0));
  else head.push(126 | (masked ? 0x80 : 0), size >> 8, size & 0xff);
  return Buffer.concat([Buffer.from(head), Buffer.alloc(masked ? 4 : 0), body]);
};
const text = (payload: string) => frame(0x81, payload);
const send = JSON.stringify(['message:send', { roomId: 'r', id: randomUUID(), text: 'x' }]);

/** Said after a handshake that was in order. */
const speeches: [string, Buffer[]][] = [
  ['bad UTF-8', [frame(0x81, Buffer.from([0x34, 0x32, 0xc3, 0x28, 0xff]))]],
  ['an overlong NUL', [frame(0x81, Buffer.from([0x34, 0x32, 0xc0, 0x80]))]],
  ['not masked', [frame(0x81, '42["room:list",{}]', { masked: false })]],
  ['compressed, though that was not agreed', [frame(0xc1, '42["room:list",{}]')]],
  ['reserved bits', [frame(0xb1, 'x')]],
  ['an unknown opcode', [frame(0x83, 'x')]],
  ['a continuation of nothing', [frame(0x80, 'x')]],
  ['a ping in fragments', [frame(0x09, 'x')]],
  ['a ping that is too long', [frame(0x89, 'x'.repeat(200))]],
  ['a close with half a code', [frame(0x88, Buffer.from([3]))]],
  ['fragments without end', [frame(0x01, '42'), ...Array.from({ length: 50_000 }, () => frame(0x00, ''))]],
  [
    'fragments that grow too large',
    [frame(0x01, '42["'), ...Array.from({ length: 70 }, () => frame(0x00, 'x'.repeat(1_000)))],
  ],
  [
    'a frame that is too large',
    [frame(0x81, 'x'.repeat(65_000)), frame(0x82, Buffer.alloc(65_535)), text(`42["${'x'.repeat(65_520)}"]`)],
  ],
  ['half a frame', [frame(0x81, '42["room', { length: 1_000 })]],
  ['a flood of pings', Array.from({ length: 5_000 }, () => frame(0x89, 'ping'))],
  ['a binary event without its binary', [text('451-["message:send",{"_placeholder":true,"num":0}]')]],
  [
    'a thousand attachments announced',
    [text('451000-["message:send",{"_placeholder":true,"num":0}]'), frame(0x82, 'x')],
  ],
  [
    'attachments without number',
    [text('45-["x"]'), text('45-1-["x"]'), text('451e9-["x"]'), text('45999999999999-["x"]')],
  ],
  [
    'placeholders that point elsewhere',
    [text('451-["message:send",{"_placeholder":true,"num":-1}]'), frame(0x82, 'x')],
  ],
  ['binary that nobody announced', [frame(0x82, Buffer.alloc(1_000, 0xff))]],
  [
    'acknowledgements of nothing',
    ['43[]', '430[]', '439999999999[1]', '43-1[1]', '43x[1]', '461-7[{"_placeholder":true,"num":0}]'].map(
      text,
    ),
  ],
  [
    'ack ids of all kinds',
    [`42-1${send}`, `421e3${send}`, `4299999999999999999999${send}`, `42 7${send}`].map(text),
  ],
  [
    'no JSON',
    ['42', '42[', '42{}', '42null', '42"x"', '42[]', '42[null]', '42[{}]', '42[["a"]]', '42[7]'].map(text),
  ],
  [
    'reserved names',
    ['connect', 'disconnect', 'connect_error', 'newListener', 'error', '__proto__'].map((name) =>
      text(`42["${name}",{}]`),
    ),
  ],
  [
    'no input',
    ['', ',null', ',7', ',[]', ',"x"', ',null,null', ',{},{},{}'].map((rest) =>
      text(`421["message:send"${rest}]`),
    ),
  ],
  ['deep', [text(`42["message:send",${'['.repeat(20_000)}${']'.repeat(20_000)}]`)]],
  [
    'unknown packets',
    ['', '7', '8', '9', '4', '47', '48', '49', '4x', '\u0000', '6', '1', '3', '2probe', '5'].map(text),
  ],
  ['namespaces without end', Array.from({ length: 2_000 }, (_, index) => text(`40/n${index},{"name":"x"}`))],
  [
    'presented twice',
    [text('40{"name":"other"}'), text('40{"name":"third"}'), text('41'), text(`42${send}`)],
  ],
];

/** Resolves at the server's first frame. It sends none before authentication. */
const hear = async (socket: Socket, words: string): Promise<void> => {
  let heard = '';
  while (!heard.includes(words)) {
    const said = await Promise.race([once(socket, 'data'), once(socket, 'close').then(() => null)]);
    if (said === null) throw new Error(`the server hung up before it said ${words}`);
    heard += String(said[0]);
  }
};

const open = async ({ port }: Arena) => {
  const socket = dial(port, '127.0.0.1');
  socket.on('error', () => socket.destroy());
  socket.resume();
  const head = [
    'GET /chat/socket/?EIO=4&transport=websocket HTTP/1.1',
    'Host: x',
    'Connection: Upgrade',
    'Upgrade: websocket',
    'Sec-WebSocket-Version: 13',
    'Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==',
  ];
  socket.write(`${head.join('\r\n')}\r\n\r\n`);
  await hear(socket, '"sid"');
  return socket;
};

const pollings: [string, string][] = [
  ['POST', 'x'],
  ['POST', '42["message:send"'],
  ['POST', 'bAAAA\x1eb!!!!\x1e'],
  ['POST', '\x1e'.repeat(20_000)],
  ['POST', 'x'.repeat(200_000)],
  ['PUT', '40'],
  ['DELETE', ''],
];
const addresses = [
  'EIO=4&transport=polling',
  'EIO=4&transport=polling&sid=no',
  'EIO=3&transport=polling',
  'EIO=4&transport=__proto__',
  'EIO=4',
  'transport=polling&EIO=4&sid=__proto__',
  'EIO[]=4&transport[]=polling',
];

test(
  'arbitrary frames and requests affect no other connection',
  { timeout: 120_000 },
  async ({ onTestFinished }) => {
    const arena = await openArena({ seed: 23, listen: () => ({ limits: { requestsPerSecond: 1e9 } }) });
    onTestFinished(arena.close);
    const witness = createChatClient({ url: arena.url, name: 'witness' });
    onTestFinished(witness.close);
    const lost: string[] = [];
    witness.on('status', (status) => lost.push(status));
    const room = witness.room('quiet');
    await room.join();
    lost.length = 0;
    const before = await arena.server.ask('memory', undefined);
    for (const [name, frames] of speeches) {
      for (const isKnown of [true, false]) {
        const socket = await open(arena);
        if (isKnown) socket.write(text('40{"name":"mallory"}'));
        if (isKnown) await hear(socket, '42["hello"');
        // Once whole and once cut into two at a place of the seed's choosing.
        const bytes = Buffer.concat(frames);
        const cut = arena.chance.int(0, bytes.length);
        if (!socket.destroyed) socket.write(bytes.subarray(0, cut));
        await pause(1);
        if (!socket.destroyed) socket.write(bytes.subarray(cut));
        await pause(1);
        await arena.server.ask('connections', undefined); // rejects at once when the server has died
        await room.messages.send({ text: `after ${name}, ${isKnown}` });
        if (isKnown) socket.destroy();
        else socket.resetAndDestroy();
      }
    }
    for (const address of addresses) {
      expect((await fetch(`${arena.url}/chat/socket/?${address}`)).status).toBeLessThan(500);
      for (const [method, body] of pollings) {
        const answer = await fetch(`${arena.url}/chat/socket/?${address}`, {
          method,
          ...(body && { body }),
        }).catch(() => null);
        expect(answer?.status ?? 400).toBeLessThan(500);
      }
    }
    await room.messages.send({ text: 'aquí sigo' });
    expect(lost).toEqual([]);
    expect(room.messages.get().items).toHaveLength(2 * speeches.length + 1);
    expect((await arena.server.ask('memory', undefined)) - before).toBeLessThan(150e6);
    expect(
      arena.server
        .output()
        .replaceAll(/^\[chat\] the event loop is .*$/gm, '')
        .trim(),
    ).toBe('');
  },
);
