// E-mail about unread messages: recipients, content, once each, and unsubscribing.
import type { User } from '@chat/protocol';
import { memoryStorage, type ChatServerOptions, type EmailOptions, type Mail } from '@chat/server';
import { describe, expect, test, vi } from 'vitest';
import { patient } from '../../../../test/unhurried.ts';
import { connect, message, startServer, type Peer } from '../chat/harness.ts';
import { startNodes } from '../nodes/nodes.ts';

const authenticate = ({ token = '' }): User => ({ id: token, name: token });
const limits = { presenceGraceMs: 0 };
const roomId = 'r';

const mailer = (options: Partial<EmailOptions> = {}) => {
  const sent: Mail[] = [];
  const email: EmailOptions = {
    send: async (mail) => void sent.push(mail),
    from: 'Chat <chat@example.org>',
    addressOf: ({ id }) => `${id}@example.org`,
    baseUrl: 'http://127.0.0.1',
    afterMs: 1_000,
    ...options,
  };
  const to = (name: string) => sent.filter((mail) => mail.to === `${name}@example.org`);
  return { email, sent, to };
};

const inPrivateRoom = async (url: string, options: object = {}) => {
  const [ana, bea] = (await Promise.all(['ana', 'bea'].map((token) => connect(url, { token })))) as [
    Peer,
    Peer,
  ];
  await ana.call('room:create', { roomId, type: 'public', title: 'Plans' });
  for (const peer of [ana, bea]) await peer.call('room:join', { roomId });
  await ana.call('room:create', {
    roomId: 'p',
    type: 'private',
    userIds: ['bea'],
    title: 'Office',
    ...options,
  });
  await ana.call('room:join', { roomId: 'p' });
  await bea.call('member:accept', { roomId: 'p' });
  await bea.call('room:join', { roomId: 'p' });
  return { ana, bea };
};

const start = async (options: Partial<EmailOptions> = {}, server: ChatServerOptions = {}) => {
  const mail = mailer(options);
  const running = await startServer({ authenticate, limits, email: mail.email, ...server });
  return { ...mail, ...running, ...(await inPrivateRoom(running.url)) };
};

const leave = async (peer: Peer, other: Peer): Promise<void> => {
  const { id } = peer.hello.user;
  // A user who joins and leaves within one window causes no event.
  await other.until(
    (event) => event.type === 'presence:changed' && event.joined.some(({ user }) => user.id === id),
  );
  peer.socket.disconnect();
  await other.until((event) => event.type === 'presence:changed' && event.left.includes(id));
};

const arrives = (list: () => Mail[], count = 1) =>
  vi.waitFor(() => expect(list().length).toBeGreaterThanOrEqual(count), patient);

/** Longer than several rounds. */
const rounds = () => new Promise((resolve) => setTimeout(resolve, 2_500));

test('an absent user gets one mail about mentions in all rooms, and no second one', async () => {
  const { ana, bea, to } = await start();
  await leave(bea, ana);
  await ana.call('message:send', { ...message('p', 'Are you <b>there</b>?'), mentions: ['bea'] });
  await ana.call('message:send', message('p', 'only for those who look'));
  await ana.call('message:send', { ...message(roomId, 'And here'), mentions: ['bea'] });
  await arrives(() => to('bea'));
  await rounds();
  const [mail, ...others] = to('bea');
  expect(others).toEqual([]);
  expect(mail).toMatchObject({
    from: 'Chat <chat@example.org>',
    subject: '2 unread messages on 127.0.0.1',
    headers: {
      'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
      'Auto-Submitted': 'auto-generated',
    },
  });
  expect(mail?.text).toContain('Office');
  expect(mail?.text).toContain('ana: Are you <b>there</b>?');
  expect(mail?.text).toContain('Plans');
  expect(mail?.text).not.toContain('only for those');
  expect(mail?.html).toContain('Are you &lt;b&gt;there&lt;/b&gt;?');
  expect(mail?.html).not.toContain('<b>there');
  expect(to('ana')).toEqual([]);
});

test('a mention is mailed however many unread messages come before it', async () => {
  const fast = { ...limits, sendsPerSecond: Infinity, commandsPerSecond: Infinity };
  const { ana, bea, to } = await start({}, { limits: fast });
  await leave(bea, ana);
  for (let n = 0; n < 110; n += 1) await ana.call('message:send', message(roomId, `chatter ${n}`));
  await ana.call('message:send', { ...message(roomId, 'Bea?'), mentions: ['bea'] });
  await arrives(() => to('bea'));
  expect(to('bea')[0]?.text).toContain('ana: Bea?');
  expect(to('bea')[0]?.text).not.toContain('chatter');
});

