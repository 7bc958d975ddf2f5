// A site that a visitor opens must not act as that visitor with their cookies, whatever `cors` allows.
import { dialect, type ChatServerOptions } from '@chat/server';
import { io } from 'socket.io-client';
import { describe, expect, onTestFinished, test } from 'vitest';
import { connect, startServer } from '../chat/harness.ts';

const app = 'https://app.test';
const evil = 'https://evil.test';

const authenticate: ChatServerOptions['authenticate'] = ({ headers, token }) =>
  headers.cookie === 'session=ana' ||
  headers.authorization?.startsWith('Basic ') === true ||
  token === 'token-of-ana'
    ? { id: 'ana', name: 'Ana' }
    : null;

const old = dialect({
  events: { cookie: ({ headers }) => ({ cookie: headers.cookie ?? null }) },
  routes: { 'GET /old/cookie': ({ headers }) => ({ cookie: headers.cookie ?? null }) },
});

const start = async (origin: string | string[]) => {
  const { url } = await startServer({ authenticate, cors: { origin }, dialects: [old] });
  const status = async (path: string, headers: Record<string, string>, init: RequestInit = {}) =>
    (await fetch(`${url}/chat/api${path}`, { ...init, headers })).status;
  const form = (): RequestInit => {
    const body = new FormData();
    body.append('file', new File(['hola'], 'a.txt'));
    return { method: 'POST', body };
  };
  const socketAs = (transport: 'websocket' | 'polling', headers: Record<string, string>) =>
    connect(url, {}, { transports: [transport], extraHeaders: headers }).then(
      ({ hello }) => hello.user.id,
      (error: { code?: string }) => error.code,
    );
  const oldSocketSees = async (headers: Record<string, string>): Promise<unknown> => {
    const socket = io(url, { forceNew: true, reconnection: false, extraHeaders: headers });
    onTestFinished(() => void socket.close());
    return ((await socket.timeout(30_000).emitWithAck('cookie')) as { cookie: unknown }).cookie;
  };
  /** Whether each transport accepts these headers as Ana's. */
  const enterBy = async (headers: Record<string, string>) => {
    const old = await fetch(`${url}/old/cookie`, { headers });
    return {
      rest: await status('/rooms', headers),
      upload: await status('/rooms/r/files', headers, form()),
      websocket: await socketAs('websocket', headers),
      polling: await socketAs('polling', headers),
      oldRoute: ((await old.json()) as { cookie: unknown }).cookie,
      oldSocket: await oldSocketSees(headers),
    };
  };
  await fetch(`${url}/chat/api/rooms/r/join`, {
    method: 'POST',
    headers: { authorization: 'Bearer token-of-ana' },
  });
  return { url, enterBy };
};

const cookie = 'session=ana';
const asAna = {
  rest: 200,
  upload: 201,
  websocket: 'ana',
  polling: 'ana',
  oldRoute: cookie,
  oldSocket: cookie,
};
const asNobody = {
  rest: 401,
  upload: 401,
  websocket: 'unauthenticated',
  polling: 'unauthenticated',
  oldRoute: null,
  oldSocket: null,
};

describe.each([['*'], [['*', app]]])('with cors %s', (origin) => {
  test('other origins cannot use the visitor’s cookies or password', async () => {
    const { enterBy } = await start(origin);
    expect(await enterBy({ cookie, origin: evil })).toEqual(asNobody);
    expect(await enterBy({ cookie, origin: 'null' })).toEqual(asNobody);
    const basic = { authorization: `Basic ${btoa('ana:x')}`, origin: evil };
    expect(await enterBy(basic)).toEqual(asNobody);
  });

  test('the own origin and clients without an origin can use cookies, any origin a token', async () => {
    const { url, enterBy } = await start(origin);
    expect(await enterBy({ cookie, origin: url })).toEqual(asAna);
    expect(await enterBy({ cookie })).toEqual(asAna);
    const { rest } = await enterBy({ authorization: 'Bearer token-of-ana', origin: evil });
    expect(rest).toBe(200);
  });
});

test('a listed origin can use cookies, even next to *', async () => {
  const { enterBy } = await start(['*', app]);
  expect(await enterBy({ cookie, origin: app })).toEqual(asAna);
});

test('a link or an image on another site, which sends no origin, cannot use cookies', async () => {
  const { enterBy } = await start(app);
  for (const site of ['cross-site', 'same-site'])
    expect(await enterBy({ cookie, 'sec-fetch-site': site })).toEqual(asNobody);
  for (const site of ['same-origin', 'none'])
    expect(await enterBy({ cookie, 'sec-fetch-site': site })).toEqual(asAna);
});
