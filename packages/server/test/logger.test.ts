import { createServer } from 'node:http';
import { createChatServer } from '@chat/server';
import { consoleLogger } from '../src/logger.ts';
import { expect, onTestFinished, test, vi } from 'vitest';

/** As pino is made: methods on a prototype that need the object they are called on, more overloads and levels than we call. */
class Pino {
  #bindings: object;
  lines: object[] = [];
  constructor(bindings: object) {
    this.#bindings = bindings;
  }
  #write(level: number, first: object | string, text?: string): void {
    const fields = typeof first === 'string' ? { msg: first } : { ...first, msg: text };
    this.lines.push({ level, ...this.#bindings, ...fields });
  }
  trace(first: object | string, text?: string): void {
    this.#write(10, first, text);
  }
  debug(first: object | string, text?: string): void {
    this.#write(20, first, text);
  }
  info(first: object | string, text?: string): void {
    this.#write(30, first, text);
  }
  warn(first: object | string, text?: string): void {
    this.#write(40, first, text);
  }
  error(first: object | string, text?: string): void {
    this.#write(50, first, text);
  }
  fatal(first: object | string, text?: string): void {
    this.#write(60, first, text);
  }
}

test.each(['alone', 'with onError'])('a pino-like logger is called with its `this`: %s', async (how) => {
  const logger = new Pino({ name: 'chat' });
  const told: unknown[] = [];
  const fault = new Error('the hook broke');
  const http = createServer();
  const chat = createChatServer(http, {
    logger,
    ...(how === 'with onError' && { onError: (error) => void told.push(error) }),
    hooks: {
      'before:room:list': () => {
        throw fault;
      },
    },
  });
  onTestFinished(() => chat.close());
  const ana = chat.as({ id: 'ana', name: 'Ana' });
  const refused = (await ana.call('room:list', {}).catch((error: unknown) => error)) as { requestId: string };
  const { requestId } = refused;
  expect(requestId).toEqual(expect.any(String));
  expect(logger.lines).toContainEqual({
    level: 50,
    name: 'chat',
    err: fault,
    requestId,
    msg: 'the hook before:room:list failed',
  });
  expect(logger.lines).toContainEqual(
    expect.objectContaining({ level: 20, requestId, command: 'room:list', code: 'internal' }),
  );
  expect(told).toEqual(how === 'with onError' ? [fault] : []);
});

test('the console logger prints no empty braces', () => {
  const warn = vi.spyOn(console, 'warn').mockImplementation(() => undefined);
  onTestFinished(() => warn.mockRestore());
  consoleLogger.warn({}, 'hello');
  consoleLogger.warn({ code: 'timeout' }, 'hello');
  expect(warn.mock.calls).toEqual([['[chat] hello'], ['[chat] hello', { code: 'timeout' }]]);
});
