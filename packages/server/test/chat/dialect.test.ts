// Guarantees for a dialect, for any input of its front ends and any error of its functions.
import { createServer } from 'node:http';
import { dialect, type ChatServerOptions } from '@chat/server';
import { io } from 'socket.io-client';
import { expect, onTestFinished, test, vi } from 'vitest';
import { oldFrontEnd } from '../../../../test/systems/old-front-end.ts';
import { patient } from '../../../../test/unhurried.ts';
import { startServer } from './harness.ts';

type Options = Parameters<typeof dialect<{ done: string[] }>>[0];

const anyString = expect.any(String) as string;
const refused = (error: string) => ({ ok: false, error, message: anyString });

/** A small vocabulary, and what it logs as its own fault. */
const start = async (more: Partial<Options> = {}, server: ChatServerOptions = {}) => {
  const faults: string[] = [];
  const logger = {
    debug: () => {},
    info: () => {},
    warn: () => {},
    error: (_: object, text: string) => void faults.push(text),
  };
  const http = createServer((_request, response) => void response.end('the application'));
  const old = dialect<{ done: string[] }>({
    ...more,
    state: () => ({ done: [] }),
    events: {
      enter: async (caller, said) => {
        await caller.enter({ name: said.string('name') });
        await caller.call('room:join', { roomId: 'r' });
      },
      say: (caller, said) =>
        caller.call('message:send', { roomId: 'r', id: crypto.randomUUID(), text: said.string('text') }),
      ...more.events,
    },
  });
  const running = await startServer({ dialects: [old], logger, ...server }, http);
  const enter = async (name: string) => {
    const page = await oldFrontEnd(running.url);
    expect(await page.ask('enter', { name })).toEqual({ ok: true });
    return page;
  };
  return { ...running, faults, enter };
};

test('the events of a connection run in order, and unknown or malformed ones are refused', async () => {
  const { url, faults } = await start({
    events: {
      slowly: async ({ state }, said) => {
        await new Promise((resolve) => setTimeout(resolve, 50));
        state.done.push(said.string('word'));
      },
      quickly: ({ state }, said) => ({ done: [...state.done, said.string('word')] }),
      breaks: () => {
        throw new Error('a secret of the application');
      },
    },
  });
  const page = await oldFrontEnd(url);
  page.socket.emit('slowly', { word: 'one' }); // nobody waits for an answer
  const [, second] = await Promise.all([
    page.ask('slowly', { word: 'two' }),
    page.ask('quickly', { word: 'three' }),
  ]);
  expect(second).toEqual({ ok: true, done: ['one', 'two', 'three'] });
  for (const event of ['unknown', 'constructor', '__proto__', 'toString'])
    expect([event, await page.ask(event, {})]).toEqual([event, refused('invalid')]);
  for (const said of [undefined, null, 'text', 7, [], { word: null }, { word: { toString: 'x' } }])
    expect([said, await page.ask('quickly', said)]).toEqual([said, refused('invalid')]);
  expect(await page.ask('say', { text: 'x' })).toEqual(refused('unauthenticated'));

  // The client gets an error without its text; the server logs it.
  const fault = await page.ask('breaks', {});
  expect(fault).toEqual(refused('internal'));
  expect(JSON.stringify(fault)).not.toContain('secret');
  expect(faults).toEqual(['breaks failed']);
});

test('an error in a dialect’s function blocks neither responses nor later events', async () => {
  const { enter, url, faults } = await start({
    // As for an unknown user.
    refused: (caller, { code }) => caller.emit('problem', caller.user.name, code),
    tells: {
      'message:created': (caller, { message }) => {
        if (message.text === 'sync') throw new Error('broken');
        caller.emit('said', message.text);
      },
      'message:deleted': async () => Promise.reject(new Error('broken')),
    },
  });
  const stranger = await oldFrontEnd(url);
  expect(await stranger.ask('say', { text: 'x' })).toEqual(refused('unauthenticated'));
  expect(await stranger.ask('unknown', {})).toEqual(refused('invalid'));
  expect(await stranger.ask('enter', { name: 'Eva' })).toEqual({ ok: true });
  expect(await stranger.ask('unknown', {})).toEqual(refused('invalid'));
  expect(await stranger.hears('problem')).toBe('Eva');

  const ana = await enter('Ana');
  const texts = ['one', 'sync', 'two', 'three'];
  const sent = await Promise.all(texts.map((text) => ana.ask('say', { text })));
  expect(sent.every((each) => (each as { ok: boolean }).ok)).toBe(true);
  for (const page of [ana, stranger]) await page.hears('said', (text: string) => text === 'three');
  const heard = ana.heard.filter(([event]) => event === 'said').map(([, text]) => text);
  expect(heard).toEqual(['one', 'two', 'three']);
  expect(new Set(faults)).toEqual(new Set(['a dialect failed', 'a dialect failed to send an event']));
});

test('events above the limits are refused with a response, and the others run', async () => {
  let goOn = (): void => undefined;
  const waiting = new Promise<void>((resolve) => (goOn = resolve));
  const { url } = await start(
    {
      refused: (caller, { code }) => caller.emit('problem', code),
      events: { waits: () => waiting },
    },
    { limits: { maxPendingCommands: 3 } },
  );
  const page = await oldFrontEnd(url);
  const asked = Array.from({ length: 5 }, () => page.ask('waits'));
  expect(await Promise.all(asked.slice(3))).toEqual([refused('rate_limited'), refused('rate_limited')]);
  goOn();
  expect(await Promise.all(asked.slice(0, 3))).toEqual([{ ok: true }, { ok: true }, { ok: true }]);
  expect(page.heard).toEqual([
    ['problem', 'rate_limited'],
    ['problem', 'rate_limited'],
  ]);
  expect(await page.ask('waits')).toEqual({ ok: true });

  const fast = await start(
    { events: { ping: () => ({}) } },
    { limits: { commandsPerSecond: 1, commandBurst: 2 } },
  );
  const other = await oldFrontEnd(fast.url);
  const answers = await Promise.all(Array.from({ length: 20 }, () => other.ask('ping')));
  expect(answers).toContainEqual(refused('rate_limited'));
});

