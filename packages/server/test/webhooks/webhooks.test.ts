import { memoryStorage, type ChatServerOptions, type Session } from '@chat/server';
import { expect, test, vi } from 'vitest';
import { patient } from '../../../../test/unhurried.ts';
import { message, startServer } from '../chat/harness.ts';
import { startNodes } from '../nodes/nodes.ts';
import { startReceiver } from './webhook-receiver.ts';

const quiet = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

const sendMany = async (session: Session, roomId: string, from: number, to: number): Promise<void> => {
  for (let count = from; count <= to; count += 1)
    await session.call('message:send', message(roomId, `${count}`));
};
const numbers = (from: number, to: number): string[] =>
  Array.from({ length: to - from + 1 }, (_, index) => `${from + index}`);

/** A server with one webhook, and Ana in the room `r`. */
const startWithAna = async (options: ChatServerOptions) => {
  const { chat, ...server } = await startServer({ logger: quiet, ...options });
  const ana = chat.as({ id: 'ana', name: 'Ana' });
  await ana.call('room:join', { roomId: 'r' });
  return { ...server, chat, ana };
};

test('every durable change of a room arrives signed, in order', async () => {
  const receiver = await startReceiver();
  const { ana } = await startWithAna({ webhooks: [receiver.webhook()] });
  const hello = message('r', 'Hello');
  await ana.call('message:send', hello);
  await vi.waitFor(() => expect(receiver.texts()).toEqual(['Hello']), patient);
  await ana.call('message:edit', { roomId: 'r', messageId: hello.id, text: 'Hello!' });
  await vi.waitFor(() => expect(receiver.accepted.at(-1)?.event.type).toBe('message:updated'), patient);
  await ana.call('message:delete', { roomId: 'r', messageId: hello.id });
  await vi.waitFor(() => expect(receiver.accepted.at(-1)?.event.type).toBe('message:deleted'), patient);
  await ana.call('room:update', { roomId: 'r', title: 'Lobby' });
  await vi.waitFor(() => expect(receiver.accepted.at(-1)?.event.type).toBe('room:updated'), patient);

  const events = receiver.accepted.map(({ event }) => event);
  expect(events.map(({ type }) => type)).toEqual([
    'room:created',
    'member:joined',
    'message:created',
    'message:updated',
    'message:deleted',
    'room:updated',
  ]);
  expect(events[3]).toMatchObject({ roomId: 'r', message: { id: hello.id, text: 'Hello!' } });
  expect(events[4]).toMatchObject({ message: { id: hello.id, text: '' } });
  expect(events[5]).toMatchObject({ room: { title: 'Lobby' } });
  expect(receiver.accepted[2]?.headers).toMatchObject({
    'content-type': 'application/json',
    'webhook-id': expect.stringMatching(/^evt_/) as string,
    'webhook-timestamp': expect.stringMatching(/^\d{10}$/) as string,
  });
  expect(new Set(receiver.received.map(({ id }) => id)).size).toBe(6);
});

test('a member who is added, muted and removed arrives as joined, updated and left', async () => {
  const receiver = await startReceiver();
  const { ana, chat } = await startWithAna({ webhooks: [receiver.webhook()] });
  const bo = chat.as({ id: 'bo', name: 'Bo' });
  await bo.call('room:join', { roomId: 'lobby' });
  const target = { roomId: 'p', userId: 'bo' };
  const inRoom = () => receiver.accepted.flatMap(({ event }) => (event.roomId === 'p' ? [event.type] : []));
  const arrives = (type: string) => vi.waitFor(() => expect(inRoom().at(-1)).toBe(type), patient);
  await ana.call('room:create', { roomId: 'p', title: 'P', type: 'private' });
  await arrives('member:joined');
  await ana.call('member:add', target);
  await vi.waitFor(() => expect(inRoom()).toHaveLength(3), patient);
  await ana.call('member:mute', { ...target, until: Date.now() + 60_000 });
  await arrives('member:updated');
  await ana.call('member:remove', target);
  await arrives('member:left');
  expect(inRoom()).toEqual([
    'room:created',
    'member:joined',
    'member:joined',
    'member:updated',
    'member:left',
  ]);
  expect(receiver.accepted.at(-1)?.event).toMatchObject({ userId: 'bo', reason: 'removed' });
});

