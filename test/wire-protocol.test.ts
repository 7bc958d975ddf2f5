// The example conversation in docs/wire-protocol.md, with a real server over a plain websocket.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createChatServer } from '@chat/server';
import { expect, onTestFinished, test } from 'vitest';
import { WebSocket } from 'ws';
import { textOf } from './source-files.ts';

interface Line {
  sent: boolean;
  frame: string;
}

/** The frames of the page, block by block, continued lines joined. */
const blocks: Line[][] = [...textOf('docs/wire-protocol.md').matchAll(/^```\n([→←].*?)^```$/gms)].map(
  ([, text]) =>
    (text ?? '')
      .replaceAll(/\n {2}/g, '')
      .trim()
      .split('\n')
      .map((line) => ({ sent: line.startsWith('→'), frame: line.slice(2) })),
);

/** The start of a frame: its packet type, and its event or outcome. */
const headOf = (frame: string): string =>
  /^\d+(\["[\w:]+"(,\[\{"type":"[\w:]+")?|\[\{"ok":\w+|\{"\w+")?/.exec(frame)?.[0] ?? frame;

/** The shape of a value: keys and kinds, whatever their order and content. */
const shapeOf = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(shapeOf);
  if (typeof value !== 'object' || value === null) return typeof value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, shapeOf(inner)]));
};
const bodyOf = (frame: string): unknown => JSON.parse(frame.replace(/^\d+/, ''));

/** One `events` frame may carry several; which of them come together is chance. */
const singly = (frame: string): string[] => {
  if (!frame.startsWith('42["events"')) return [frame];
  const [, events] = bodyOf(frame) as [string, unknown[]];
  return events.map((event) => `42${JSON.stringify(['events', [event]])}`);
};

const connect = (url: string) => {
  const socket = new WebSocket(url);
  onTestFinished(() => socket.terminate());
  const received: string[] = [];
  socket.on('message', (data) => void received.push(...singly((data as Buffer).toString())));
  return {
    send: (frame: string) => socket.send(frame),
    /** The frame that begins so, once it has come. */
    got: async (head: string): Promise<string> => {
      await expect.poll(() => received.map(headOf)).toContain(head);
      return received.find((frame) => headOf(frame) === head) ?? '';
    },
  };
};

test('the documented frames equal the frames on the wire', async () => {
  const http = createServer();
  // However busy the machine is, nothing is passed over.
  const chat = createChatServer(http, { limits: { ephemeralLagMs: 60_000, sendLagMs: 60_000 } });
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void http.close());
  const url = `ws://127.0.0.1:${(http.address() as AddressInfo).port}/chat/socket/?EIO=4&transport=websocket`;
  const ana = connect(url);
  const luis = connect(url);
  const [opening = [], joining = [], talking = [], refused = [], nobody = [], stopping = []] = blocks;

  const hold = async (lines: Line[], as: ReturnType<typeof connect>): Promise<void> => {
    const pairs: { written: string; actual: string }[] = [];
    for (const { sent, frame } of lines) {
      if (sent) as.send(frame);
      else pairs.push({ written: frame, actual: await as.got(headOf(frame)) });
    }
    const whole = pairs.filter(({ written }) => !written.includes('…'));
    expect(whole.map(({ actual }) => shapeOf(bodyOf(actual)))).toEqual(
      whole.map(({ written }) => shapeOf(bodyOf(written))),
    );
  };
  await hold(opening, ana);
  await hold(joining, ana);

  await luis.got('0{"sid"');
  luis.send('40{"name":"Luis"}');
  await luis.got('42["hello"');
  luis.send('420["room:join",{"roomId":"cita-42"}]');
  await luis.got('430[{"ok":true');
  const read = luis
    .got('42["events",[{"type":"message:created"')
    .then(() => luis.send('421["receipt:read",{"roomId":"cita-42","seq":1}]'));
  await hold(talking, ana);
  await read;
  await hold(refused, ana);

  const eva = connect(url);
  await eva.got('0{"sid"');
  await hold(nobody, eva);

  await chat.close();
  await hold(stopping, ana);
  expect(blocks).toHaveLength(6);
});
