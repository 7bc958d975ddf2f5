import { createServer } from 'node:http';
import express from 'express';
import { Server as SocketServer } from 'socket.io';
import { expect, onTestFinished, test } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import { connect, message, startServer } from './harness.ts';

test('the chat owns its path, and leaves other requests to other listeners, before or after it', async () => {
  const app = express();
  app.get('/', (_request, response) => void response.send('portada'));
  app.get('/chat', (_request, response) => void response.send('la página del chat'));
  app.use((_request, response) => void response.status(404).send('no está'));
  const early = await startServer({}, createServer(app));
  expect(await (await fetch(`${early.url}/`)).text()).toBe('portada');
  expect(await (await fetch(`${early.url}/chatty`)).text()).toBe('no está');
  expect(await (await fetch(`${early.url}/chat?sala=1`)).text()).toBe('la página del chat');
  expect(await (await fetch(`${early.url}/chat/health`)).json()).toMatchObject({ status: 'ok' });
  const late = await startServer();
  late.http.on('request', app);
  expect(await (await fetch(`${late.url}/`)).text()).toBe('portada');
  expect((await fetch(`${late.url}/chat/health`)).status).toBe(200);
  await connect(late.url, { name: 'Ana' }, { transports: ['polling'] });
});

test('a server for the chat alone responds 404 to other paths, until another listener is added', async () => {
  const { url, http } = await startServer();
  expect((await fetch(`${url}/favicon.ico`)).status).toBe(404);
  expect((await fetch(`${url}/chat/health`)).status).toBe(200);
  const other = new SocketServer(http, { path: '/other', destroyUpgrade: false });
  onTestFinished(() => void other.engine.close());
  expect((await fetch(`${url}/other/?EIO=4&transport=polling`)).status).toBe(200);
  http.on('request', (request, response) => {
    if (request.url === '/') response.end('portada');
  });
  expect(await (await fetch(`${url}/`)).text()).toBe('portada');
  await connect(url, { name: 'Ana' }, { transports: ['polling'] });
});

test('another websocket server on the same http server keeps its connections', async () => {
  const { url, http } = await startServer();
  const other = new WebSocketServer({ noServer: true });
  http.on('upgrade', (request, socket, head) => {
    if (request.url === '/other') other.handleUpgrade(request, socket, head, (raw) => raw.send('hola'));
  });
  const raw = new WebSocket(`${url.replace('http', 'ws')}/other`);
  const said = new Promise((resolve) => raw.once('message', (data: Buffer) => resolve(data.toString())));
  expect(await said).toBe('hola');
  raw.terminate();
});

test('REST runs the same commands with the token of hello', async () => {
  const { url } = await startServer();
  const ana = await connect(url);
  await ana.call('room:join', { roomId: 'sala 1' });
  const headers = { authorization: `Bearer ${ana.hello.token}`, 'content-type': 'application/json' };
  const rooms = `${url}/chat/api/rooms`;
  const { roomId: _room, ...body } = message('sala 1', 'por REST');
  const sent = await fetch(`${rooms}/sala%201/messages`, {
    method: 'POST',
    headers,
    body: JSON.stringify(body),
  });
  expect(sent.status).toBe(201);
  const stored = await sent.json();
  expect(await ana.until((event) => event.type === 'message:created')).toMatchObject({ message: stored });
  const listed = await fetch(`${rooms}/sala%201/messages?limit=10`, { headers });
  expect(await listed.json()).toEqual({ messages: [stored], hasMore: false });
  const none = await fetch(`${rooms}/ninguna/messages`, { headers });
  expect([none.status, await none.json()]).toEqual([
    404,
    { error: { code: 'not_found', message: 'no such room', requestId: expect.any(String) as string } },
  ]);
  expect((await fetch(rooms)).status).toBe(401);
});

test('closing sends clients the time to reconnect, and leaves the http server open', async () => {
  const { url, chat, http } = await startServer();
  const ana = await connect(url);
  const orders: unknown[] = [];
  for (const event of ['drain', 'closed']) ana.socket.on(event, (order: unknown) => orders.push(order));
  const gone = new Promise((resolve) => ana.socket.once('disconnect', resolve));
  await chat.close();
  await gone;
  expect(orders).toEqual([{ reconnectInMs: expect.any(Number) }, { code: 'shutdown' }]);
  expect(http.listening).toBe(true);
});