test('what was read, deleted, blocked, silenced or not wanted is not in a mail', async () => {
  const { ana, bea, url, to } = await start({ level: 'all' });
  const cleo = await connect(url, { token: 'cleo' });
  await cleo.call('room:join', { roomId });
  await bea.call('user:block', { userId: 'cleo' });
  await ana.call('message:send', message(roomId, 'read at once'));
  await bea.call('receipt:read', { roomId, seq: 1 });
  await bea.call('notification:settings', { roomId: 'p', level: 'none' });
  await leave(bea, ana);
  await cleo.call('message:send', { ...message(roomId, 'from the blocked one'), mentions: ['bea'] });
  await ana.call('message:send', { ...message('p', 'in the room without notifications'), mentions: ['bea'] });
  await ana.call('message:send', { ...message(roomId, 'for cleo alone'), to: ['cleo'] });
  const gone = await ana.call('message:send', message(roomId, 'deleted'));
  await ana.call('message:delete', { roomId, messageId: gone.id });
  await ana.call('message:send', message(roomId, 'unread'));
  await arrives(() => to('bea'));
  await rounds();
  const [mail, ...others] = to('bea');
  expect(others).toEqual([]);
  expect(mail?.subject).toBe('1 unread message on 127.0.0.1');
  expect(mail?.text).toContain('ana: unread');
  for (const text of ['read at once', 'blocked', 'without notifications', 'cleo alone', 'deleted'])
    expect(mail?.text).not.toContain(text);
});

test('users who are online, have no address or chose none get no mail', async () => {
  const { ana, bea, url, sent } = await start({
    addressOf: ({ id }) => (id === 'dan' ? null : id === 'eve' ? 'eve@x\r\nBcc: all@x' : `${id}@example.org`),
  });
  const others = await Promise.all(['dan', 'eve', 'fay'].map((token) => connect(url, { token })));
  for (const peer of others) await peer.call('room:join', { roomId });
  const [, , fay] = others;
  expect(await fay?.call('notification:settings', {})).toMatchObject({ email: 'mentions' });
  await fay?.call('notification:settings', { email: 'none' });
  for (const peer of others) await leave(peer, ana);
  await ana.call('message:send', { ...message(roomId, 'hey'), mentions: ['bea', 'dan', 'eve', 'fay'] });
  await rounds();
  expect(sent).toEqual([]);
  expect(bea.hello.user.id).toBe('bea');
});

test('the language is the user’s, and no name of a room or user adds a header', async () => {
  const { ana, bea, to } = await start({ addressOf: () => ({ address: 'bea@example.org', language: 'de' }) });
  await ana.call('room:update', { roomId: 'p', title: 'Plan <script>' });
  await leave(bea, ana);
  await ana.call('message:send', { ...message('p', 'hallo'), mentions: ['bea'] });
  await arrives(() => to('bea'));
  const [mail] = to('bea');
  expect(mail?.subject).toBe('1 ungelesene Nachricht auf 127.0.0.1');
  expect(mail?.html).toContain('lang="de"');
  expect(mail?.html).toContain('Plan &lt;script&gt;');
  for (const value of [mail?.subject, mail?.to, mail?.messageId, ...Object.values(mail?.headers ?? {})])
    expect(value).not.toMatch(/[\r\n]/);
});

const wav = Buffer.from('UklGRiQAAABXQVZFZm10IBAAAAABAAEAQB8AAEAfAAABAAgAZGF0YQAAAAA=', 'base64');

test('a message without text is named by its kind, in the language of the user', async () => {
  const addressOf = () => ({ address: 'bea@example.org', language: 'es' as const });
  const { ana, bea, url, to } = await start({ addressOf, level: 'all' });
  await leave(bea, ana);
  const form = new FormData();
  for (const [field, value] of Object.entries({ durationMs: '4200', waveform: '0,50' }))
    form.append(field, value);
  form.append('file', new Blob([wav], { type: 'audio/wav' }), 'Voice note.wav');
  const headers = { authorization: 'Bearer ana' };
  const response = await fetch(`${url}/chat/api/rooms/p/files`, { method: 'POST', headers, body: form });
  const { fileId } = (await response.json()) as { fileId: string };
  await ana.call('message:send', { ...message('p', ''), attachments: [{ fileId }] });
  await ana.call('message:send', { ...message('p', ''), location: { latitude: 40.4, longitude: -3.7 } });
  const { id: callId } = await ana.call('call:start', { roomId: 'p', kind: 'audio' });
  await ana.call('call:hangup', { callId });
  await arrives(() => to('bea'));
  const lines = to('bea')[0]
    ?.text.split('\n')
    .filter((line) => line.startsWith('  ana: '));
  expect(lines).toEqual(['  ana: [Nota de voz]', '  ana: [Ubicación]', '  ana: [Llamada]']);
});

