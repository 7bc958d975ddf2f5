import {
  ChatError,
  capabilities,
  commandNames,
  commands,
  httpStatus,
  errorCodes,
  matchRoute,
  parseInput,
  routes,
  withheld,
  type Room,
} from '@chat/protocol';
import { expect, test } from 'vitest';

test('every command has its own route, and every path parameter is an input field', () => {
  const seen = new Set(routes.map(({ method, path }) => `${method} ${path.replace(/:\w+/g, ':')}`));
  expect(seen.size).toBe(commandNames.length);
  for (const { command, params } of routes) {
    for (const param of params) expect(commands[command].input.entries).toHaveProperty(param);
  }
});

test('a request matches its route with decoded parameters; a malformed path matches none', () => {
  expect(matchRoute('GET', '/rooms/sala%201/messages')).toMatchObject({
    route: { command: 'message:list' },
    params: { roomId: 'sala 1' },
  });
  expect(matchRoute('POST', '/rooms')?.route).toMatchObject({ command: 'room:create', status: 201 });
  expect(matchRoute('GET', '/rooms/%E0%A4%A/messages')).toBeNull();
  expect(matchRoute('TRACE', '/rooms')).toBeNull();
});

test('invalid input names the field, and unknown fields are rejected', () => {
  const invalid = (name: 'room:join' | 'room:create', input: unknown): ChatError => {
    try {
      parseInput(name, input);
    } catch (error) {
      if (error instanceof ChatError) return error;
    }
    throw new Error('it was accepted');
  };
  expect(invalid('room:join', {})).toMatchObject({
    code: 'invalid',
    field: 'roomId',
    message: 'roomId is required',
  });
  expect(invalid('room:join', null)).toMatchObject({ code: 'invalid', message: 'input must be an object' });
  expect(invalid('room:join', { roomId: 'r', role: 'owner' })).toMatchObject({ field: 'role' });
  expect(invalid('room:join', { roomId: 'r', since: { epoch: 'e', rev: -1 } })).toMatchObject({
    field: 'since.rev',
  });
  for (const roomId of ['', '.', '..', 'a/b', 'a\\b', ' a', 'a ', 'a\u0000', 'a\u202Eb', 'x'.repeat(129)]) {
    expect(invalid('room:join', { roomId })).toMatchObject({ code: 'invalid', field: 'roomId' });
  }
  expect(invalid('room:create', { retention: { days: 0 } })).toMatchObject({ code: 'invalid' });
  expect(parseInput('room:join', { roomId: 'Sala de espera ñ 1' })).toEqual({ roomId: 'Sala de espera ñ 1' });
});

test('an error survives JSON, and every code has an HTTP status', () => {
  const error = new ChatError('rate_limited', 'slow down', { retryAfterMs: 5, reason: 'slow_mode' });
  expect(ChatError.from(JSON.parse(JSON.stringify(error)) as never)).toEqual(error);
  for (const code of errorCodes) expect(httpStatus[code]).toBeGreaterThanOrEqual(400);
});

test('rights depend on role, phase, freeze and mute', () => {
  const room: Room = {
    id: 'r',
    type: 'public',
    title: '',
    createdBy: 'a',
    createdAt: 0,
    phase: 'open',
    history: 'all',
    retention: 'forever',
    frozen: false,
    slowModeSeconds: 0,
    data: {},
  };
  const member = { role: 'member' as const };
  expect(capabilities(room, member, 0)).toMatchObject({ 'message:send': true, 'member:ban': false });
  expect(withheld('message:send', { ...room, frozen: true }, member, 0)).toBe('frozen');
  expect(withheld('message:send', { ...room, frozen: true }, { role: 'moderator' }, 0)).toBeNull();
  expect(withheld('message:send', { ...room, phase: 'ended' }, { role: 'owner' }, 0)).toBe('room_ended');
  expect(withheld('message:send', room, { ...member, mutedUntil: 10 }, 9)).toBe('muted');
  expect(withheld('message:send', room, { ...member, mutedUntil: 10 }, 10)).toBeNull();
  expect(withheld('member:update', room, { role: 'moderator' }, 0)).toBe('forbidden');
});
