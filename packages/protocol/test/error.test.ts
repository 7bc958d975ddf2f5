import { inspect } from 'node:util';
import { createContext, runInContext } from 'node:vm';
import { ChatError } from '@chat/protocol';
import { expect, test, vi } from 'vitest';

test('an error of another copy of the module is recognised, such as CommonJS next to ES modules', async () => {
  vi.resetModules();
  const { ChatError: Other } = await import('@chat/protocol');
  expect(Other).not.toBe(ChatError);
  const error = new Other('forbidden', 'no spam', { reason: 'moderated' });
  expect(error instanceof ChatError).toBe(true);
  expect(ChatError.is(error)).toBe(true);
});

test('an error of another realm is recognised', () => {
  const error: unknown = runInContext(
    `class ChatError extends Error {
      constructor() { super('no'); Object.defineProperty(this, Symbol.for('chat.ChatError'), { value: true }); }
    }; new ChatError()`,
    createContext({}),
  );
  expect(error instanceof Error).toBe(false);
  expect(error instanceof ChatError).toBe(true);
});

test('no other value is recognised, and a subclass matches only its own instances', () => {
  class Refusal extends ChatError {}
  for (const value of [new Error('x'), null, undefined, 'x', {}, { code: 'forbidden', message: 'x' }]) {
    expect(value instanceof ChatError).toBe(false);
    expect(ChatError.is(value)).toBe(false);
  }
  expect(new Refusal('forbidden', 'x') instanceof ChatError).toBe(true);
  expect(new Refusal('forbidden', 'x') instanceof Refusal).toBe(true);
  expect(new ChatError('forbidden', 'x') instanceof Refusal).toBe(false);
});

test('its marker is hidden from inspect and JSON', () => {
  const error = new ChatError('forbidden', 'no');
  expect(inspect(error)).not.toContain('Symbol');
  expect(JSON.parse(JSON.stringify(error))).toEqual({ code: 'forbidden', message: 'no' });
});
