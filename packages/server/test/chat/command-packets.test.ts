import { expect, test, vi } from 'vitest';
import { startServer } from './harness.ts';
import { openRaw } from './raw-socket.ts';

const send = (id: string, text = 'hola', more = {}): string =>
  JSON.stringify(['message:send', { roomId: 'r', id, text, ...more }]);
const uuid = (last: number): string => `00000000-0000-4000-8000-${String(last).padStart(12, '0')}`;

/** Packets that a client may send in a room, well-formed or not. */
const packets: Record<string, string[]> = {
  'a message': [`421${send(uuid(1))}`],
  'a message twice': [`421${send(uuid(1))}`, `422${send(uuid(1))}`],
  'another message of its id': [`421${send(uuid(1))}`, `422${send(uuid(1), 'adiós')}`],
  'a message without an acknowledgement': [`42${send(uuid(1))}`],
  'messages of one turn, in order': [1, 2, 3, 4, 5].map((each) => `42${each}${send(uuid(each), `${each}`)}`),
  'a refused field': [`421${send(uuid(1), 'hola', { seq: 1 })}`],
  'a text that is too long': [`421${send(uuid(1), 'x'.repeat(20_000))}`],
  'a key that reaches a prototype': ['421["message:send",{"roomId":"r","__proto__":{"text":"x"}}]'],
  'another room': ['421["message:send",{"roomId":"s","id":"1","text":"x"}]'],
  'an unknown command': ['421["message:sent",{}]'],
  'a name of every object': ['421["toString",{}]', '422["__proto__",{}]'],
  'a reserved name': ['421["disconnect",{}]'],
  'a number as a name': ['421[7,{}]'],
  'no input': ['421["room:list"]'],
  'too much input': ['421["room:list",{},{}]'],
  'an input that is not an object': ['421["room:list",5]', '422["room:list",null]', '423["room:list",[]]'],
  'no array': ['421{"0":"room:list"}'],
  'no JSON': ['421["room:list",{]'],
  nothing: ['421'],
  'an id with zeros in front': ['42007["room:list",{}]'],
  'an id above what numbers hold': ['4299999999999999999999["room:list",{}]'],
  'an id that is no number': ['42-1["room:list",{}]', '42 1["room:list",{}]', '421.5["room:list",{}]'],
  'the same id again': ['421["room:list",{}]', '421["room:list",{}]'],
  'another namespace': ['42/other,1["room:list",{}]'],
  'a goodbye, and a message after it': ['41', `421${send(uuid(1))}`],
  'a message within a binary event': [
    '451-1["room:list",{"_placeholder":true,"num":0}]',
    '422["room:list",{}]',
  ],
};

/** What differs between two runs alike. */
const alike = (frame: string): string =>
  frame
    .replaceAll(/\b1[0-9]{12}\b/g, 'time')
    .replaceAll(/"requestId":"[^"]+"/g, '"requestId":"…"')
    .replaceAll(/guest-?[0-9a-f-]{36}/g, 'guest');

/** Returns what a server has sent for these packets, in any order, and whether it ends the connection. */
const answersOf = async (
  sent: string[],
  listens: boolean,
): Promise<{ frames: () => string[]; ended: boolean }> => {
  const { url, chat } = await startServer();
  // The application listens to the sockets itself, so all packets go through Socket.IO.
  if (listens) chat.io.on('connection', (socket) => void socket.use((_event, next) => next()));
  const raw = await openRaw(url);
  raw.send('40{"name":"Ana"}');
  await raw.got('42["hello"');
  raw.send('421["room:create",{"roomId":"r","type":"public"}]');
  await raw.got('431[');
  raw.send('422["room:join",{"roomId":"r"}]');
  await raw.got('432[');
  const before = raw.received.length;
  for (const packet of sent) raw.send(packet);
  raw.send('4299["room:get",{"roomId":"r"}]');
  const ended = await Promise.race([raw.closed.then(() => true), raw.got('4399[').then(() => false)]);
  return { frames: () => raw.received.slice(before).map(alike).sort(), ended };
};

test.each(Object.entries(packets))('%s: answered as if it went through Socket.IO', async (_, sent) => {
  const [short, long] = await Promise.all([answersOf(sent, false), answersOf(sent, true)]);
  expect(short.ended).toBe(long.ended);
  // What is stored may be answered after what is only read.
  await vi.waitFor(() => expect(short.frames()).toEqual(long.frames()), { timeout: 10_000 });
});

test('an application that listens to a socket gets its commands', async () => {
  const { url, chat } = await startServer();
  const heard: unknown[] = [];
  chat.io.on('connection', (socket) => socket.on('room:list', (input: unknown) => heard.push(input)));
  const raw = await openRaw(url);
  raw.send('40{"name":"Ana"}');
  await raw.got('42["hello"');
  raw.send('421["room:list",{"limit":3}]');
  await raw.got('431[');
  expect(heard).toEqual([{ limit: 3 }]);
});