test('private messages, other events and other rooms are left out', async () => {
  const receiver = await startReceiver();
  const { ana, chat } = await startWithAna({
    webhooks: [receiver.webhook({ events: ['message:created'], rooms: ['r'] })],
  });
  const bo = chat.as({ id: 'bo', name: 'Bo' });
  await bo.call('room:join', { roomId: 'r' });
  await ana.call('message:send', { ...message('r', 'secret'), to: ['bo'] });
  await bo.call('room:join', { roomId: 'other' });
  await bo.call('message:send', message('other', 'elsewhere'));
  await ana.call('message:send', message('r', 'public'));
  await vi.waitFor(() => expect(receiver.texts()).toEqual(['public']), patient);
  expect(receiver.received.map(({ event }) => event.type)).toEqual(['message:created']);
});

test('a failing event is retried with the same id and holds up its room alone', async () => {
  const receiver = await startReceiver();
  const { ana, chat } = await startWithAna({ webhooks: [receiver.webhook({ events: ['message:created'] })] });
  let failures = 0;
  receiver.control.respond = ({ event }, response) => {
    const isPoison = 'message' in event && event.message.text === '2' && failures < 2;
    if (isPoison) failures += 1;
    response.writeHead(isPoison ? 500 : 204).end();
  };
  await sendMany(ana, 'r', 1, 3);
  await ana.call('room:join', { roomId: 'fine' });
  await ana.call('message:send', message('fine', 'other room'));
  await vi.waitFor(() => expect(receiver.texts()).toContain('other room'), patient);
  await vi.waitFor(() => expect(receiver.texts()).toContain('3'), patient);
  const inRoom = receiver.received.filter(({ event }) => event.roomId === 'r');
  expect(receiver.texts(inRoom)).toEqual(['1', '2', '2', '2', '3']);
  expect(new Set(inRoom.map(({ id }) => id)).size).toBe(3);
  expect(receiver.texts().indexOf('other room')).toBeLessThan(receiver.texts().indexOf('2'));

  // The receiver has the last event before the server has its response.
  await vi.waitFor(() => expect(chat.webhooks()[0]?.delivered).toBe(4), patient);
  const [status] = chat.webhooks();
  expect(status).toMatchObject({ delivered: 4, failed: 2, name: `127.0.0.1:${receiver.port}/chat` });
  expect(status?.deliveries.filter(({ delivered }) => !delivered)).toMatchObject([
    { status: 500, attempt: 2 },
    { status: 500, attempt: 1 },
  ]);
  await vi.waitFor(() => expect(chat.webhooks()[0]?.roomsBehind).toBe(0), patient);
  const name = `webhook="127.0.0.1:${receiver.port}/chat"`;
  expect(chat.metrics()).toContain(`chat_webhook_deliveries_total{${name},outcome="failed"} 2\n`);
  expect(chat.metrics()).toContain(`chat_webhook_rooms_behind{${name}} 0\n`);
});

test('what happened while the endpoint and then the server were down arrives after a restart', async () => {
  const receiver = await startReceiver();
  const storage = memoryStorage();
  const webhooks = [receiver.webhook({ events: ['message:created'] })];
  const first = await startWithAna({ storage, webhooks });
  await sendMany(first.ana, 'r', 1, 3);
  await vi.waitFor(() => expect(receiver.texts()).toEqual(numbers(1, 3)), patient);
  receiver.control.respond = (_one, response) => void response.writeHead(503).end();
  await sendMany(first.ana, 'r', 4, 9);
  await vi.waitFor(() => expect(receiver.received.length).toBeGreaterThan(3), patient);
  await first.stop();
  receiver.control.respond = null;
  await startServer({ storage, webhooks, logger: quiet });
  await vi.waitFor(() => expect(receiver.texts()).toEqual(numbers(1, 9)), patient);
});

test('an endpoint that keeps failing is paused, and nothing waits in memory', async () => {
  const receiver = await startReceiver();
  const logged: string[] = [];
  const logger = {
    ...quiet,
    warn: (_: object, text: string) => logged.push(text),
    error: (_: object, text: string) => logged.push(text),
    info: (_: object, text: string) => logged.push(text),
  };
  const { ana, chat } = await startWithAna({
    webhooks: [receiver.webhook({ events: ['message:created'] })],
    logger,
  });
  receiver.control.respond = (_one, response) => void response.writeHead(500).end();
  for (const room of numbers(1, 20)) {
    await ana.call('room:join', { roomId: room });
    await ana.call('message:send', message(room, room));
  }
  await vi.waitFor(() => expect(chat.webhooks()[0]?.pausedUntil).toBeGreaterThan(Date.now()), patient);
  expect(logged).toEqual(['a webhook failed, and is retried', 'a webhook keeps failing: its events wait']);
  // Eight rooms at a time begin; after the third failure no other does.
  expect(receiver.received.length).toBeLessThan(12);
  receiver.control.respond = null;
  await vi.waitFor(() => expect(new Set(receiver.texts())).toEqual(new Set(numbers(1, 20))), patient);
  expect(receiver.texts()).toHaveLength(20);
  expect(logged.at(-1)).toBe('a webhook works again');
});

