import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { connect, message, startServer, websocketOf } from './harness.ts';

test('wrong, missing and unknown fields are invalid and named', async () => {
  const { url } = await startServer();
  const ana = await connect(url);
  await ana.call('room:join', { roomId: 'r' });
  const send = (input: object) => ana.call('message:send', input as never);
  await expect(send({ roomId: 'r', id: randomUUID() })).rejects.toMatchObject({
    code: 'invalid',
    field: 'text',
  });
  await expect(send({ roomId: 'r', id: 'x', text: 'a' })).rejects.toMatchObject({
    code: 'invalid',
    field: 'id',
  });
  await expect(send({ ...message('r', 'a'), text: 7 })).rejects.toMatchObject({
    code: 'invalid',
    field: 'text',
  });
  await expect(send(message('r', '   '))).rejects.toMatchObject({ code: 'invalid', field: 'text' });
  await expect(send({ ...message('r', 'a'), author: { id: 'x' } })).rejects.toMatchObject({
    code: 'invalid',
    field: 'author',
  });
  await expect(send({ ...message('r', 'a'), to: ['x'] })).rejects.toMatchObject({
    code: 'invalid',
    field: 'to',
  });
  await expect(ana.call('message:list', { roomId: 'r', limit: 101 })).rejects.toMatchObject({
    code: 'invalid',
    field: 'limit',
  });
});

test('a text above the limit is too_large, and the error names the limit', async () => {
  const { url } = await startServer({ limits: { maxTextLength: 10 } });
  const ana = await connect(url);
  await ana.call('room:join', { roomId: 'r' });
  const long = ana.call('message:send', message('r', 'x'.repeat(11)));
  await expect(long).rejects.toMatchObject({
    code: 'too_large',
    field: 'text',
    message: expect.stringContaining('10'),
  });
});

test('sends above the rate are rate limited per user, with the time to wait', async () => {
  const { url } = await startServer({ limits: { sendsPerSecond: 1, sendBurst: 2 }, now: () => 1_000 });
  const ana = await connect(url, { name: 'Ana' });
  const bea = await connect(url, { name: 'Bea' });
  await ana.call('room:join', { roomId: 'r' });
  await bea.call('room:join', { roomId: 'r' });
  await ana.call('message:send', message('r', '1'));
  await ana.call('message:send', message('r', '2'));
  await expect(ana.call('message:send', message('r', '3'))).rejects.toMatchObject({
    code: 'rate_limited',
    retryAfterMs: 1_000,
  });
  await bea.call('message:send', message('r', '1'));
});

test('taken, blank and deceptive names are refused; a taken name is free in another room', async () => {
  const { url } = await startServer();
  const ana = await connect(url, { name: 'Ana' });
  await ana.call('room:join', { roomId: 'r' });
  const other = await connect(url, { name: 'ANA ' });
  await expect(other.call('room:join', { roomId: 'r' })).rejects.toMatchObject({
    code: 'conflict',
    reason: 'name_taken',
  });
  await other.call('room:join', { roomId: 's' });
  await expect(connect(url, { name: '   ' })).rejects.toMatchObject({ code: 'invalid', field: 'name' });
  await expect(connect(url, { name: 'An\u202Ea' })).rejects.toMatchObject({ code: 'invalid', field: 'name' });
  await expect(connect(url, {})).rejects.toMatchObject({ code: 'unauthenticated', reason: 'name_required' });
});

test('without autoCreate, an unknown room can be neither joined nor created', async () => {
  const { url } = await startServer({ rooms: { autoCreate: false } });
  const ana = await connect(url);
  await expect(ana.call('room:join', { roomId: 'r' })).rejects.toMatchObject({ code: 'not_found' });
  await expect(ana.call('room:create', { roomId: 'r' })).rejects.toMatchObject({ code: 'forbidden' });
});

test('malformed commands do not affect other users', async () => {
  const { url } = await startServer();
  const ana = await connect(url, { name: 'Ana' });
  const mallory = await connect(url, { name: 'Mallory' });
  await ana.call('room:join', { roomId: 'r' });
  await mallory.call('room:join', { roomId: 'r' });
  const { socket } = mallory;
  const nested = JSON.parse(`${'['.repeat(50)}${']'.repeat(50)}`) as unknown;
  socket.emit('message:send', message('r', 'sin acuse'));
  socket.emit('message:send');
  socket.emit('message:send', null, null, null);
  socket.emit('error', new Error('x'));
  socket.emit('no:such', {});
  socket.emit('constructor', {});
  const poisoned = JSON.parse('{"roomId":"r","__proto__":{"text":"x"},"id":"y"}') as object;
  await expect(mallory.call('message:send', poisoned as never)).rejects.toMatchObject({ code: 'invalid' });
  await expect(mallory.call('no:such' as never, {} as never)).rejects.toMatchObject({ code: 'invalid' });
  await expect(
    mallory.call('message:send', { ...message('r', 'a'), data: { a: nested } }),
  ).rejects.toMatchObject({ code: 'too_large' });
  await ana.until((event) => event.type === 'message:created' && event.message.text === 'sin acuse');
  await ana.call('message:send', message('r', 'seguimos'));
});

test('malformed and oversized frames do not affect other users', async () => {
  const { url } = await startServer();
  const ana = await connect(url);
  await ana.call('room:join', { roomId: 'r' });
  const nested = `${'['.repeat(5_000)}${']'.repeat(5_000)}`; // 10 KB that throws in whoever walks it by recursion
  for (const frame of [
    `421["message:send",${nested}]`,
    `42["no:such",${nested}]`,
    '42{"',
    '4',
    '42["message:send"',
    '451-["x",{"_placeholder":true,"num":9}]',
    '\u0000',
    '49999999999[]',
  ]) {
    const mal = await connect(url, { name: 'Mal' });
    const websocket = websocketOf(mal);
    const closed = new Promise((resolve) => websocket.once('close', resolve));
    websocket.send(frame);
    websocket.close();
    await closed;
  }
  expect(await ana.call('message:send', message('r', 'aquí sigo'))).toMatchObject({ seq: 1 });
});

test('a page of another origin is refused on websocket, polling and REST, unless cors names it', async () => {
  const headers = { origin: 'https://evil.example' };
  const { url } = await startServer();
  await expect(connect(url, { name: 'Ana' }, { extraHeaders: headers })).rejects.toThrow('websocket error');
  await expect(
    connect(url, { name: 'Ana' }, { extraHeaders: headers, transports: ['polling'] }),
  ).rejects.toThrow('xhr poll error');
  expect((await fetch(`${url}/chat/api/rooms`, { headers })).status).toBe(403);
  const open = await startServer({ cors: { origin: 'https://good.example' } });
  await connect(open.url, { name: 'Ana' }, { extraHeaders: { origin: 'https://good.example' } });
  await expect(connect(open.url, { name: 'Bea' }, { extraHeaders: headers })).rejects.toThrow(
    'websocket error',
  );
});
