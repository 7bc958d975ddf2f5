import { ChatError } from '@chat/protocol';
import { describe, expect, test, vi } from 'vitest';
import { identify, type Authenticate } from '../../src/auth/authenticate.ts';
import { authContext, request, start } from './auth-context.ts';

const ana = { id: 'ana', name: 'Ana' };
const answering = (answer: unknown) => (() => answer) as Authenticate;

describe('identify', () => {
  test('accepts a user or an identity, and keeps only known fields', async () => {
    const context = authContext();
    expect(await identify(answering(ana), request(), context)).toEqual({ user: ana });
    const noisy = {
      user: { ...ana, name: ' Ana ', role: 'owner', bot: true, password: 'x' },
      expiresAt: start + 1,
      token: 't',
      more: 1,
    };
    expect(await identify(answering(noisy), request(), context)).toEqual({
      user: { ...ana, bot: true },
      expiresAt: start + 1,
      token: 't',
    });
    expect(await identify(answering({ ...ana, role: 'admin' }), request(), context)).toMatchObject({
      user: { role: 'admin' },
    });
  });

  test('rejects null as unauthenticated, and an identity past its expiry as expired', async () => {
    for (const answer of [null, undefined])
      await expect(identify(answering(answer), request(), authContext())).rejects.toMatchObject({
        code: 'unauthenticated',
      });
    await expect(
      identify(answering({ user: ana, expiresAt: start }), request(), authContext()),
    ).rejects.toMatchObject({ code: 'expired' });
  });

  test("passes on the authenticator's own error", async () => {
    const refusal = new ChatError('forbidden', 'not today', { reason: 'banned' });
    await expect(identify(() => Promise.reject(refusal), request(), authContext())).rejects.toBe(refusal);
  });

  test.each([
    [
      'throws',
      () => {
        throw new Error('select * from secrets');
      },
    ],
    ['rejects', () => Promise.reject(new TypeError('secrets'))],
    ['answers no id', answering({ name: 'Ana' })],
    ['answers a blank name', answering({ id: 'ana', name: ' ' })],
    ['answers a dangerous picture', answering({ ...ana, avatarUrl: 'javascript:alert(1)' })],
    ['answers a number', answering(7)],
    ['answers no user', answering({ user: null })],
    ['answers a bad expiry', answering({ user: ana, expiresAt: NaN })],
  ])(
    'reports an authenticator that %s, and rejects with internal without its message',
    async (_, authenticate) => {
      const report = vi.fn<(error: unknown, requestId: string) => void>();
      const error = await identify(authenticate, request(), authContext(), report).catch(
        (reason: unknown) => reason,
      );
      expect(error).toMatchObject({ code: 'internal', requestId: 'id-1', message: 'authentication failed' });
      expect(report).toHaveBeenCalledExactlyOnceWith(expect.any(Error), 'id-1');
    },
  );

  test('validates the credentials before it calls the authenticator', async () => {
    const authenticate = vi.fn<Authenticate>(answering(ana));
    const wrong = (presented: object) => identify(authenticate, request(presented), authContext());
    await expect(wrong({ token: { $gt: '' } })).rejects.toMatchObject({ code: 'invalid', field: 'token' });
    await expect(wrong({ name: ['Ana'] })).rejects.toMatchObject({ code: 'invalid', field: 'name' });
    await expect(wrong({ token: 'x'.repeat(8193) })).rejects.toMatchObject({
      code: 'too_large',
      field: 'token',
    });
    await expect(wrong({ device: 'x'.repeat(129) })).rejects.toMatchObject({
      code: 'too_large',
      field: 'device',
    });
    expect(authenticate).not.toHaveBeenCalled();
    await wrong({ token: null });
    expect(authenticate.mock.calls[0]).toEqual([request(), expect.anything()]);
  });
});
