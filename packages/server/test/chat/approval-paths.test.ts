// A message that waits for approval leaves the server by no path: old front ends, webhooks, e-mail, summaries,
// translations, link cards, replay and transcripts. Once it is approved, it is on each of them.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text as read } from 'node:stream/consumers';
import { exportFormats, type ChatEvent, type EventType, type User } from '@chat/protocol';
import { dialect, memoryStorage, type ChatStorage } from '@chat/server';
import { sqliteStorage } from '@chat/server/sqlite';
import { expect, onTestFinished, test, vi } from 'vitest';
import { oldVocabulary } from '../../../../examples/citas/old-vocabulary.ts';
import { oldFrontEnd } from '../../../../test/systems/old-front-end.ts';
import { patient } from '../../../../test/unhurried.ts';
import { createTranslator } from '../translation/translator.ts';
import { startReceiver } from '../webhooks/webhook-receiver.ts';
import { connect, message, startServer } from './harness.ts';

const stores: [string, () => ChatStorage][] = [
  ['memory', () => memoryStorage()],
  ['SQLite', () => sqliteStorage(':memory:')],
];
const roomId = 'r';
const canary = /canario/i;

const eventTypes: Record<EventType, true> = {
  'message:created': true,
  'message:updated': true,
  'message:deleted': true,
  'message:expired': true,
  'member:invited': true,
  'member:joined': true,
  'member:updated': true,
  'member:left': true,
  'room:updated': true,
  'room:ended': true,
  'room:changed': true,
  'room:removed': true,
  skip: true,
  missed: true,
  'typing:changed': true,
  'receipt:updated': true,
  'receipt:delivered': true,
  'report:changed': true,
  'approval:changed': true,
  'question:changed': true,
  'hand:changed': true,
  'lobby:changed': true,
  'scheduled:changed': true,
  'saved:changed': true,
  'reminder:changed': true,
  'draft:changed': true,
  'blocked:changed': true,
  'presence:changed': true,
  'reaction:burst': true,
  'caption:changed': true,
  'call:changed': true,
  'call:signal': true,
};

/** An old front end that is sent every event as it is, and can run the commands that it names. */
const everything = dialect({
  path: '/everything',
  handshake: (auth) => ({ token: auth.string('token') }),
  entered: async (caller) => void (await caller.call('room:join', { roomId })),
  events: {
    send: async (caller, said) =>
      void (await caller.call('message:send', { roomId, id: said.string('id'), text: said.string('text') })),
    history: async (caller) => ({ history: await caller.call('message:list', { roomId }) }),
    queue: async (caller) => ({ queue: await caller.call('approval:list', { roomId }) }),
    own: async (caller) => ({ own: await caller.call('approval:list', { roomId, own: true }) }),
  },
  tells: Object.fromEntries(
    Object.keys(eventTypes).map((type) => [
      type,
      ({ emit }: { emit(name: string, event: ChatEvent): void }, event: ChatEvent) => emit('event', event),
    ]),
  ),
  routes: {
    'GET /history': ({ call }) => call('message:list', { roomId }),
    'GET /room': ({ call }) => call('room:get', { roomId }),
  },
});

