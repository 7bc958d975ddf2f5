import { request } from 'node:http';
import { ChatError, type Logger } from '@chat/server';
import { expect, test } from 'vitest';
import { connect, message, startServer } from './harness.ts';

type Line = { level: string; text: string } & Record<string, unknown>;

/** A logger of pino's shape that records its entries. */
const keepingLogger = (): { logger: Logger; lines: Line[] } => {
  const lines: Line[] = [];
  const at = (level: string) => (fields: object, text: string) => void lines.push({ level, text, ...fields });
  return {
    lines,
    logger: { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') },
  };
};

const start = async () => {
  const { logger, lines } = keepingLogger();
  const seen: string[] = [];
  const running = await startServer({
    logger,
    hooks: {
      'before:message:send': (context, { text }) => {
        seen.push(context.requestId());
        if (text === 'break') throw new Error('a secret of the hook');
        // As a storage says it.
        if (text === 'away')
          throw Object.assign(new Error('connect ECONNREFUSED 10.0.0.1:5432'), { away: true });
        if (text === 'no') throw new ChatError('forbidden', 'not here', { reason: 'quiet' });
      },
    },
  });
  const ana = await connect(running.url);
  await ana.call('room:join', { roomId: 'r' });
  const post = async (text: string, headers: Record<string, string> = {}) => {
    const { id } = message('r', text);
    const response = await fetch(`${running.url}/chat/api/rooms/r/messages`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${ana.hello.token}`,
        'content-type': 'application/json',
        ...headers,
      },
      body: JSON.stringify({ id, text }),
    });
    const body = (await response.json()) as { error?: { requestId: string; message: string } };
    return { name: response.headers.get('x-request-id'), body };
  };
  const logged = (requestId: string | null | undefined) =>
    lines.filter((line) => requestId != null && line['requestId'] === requestId);
  return { ...running, ana, post, seen, logged };
};

test('every refusal has an id that is in the log, by socket and by REST', async () => {
  const { ana, post, seen, logged } = await start();
  const refused = { command: 'message:send', code: 'forbidden', reason: 'quiet', level: 'debug' };
  const bySocket = await ana.call('message:send', message('r', 'no')).catch((error: unknown) => error);
  const { requestId } = bySocket as ChatError;
  expect(logged(requestId)).toMatchObject([refused]);
  expect(seen.at(-1)).toBe(requestId);
  const byRest = await post('no');
  expect(byRest.body.error).toMatchObject({ code: 'forbidden', requestId: byRest.name });
  expect(logged(byRest.name)).toMatchObject([refused]);
  expect(seen.at(-1)).toBe(byRest.name);
  expect(byRest.name).not.toBe(requestId);
});

test('an internal error is logged with its cause, and sent without it under the same id', async () => {
  const { ana, post, logged } = await start();
  const bySocket = await ana.call('message:send', message('r', 'break')).catch((error: unknown) => error);
  const byRest = await post('break', { 'x-request-id': 'trace:7' });
  expect(byRest.name).toBe('trace:7');
  for (const error of [bySocket as ChatError, byRest.body.error]) {
    expect(error?.message).toBe('internal error');
    const err = expect.objectContaining({ message: 'a secret of the hook' }) as Error;
    expect(logged(error?.requestId)).toMatchObject([{ level: 'error', err }, { level: 'debug' }]);
  }
});

test('a store that is down is an error in the log and `overloaded` for the client', async () => {
  const { ana, post, logged } = await start();
  const bySocket = await ana.call('message:send', message('r', 'away')).catch((error: unknown) => error);
  const byRest = await post('away');
  for (const error of [bySocket as ChatError, byRest.body.error]) {
    expect(error).toMatchObject({ code: 'overloaded', message: expect.not.stringContaining('10.0.0.1') });
    const err = expect.objectContaining({ message: 'connect ECONNREFUSED 10.0.0.1:5432' }) as Error;
    expect(logged(error?.requestId)).toMatchObject([{ level: 'error', err }, { level: 'debug' }]);
  }
});

test('the request id of a proxy is used if it is safe', async () => {
  const { url, post } = await start();
  expect((await post('hola', { 'x-request-id': '1-67891233-abcdef01' })).name).toBe('1-67891233-abcdef01');
  const own = expect.stringMatching(/^[\da-f-]{36}$/) as string;
  for (const bad of ['', 'x'.repeat(129), 'a b', '{"level":50}', 'a\u00adb'])
    expect((await post('hola', { 'x-request-id': bad })).name).toEqual(own);
  const twice = await new Promise<unknown>((resolve, reject) =>
    request(`${url}/chat/health`, { headers: { 'x-request-id': ['one', 'two'] } }, (answer) => {
      answer.resume();
      resolve(answer.headers['x-request-id']);
    })
      .on('error', reject)
      .end(),
  );
  expect(twice).toEqual(own);
  // For every request below the path: unknown routes and unauthenticated users.
  for (const path of ['health', 'api/nothing', 'nothing', 'api/rooms']) {
    const answer = await fetch(`${url}/chat/${path}`, { headers: { 'x-request-id': `for-${path.length}` } });
    expect(answer.headers.get('x-request-id')).toBe(`for-${path.length}`);
    const { error } = (await answer.json()) as { error?: { requestId: string } };
    expect(error?.requestId).toBe(answer.ok ? undefined : `for-${path.length}`);
  }
});

test('a refused sign-in and a rate limited command have an id too', async () => {
  const { url } = await startServer({
    limits: { maxPendingCommands: 1 },
    authenticate: ({ token, requestId }) => {
      if (token === 'break') throw new Error(`the users are away for ${requestId}`);
      return token ? { id: token, name: token } : null;
    },
    logger: { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} },
  });
  for (const auth of [{}, { token: 'break' }])
    await expect(connect(url, auth)).rejects.toMatchObject({ requestId: expect.any(String) as string });
  const ana = await connect(url, { token: 'ana' });
  const answers = await Promise.all(
    [1, 2, 3].map(() => ana.socket.emitWithAck('room:join', { roomId: 'r' })),
  );
  for (const answer of answers.slice(1))
    expect(answer).toMatchObject({
      error: { code: 'rate_limited', requestId: expect.any(String) as string },
    });
});