test('a dialect serves its path and its routes, and the application everything else', async () => {
  const { url } = await start({
    path: '/old/socket',
    routes: {
      'GET /rooms/:room': ({ params, query }) => ({
        room: params.string('room'),
        n: query.number('n', null),
      }),
      'POST /rooms': ({ body, created }) => (created(), { name: body.string('name') }),
      'GET /note.txt': ({ text }) => (text('text/plain'), 'a note'),
      'GET /mine': async ({ identify }) => (await identify()).user,
      'GET /breaks': () => {
        throw new Error('a secret of the application');
      },
    },
    refusal: ({ code }) => ({ problem: code }),
  });
  const get = async (path: string, init: RequestInit = {}) => {
    const response = await fetch(`${url}${path}`, init);
    return [response.status, await response.text()] as const;
  };
  expect(await get('/elsewhere')).toEqual([200, 'the application']);
  // The old default is not ours when another path was given.
  expect(await get('/socket.io/socket.io.js')).toEqual([200, 'the application']);
  expect((await get('/old/socket/socket.io.js'))[1]).toContain('Socket.IO');
  const socket = io(url, { path: '/old/socket', forceNew: true, reconnection: false });
  onTestFinished(() => void socket.close());
  expect(await socket.timeout(30_000).emitWithAck('enter', { name: 'Ana' })).toEqual({ ok: true });

  expect(await get('/rooms/caf%C3%A9?n=7')).toEqual([200, '{"room":"café","n":7}']);
  expect(await get('/rooms/x?n=seven')).toEqual([400, '{"problem":"invalid"}']);
  expect(await get('/rooms/%zz')).toEqual([404, '{"problem":"not_found"}']);
  expect(await get('/rooms/x', { method: 'HEAD' })).toEqual([200, '']);
  expect((await get('/rooms/x', { method: 'DELETE' }))[0]).toBe(405);
  expect(await get('/rooms/x/y')).toEqual([200, 'the application']);
  expect(await get('/note.txt')).toEqual([200, 'a note']);
  expect(await get('/mine')).toEqual([401, '{"problem":"unauthenticated"}']);
  expect(await get('/breaks')).toEqual([500, '{"problem":"internal"}']);
  const post = (body: string) =>
    get('/rooms', { method: 'POST', headers: { 'content-type': 'application/json' }, body });
  expect(await post('{"name":"n"}')).toEqual([201, '{"name":"n"}']);
  for (const body of ['{"name":7}', '{}', '{"name"', '[]'])
    expect([body, (await post(body))[0]]).toEqual([body, 400]);
});

test('input that is too large is refused, by socket and by HTTP', async () => {
  const { url } = await start({
    maxFrameBytes: 2_000,
    events: { takes: (_, said) => ({ length: said.string('text').length }) },
    routes: { 'POST /takes': ({ body }) => ({ length: body.string('text').length }) },
  });
  const page = await oldFrontEnd(url);
  expect(await page.ask('takes', { text: 'x'.repeat(1_000) })).toEqual({ ok: true, length: 1_000 });
  const gone = new Promise((resolve) => page.socket.once('disconnect', resolve));
  page.socket.emit('takes', { text: 'x'.repeat(3_000) });
  await gone;
  const post = (length: number) =>
    fetch(`${url}/takes`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ text: 'x'.repeat(length) }),
    });
  expect((await post(1_000)).status).toBe(200);
  expect((await post(3_000)).status).toBe(413);
});

test('a handshake authenticates a connection before it opens, or refuses it', async () => {
  const { url, chat } = await start({
    handshake: (auth) => ({ name: auth.string('name') }),
    entered: (caller) => caller.emit('welcome', caller.user.name),
  });
  const ana = await oldFrontEnd(url, { name: 'Ana' });
  expect(await ana.hears('welcome')).toBe('Ana');
  for (const auth of [{}, { name: 7 }, { name: '  ' }])
    await expect(oldFrontEnd(url, auth)).rejects.toMatchObject({ data: refused('invalid') });
  expect(chat.stats().connections).toBe(1);
});

test('a connection that does not read is closed, and others still get events', async () => {
  const { enter, chat } = await start({
    tells: { 'message:created': (caller) => caller.emit('much', 'x'.repeat(500_000)) },
  });
  const [ana, slow] = [await enter('Ana'), await enter('Slow')];
  await vi.waitFor(() => expect(slow.socket.io.engine.transport.name).toBe('websocket'), patient);
  const { transport } = slow.socket.io.engine as unknown as { transport: { ws: { pause(): void } } };
  transport.ws.pause();
  let said = 0;
  await vi.waitFor(
    async () => {
      expect(await ana.ask('say', { text: String(++said) })).toMatchObject({ ok: true });
      expect(chat.stats().connections).toBe(1);
    },
    { ...patient, interval: 50 },
  );
  await vi.waitFor(() => expect(ana.heard.filter(([event]) => event === 'much')).toHaveLength(said), patient);
});
