// What admins see of the webhooks, over socket, REST and in process.
import { expect, test, vi } from 'vitest';
import { patient } from '../../../../test/unhurried.ts';
import { connect, message, startServer } from '../chat/harness.ts';
import { rest } from '../files/file-fixtures.ts';
import { secret, startReceiver } from './webhook-receiver.ts';

const quiet = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
const users = {
  ana: { id: 'ana', name: 'Ana' },
  ada: { id: 'ada', name: 'Ada', role: 'admin' },
} as const;

/** A server with these webhooks, on which Ana sends messages, and Ada is an admin. */
const startWith = async (webhooks: ReturnType<Awaited<ReturnType<typeof startReceiver>>['webhook']>[]) => {
  const server = await startServer({
    logger: quiet,
    webhooks,
    authenticate: ({ token = '' }) => users[token as keyof typeof users] ?? null,
  });
  const [ana, ada] = await Promise.all(['ana', 'ada'].map((token) => connect(server.url, { token })));
  if (!ana || !ada) throw new Error('nobody is connected');
  await ana.call('room:join', { roomId: 'r' });
  return { ...server, ana, ada };
};

test('an admin sees the state of each webhook with its last deliveries, and never its secrets', async () => {
  const receiver = await startReceiver();
  const query = 'token=hidden-in-the-query';
  const { ana, ada, chat, url } = await startWith([
    receiver.webhook({
      name: 'crm',
      url: `http://127.0.0.1:${receiver.port}/chat?${query}#part`,
      events: ['message:created'],
    }),
    receiver.webhook({ name: 'index', events: ['room:ended'] }),
  ]);
  let isFirst = true;
  receiver.control.respond = (_received, response) => {
    response.writeHead(isFirst ? 503 : 204).end();
    isFirst = false;
  };
  await ana.call('message:send', message('r', 'one'));
  await vi.waitFor(() => expect(receiver.accepted).toHaveLength(1), patient);
  await ana.call('message:send', message('r', 'two'));
  await vi.waitFor(() => expect(chat.webhooks()[0]?.delivered).toBe(2), patient);

  const { webhooks } = await ada.call('webhook:list', {});
  const place = `http://127.0.0.1:${receiver.port}/chat`;
  expect(webhooks).toMatchObject([
    { name: 'crm', url: place, delivered: 2, failed: 1 },
    { name: 'index', url: place, delivered: 0, failed: 0, deliveries: [] },
  ]);
  const about = { type: 'message:created', roomId: 'r', rev: expect.any(Number) as number };
  const timed = { at: expect.any(Number) as number, durationMs: expect.any(Number) as number };
  const [last, repeated, failed] = webhooks[0]?.deliveries ?? [];
  expect(last).toEqual({ ...about, ...timed, id: last?.id, attempt: 1, delivered: true, status: 204 });
  expect(repeated).toEqual({ ...about, ...timed, id: failed?.id, attempt: 2, delivered: true, status: 204 });
  expect(failed).toEqual({ ...about, ...timed, id: failed?.id, attempt: 1, delivered: false, status: 503 });

  const overRest = await rest(url, 'ada', 'GET', '/webhooks?limit=1');
  expect(overRest.status).toBe(200);
  expect(overRest.body.webhooks[0]).toMatchObject({ failed: 1, deliveries: [last] });
  expect(overRest.body.webhooks[0].deliveries).toHaveLength(1);
  const inProcess = await chat.as(users.ada).call('webhook:list', {});
  expect(inProcess).toEqual({ webhooks: chat.webhooks() });
  for (const seen of [webhooks, overRest.body, inProcess]) {
    const text = JSON.stringify(seen);
    for (const hidden of [secret, secret.slice('whsec_'.length), query, 'hidden', '#part'])
      expect(text).not.toContain(hidden);
  }
});

test('an endpoint that cannot be reached is listed with the error, and its pause', async () => {
  const receiver = await startReceiver();
  const { ana, ada } = await startWith([receiver.webhook({ url: 'http://127.0.0.1:9/', name: 'dead' })]);
  await ana.call('message:send', message('r', 'one'));
  const read = async () => (await ada.call('webhook:list', {})).webhooks[0];
  await vi.waitFor(async () => expect((await read())?.pausedUntil).toBeGreaterThan(Date.now()), patient);
  const dead = await read();
  expect(dead?.roomsBehind).toBe(1);
  expect(dead?.deliveries[0]).toMatchObject({
    delivered: false,
    error: expect.stringMatching(/ECONNREFUSED/) as string,
  });
});

test('nobody else sees them, whatever their role in a room, nor learns whether there are any', async () => {
  const receiver = await startReceiver();
  const outcomes: unknown[] = [];
  for (const webhooks of [[], [receiver.webhook()]]) {
    const { ana, ada, chat, url } = await startWith(webhooks);
    const refusal = { code: 'forbidden', message: 'only an admin may do this' };
    await expect(ana.call('webhook:list', {})).rejects.toMatchObject(refusal);
    await expect(chat.as(users.ana).call('webhook:list', {})).rejects.toMatchObject(refusal);
    const { status, body } = await rest(url, 'ana', 'GET', '/webhooks');
    outcomes.push([status, { ...body.error, requestId: '' }]);
    expect((await ada.call('webhook:list', {})).webhooks).toHaveLength(webhooks.length);
  }
  expect(outcomes[0]).toEqual([
    403,
    { code: 'forbidden', message: expect.any(String) as string, requestId: '' },
  ]);
  expect(outcomes[1]).toEqual(outcomes[0]);
});