test('more changes than can be read at once are delivered, each once', async () => {
  const receiver = await startReceiver();
  const storage = memoryStorage();
  const webhooks = [receiver.webhook({ events: ['message:created', 'message:updated', 'message:deleted'] })];
  const { ana, stop } = await startWithAna({ storage, webhooks });
  const old = [message('r', 'old'), message('r', 'older')];
  for (const each of old) await ana.call('message:send', each);
  await vi.waitFor(() => expect(receiver.texts()).toEqual(['old', 'older']), patient);
  await stop();
  // A server without the webhook changes the room meanwhile.
  const between = await startServer({ storage, logger: quiet });
  const again = between.chat.as({ id: 'ana', name: 'Ana' });
  await again.call('room:join', { roomId: 'r' });
  await sendMany(again, 'r', 1, 1_100);
  await again.call('message:edit', { roomId: 'r', messageId: old[0]?.id ?? '', text: 'edited' });
  await again.call('message:delete', { roomId: 'r', messageId: old[1]?.id ?? '' });
  await between.stop();
  receiver.received.length = 0;
  receiver.accepted.length = 0;
  const last = await startWithAna({ storage, webhooks });
  await last.ana.call('message:send', message('r', 'now'));
  await vi.waitFor(() => expect(receiver.texts()).toContain('now'), patient);
  expect(receiver.texts()).toEqual([...numbers(1, 1_100), 'now']);
  const others = receiver.accepted.filter(({ event }) => event.type !== 'message:created');
  expect(others.map(({ event }) => event.type)).toEqual(['message:updated', 'message:deleted']);
}, 60_000);

test('two nodes deliver each event once and in order, and one continues for the other', async () => {
  const receiver = await startReceiver();
  const { nodes } = await startNodes(2, {
    webhooks: [receiver.webhook({ events: ['message:created'] })],
    logger: quiet,
  });
  const sessions = nodes.map(({ chat }) => chat.as({ id: 'ana', name: 'Ana' }));
  for (const session of sessions) await session.call('room:join', { roomId: 'r' });
  const sent: string[] = [];
  for (let count = 1; count <= 100; count += 1) {
    const { text } = (await sessions[count % 2]?.call('message:send', message('r', `${count}`))) ?? {};
    sent.push(text ?? '');
  }
  await vi.waitFor(() => expect(receiver.texts()).toHaveLength(100), patient);
  expect(receiver.texts(receiver.received)).toEqual(sent);
  const delivered = () =>
    nodes.map(({ chat }) => chat.webhooks()[0]?.delivered ?? 0).reduce((sum, each) => sum + each, 0);
  await vi.waitFor(() => expect(delivered()).toBe(100), patient);

  await nodes[0]?.stop();
  const [, second] = sessions;
  if (second) await sendMany(second, 'r', 101, 110);
  await vi.waitFor(() => expect(receiver.texts()).toEqual(numbers(1, 110)), patient);
});

test('redirects are not followed, and a slow or huge response is cut off', async () => {
  const receiver = await startReceiver();
  const target = await startReceiver();
  const { ana, chat } = await startWithAna({
    webhooks: [receiver.webhook({ events: ['message:created'], timeoutMs: 300 })],
  });
  let attempt = 0;
  receiver.control.respond = (_one, response) => {
    attempt += 1;
    if (attempt === 1) response.writeHead(307, { location: target.webhook().url }).end();
    else if (attempt === 2) response.writeHead(204).flushHeaders();
    else if (attempt === 3) {
      response.writeHead(200);
      const chunk = Buffer.alloc(64 * 1_024);
      const more = (): void => {
        while (!response.destroyed && response.write(chunk));
      };
      response.on('drain', more);
      more();
    } else response.writeHead(204).end();
  };
  await ana.call('message:send', message('r', 'one'));
  await vi.waitFor(() => expect(chat.webhooks()[0]?.deliveries[0]?.delivered).toBe(true), patient);
  const outcomes = chat.webhooks()[0]?.deliveries.map(({ status, delivered }) => [status, delivered]);
  expect(outcomes?.toReversed().slice(0, 1)).toEqual([[307, false]]);
  expect(target.received).toEqual([]);
});