/** A site that messages link to, with the paths that were fetched. */
const startSite = async () => {
  const requests: string[] = [];
  const server = createServer((request, response) => {
    requests.push(request.url ?? '');
    response.writeHead(200, { 'content-type': 'text/html' }).end('<title>Café</title>');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return {
    requests,
    url: (path: string) => `http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`,
  };
};

const start = async (storage: ChatStorage) => {
  const [site, receiver, translator] = [await startSite(), await startReceiver(), createTranslator()];
  const mails: string[] = [];
  const summarized: string[] = [];
  const server = await startServer({
    storage,
    authenticate: ({ token, name = '' }): User => ({ id: token ?? name, name: token ?? name }),
    limits: { presenceGraceMs: 0 },
    dialects: [everything, oldVocabulary],
    webhooks: [receiver.webhook()],
    email: {
      send: async (mail) => void mails.push(JSON.stringify(mail)),
      from: 'Chat <chat@example.org>',
      addressOf: ({ id }) => `${id}@example.org`,
      baseUrl: 'http://127.0.0.1',
      afterMs: 1_000,
      level: 'all',
    },
    summary: {
      summarize: async ({ messages }) => {
        summarized.push(JSON.stringify(messages));
        return 'a summary';
      },
    },
    translation: translator.options,
    linkCards: { guests: true, privateHosts: ['127.0.0.1'] },
  });
  return { ...server, site, receiver, translator, mails, summarized };
};

test.each(stores)('%s: a message that waits leaves by no path', { timeout: 60_000 }, async (_, make) => {
  const { url, chat, site, receiver, translator, mails, summarized } = await start(make());
  const open = async (token: string) => {
    const peer = await connect(url, { token });
    await peer.call('room:join', { roomId });
    return peer;
  };
  const [ana, caro, gabi, eva] = [
    await open('ana'),
    await open('caro'),
    await open('gabi'),
    await open('eva'),
  ];
  await ana.call('recording:set', {
    roomId,
    recordingId: 'film',
    segments: [{ at: Date.now(), offset: 0, duration: 600_000 }],
  });
  await ana.call('room:update', { roomId, approval: 'everyone' });
  const front = await oldFrontEnd(url, { token: 'dora' }, '/everything');
  const author = await oldFrontEnd(url, { token: 'bea' }, '/everything');
  const portal = await oldFrontEnd(url);
  await portal.ask('entrarCita', { nombre: 'fede', sala: roomId });
  eva.socket.disconnect();

  // From an old front end, from the portal's, and at a scheduled time.
  const ids = [crypto.randomUUID(), crypto.randomUUID()];
  const [sentId = '', scheduledId = ''] = ids;
  const text = `${site.url('/canario')} míralo`;
  expect(await author.ask('send', { id: sentId, text })).toMatchObject({ error: 'pending_approval' });
  expect(await portal.ask('message', { mensaje: 'el canario del portal' })).toMatchObject({
    error: 'pending_approval',
  });
  await gabi.call('message:schedule', {
    ...message(roomId, 'canario a su hora'),
    id: scheduledId,
    sendAt: Date.now(),
  });
  const queue = async () => (await ana.call('approval:list', { roomId })).messages;
  await vi.waitFor(async () => expect(await queue()).toHaveLength(3), patient);

  // What others get: the next message, and nothing of those that wait.
  const replay = async () =>
    JSON.stringify(await caro.call('recording:replay', { roomId, recordingId: 'film', offset: 599_000 }));
  const transcripts = () =>
    Promise.all(
      exportFormats.flatMap((format) =>
        [{}, { recordingId: 'film' }].map((more) => read(chat.exportRoom(roomId, { format, ...more }))),
      ),
    );
  const asked = async () => {
    for (const messageId of ids)
      await caro.call('message:translate', { roomId, messageId, to: 'de' }).catch(() => null);
    await caro.call('summary:create', { roomId, after: 0 }).catch(() => null);
    const routes = ['/history', '/room'].map(async (path) => {
      const response = await fetch(url + path, { headers: { authorization: 'Bearer dora' } });
      expect(response.status).toBe(200);
      return response.text();
    });
    const answers = [
      await front.ask('history', {}),
      await front.ask('queue', {}),
      await front.ask('own', {}),
    ];
    return [...(await Promise.all(routes)), ...answers.map((each) => JSON.stringify(each))];
  };
  const events = () => [front.heard, portal.heard, caro.events].map((each) => JSON.stringify(each));
  const sinks = () => ({
    webhooks: receiver.received.map(({ body }) => body),
    mails,
    summarized,
    translated: translator.asked.map((each) => JSON.stringify(each)),
    fetched: site.requests,
    events: events(),
  });
  const leaks = (all: Record<string, string[]>) =>
    Object.entries(all).flatMap(([path, texts]) => (texts.some((each) => canary.test(each)) ? [path] : []));

  const next = await ana.call('message:send', message(roomId, `siguiente ${site.url('/next')}`));
  await caro.call('message:translate', { roomId, messageId: next.id, to: 'de' });
  const arrived = (part: RegExp) => {
    const found = sinks();
    for (const path of ['webhooks', 'mails', 'fetched'] as const)
      expect(found[path].filter((each) => part.test(each))).not.toEqual([]);
    for (const each of found.events) expect(each).toMatch(part);
  };
  const answered = await asked();
  await vi.waitFor(() => arrived(/siguiente|next/), patient);
  expect(answered.join()).toMatch(/siguiente/);
  expect(summarized.join()).toMatch(/siguiente/);
  const window = await replay();
  expect(window).toMatch(/siguiente/);
  expect(leaks({ ...sinks(), replay: [window], transcripts: await transcripts(), answered })).toEqual([]);
  // The author has it, in a list of their own.
  expect(JSON.stringify(await author.ask('own', {}))).toMatch(canary);

  // Approved, they are on each path: the search above can find them.
  for (const { message: held } of await queue())
    await ana.call('approval:approve', { roomId, messageId: held.id });
  await caro.call('message:translate', { roomId, messageId: sentId, to: 'de' });
  const published = await asked();
  const all = { ...sinks(), replay: [await replay()], transcripts: await transcripts(), published };
  await vi.waitFor(() => {
    const { webhooks, fetched, events: told, translated } = { ...all, ...sinks() };
    const paths = { ...all, webhooks, fetched, events: told, translated };
    expect(leaks(paths)).toEqual(Object.keys(paths).filter((path) => path !== 'mails'));
  }, patient);
});