test('a mail that the mailer refuses is sent later, with the same content', async () => {
  let at = Date.UTC(2026, 0, 1);
  let failing = true;
  const tries: Mail[] = [];
  const { ana, bea } = await start(
    {
      send: async (mail) => {
        tries.push(mail);
        if (failing) throw new Error('the mail server is down');
      },
    },
    { now: () => at, logger: { debug() {}, info() {}, warn() {}, error() {} } },
  );
  await leave(bea, ana);
  await ana.call('message:send', { ...message('p', 'hello'), mentions: ['bea'] });
  at += 2_000;
  await arrives(() => tries);
  failing = false;
  // The time of the next attempt counts from the end of this one.
  await vi.waitFor(() => {
    at += 61_000;
    expect(tries.length).toBeGreaterThanOrEqual(2);
  }, patient);
  expect(tries[1]?.messageId).toBe(tries[0]?.messageId);
  expect(tries[1]?.text).toBe(tries[0]?.text);
  at += 600_000;
  await rounds();
  expect(tries).toHaveLength(2);
});

test('a mail is given up after five failures, and later messages are mailed', async () => {
  let at = Date.UTC(2026, 0, 1);
  const tries: string[] = [];
  let failing = true;
  const { ana, bea } = await start(
    {
      send: async ({ text }) => {
        tries.push(text);
        if (failing) throw new Error('the mail server is down');
      },
    },
    { now: () => at, logger: { debug() {}, info() {}, warn() {}, error() {} } },
  );
  await leave(bea, ana);
  await ana.call('message:send', { ...message('p', 'the first'), mentions: ['bea'] });
  const pass = (count: number) =>
    vi.waitFor(() => {
      at += 61_000;
      expect(tries.length).toBe(count);
    }, patient);
  for (let count = 1; count <= 5; count += 1) await pass(count);
  at += 600_000;
  await rounds();
  expect(tries).toHaveLength(5);
  failing = false;
  await ana.call('message:send', { ...message('p', 'the second'), mentions: ['bea'] });
  await pass(6);
  expect(tries[5]).toContain('ana: the second');
  expect(tries[5]).not.toContain('the first');
});

test('of two nodes, exactly one sends each mail', async () => {
  const { email, to } = mailer();
  const { nodes } = await startNodes(2, { authenticate, email, limits }, memoryStorage());
  const [one, two] = nodes as [(typeof nodes)[0], (typeof nodes)[0]];
  const { ana, bea } = await inPrivateRoom(one.url);
  const other = await connect(two.url, { token: 'cleo' });
  await other.call('room:join', { roomId });
  await leave(bea, ana);
  for (let count = 0; count < 3; count += 1) {
    await ana.call('message:send', { ...message('p', `p${count}`), mentions: ['bea'] });
    await other.call('message:send', { ...message(roomId, `r${count}`), mentions: ['bea'] });
  }
  await arrives(() => to('bea'));
  await rounds();
  const texts = to('bea')
    .map(({ text }) => text)
    .join('\n');
  for (const text of ['p0', 'p1', 'p2', 'r0', 'r1', 'r2']) expect(texts.split(`: ${text}`)).toHaveLength(2);
});

describe('the link to unsubscribe', () => {
  const linkOf = async () => {
    const started = await start();
    const { ana, bea, to, url } = started;
    await leave(bea, ana);
    await ana.call('message:send', { ...message('p', 'hello'), mentions: ['bea'] });
    await arrives(() => to('bea'));
    const link = /<(.*)>/.exec(to('bea')[0]?.headers['List-Unsubscribe'] ?? '')?.[1] ?? '';
    const { pathname, search } = new URL(link);
    return { ...started, address: `${url}${pathname}${search}` };
  };

  test('asks on GET, and unsubscribes by one click on POST without a session', async () => {
    const { address, ana, url, to } = await linkOf();
    const asked = await fetch(address);
    expect(asked.status).toBe(200);
    expect(asked.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(await asked.text()).toContain('<form method="post">');
    const bea = await connect(url, { token: 'bea' });
    expect(await bea.call('notification:settings', {})).toMatchObject({ email: 'mentions' });
    const body = 'List-Unsubscribe=One-Click';
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    expect((await fetch(address, { method: 'POST', body, headers })).status).toBe(200);
    expect(await bea.call('notification:settings', {})).toMatchObject({ email: 'none' });
    bea.socket.disconnect();
    await ana.call('message:send', { ...message('p', 'again'), mentions: ['bea'] });
    await rounds();
    expect(to('bea')).toHaveLength(1);
  });

  test('of another user does not work with this signature', async () => {
    const { address, url } = await linkOf();
    const forged = new URL(address);
    forged.searchParams.set('u', Buffer.from('ana').toString('base64url'));
    expect((await fetch(forged, { method: 'POST' })).status).toBe(404);
    forged.searchParams.delete('s');
    expect((await fetch(forged)).status).toBe(404);
    const ana = await connect(url, { token: 'ana' });
    expect(await ana.call('notification:settings', {})).toMatchObject({ email: 'mentions' });
  });
});

test.each([
  ['from', { from: 'x@y\r\nBcc: z@y' }],
  ['baseUrl', { baseUrl: 'www.example.org' }],
  ['afterMs', { afterMs: 10 }],
  ['level', { level: 'some' as never }],
])('the server refuses to start with an invalid %s', async (name, options) => {
  await expect(startServer({ email: mailer(options).email })).rejects.toThrow(`email.${name}`);
});
