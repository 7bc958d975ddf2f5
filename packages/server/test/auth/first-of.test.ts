import { createSecretKey } from 'node:crypto';
import { SignJWT } from 'jose';
import { describe, expect, test, vi } from 'vitest';
import { identify } from '../../src/auth/authenticate.ts';
import { firstOf } from '../../src/auth/first-of.ts';
import { guests } from '../../src/auth/guests.ts';
import { jwt } from '../../src/auth/jwt.ts';
import { authContext, request, start } from './auth-context.ts';

const secret = 'the secret that the application signs with';
const sign = (claims: Record<string, unknown>, by = secret) =>
  new SignJWT({ exp: start / 1000 + 3_600, ...claims })
    .setProtectedHeader({ alg: 'HS256' })
    .sign(createSecretKey(Buffer.from(by)));
const door = firstOf(jwt({ secret }), guests({ unique: 'server' }));
const enter = (presented: object, context = authContext()) => identify(door, request(presented), context);
const day = 86_400_000;

describe('firstOf', () => {
  test('uses the first authenticator that recognizes the user', async () => {
    const token = await sign({ sub: 'ana', name: 'Ana' });
    expect((await enter({ token, name: 'Eva' })).user).toEqual({ id: 'ana', name: 'Ana' });
    expect((await enter({ name: 'Eva' })).user).toMatchObject({ name: 'Eva', guest: true });
    await expect(enter({})).rejects.toMatchObject({ code: 'unauthenticated', reason: 'name_required' });
  });

  test('a refused token does not become a guest of the same name', async () => {
    const expired = await sign({ sub: 'ana', name: 'Ana', exp: start / 1000 - 60 });
    await expect(enter({ token: expired, name: 'Ana' })).rejects.toMatchObject({ code: 'expired' });
    const forged = await sign({ sub: 'ana', name: 'Ana' }, 'another secret');
    await expect(enter({ token: forged, name: 'Ana' })).rejects.toMatchObject({ code: 'unauthenticated' });
  });

  test('accepts a token that only a later authenticator can verify', async () => {
    const two = firstOf(jwt({ secret: 'another secret of the application, long enough' }), jwt({ secret }));
    const token = await sign({ sub: 'ana', name: 'Ana' });
    expect((await identify(two, request({ token }), authContext())).user.id).toBe('ana');
    const late = await sign({ sub: 'ana', name: 'Ana', exp: start / 1000 - 60 });
    await expect(identify(two, request({ token: late }), authContext())).rejects.toMatchObject({
      code: 'expired',
    });
  });

  test('refuses two issuers whose user ids may collide, unless one has a prefix or a user function', async () => {
    const ours = { secret, issuer: 'https://us.test' };
    const theirs = { secret: `another ${secret}`, issuer: 'https://partner.test' };
    expect(() => firstOf(jwt(ours), jwt(theirs))).toThrow(/us\.test and https:\/\/partner\.test .* idPrefix/);
    const user = () => ({ id: 'x', name: 'X' });
    expect(() => firstOf(jwt(ours), jwt({ ...theirs, user }))).not.toThrow();
    // The old key and the new one of one issuer.
    expect(() => firstOf(jwt(ours), jwt({ ...theirs, issuer: ours.issuer }))).not.toThrow();
    const both = firstOf(jwt(ours), jwt({ ...theirs, idPrefix: 'partner:' }));
    const idOf = async (iss: string, by: string) => {
      const token = await sign({ sub: '1001', name: 'Ana', iss }, by);
      return (await identify(both, request({ token }), authContext())).user.id;
    };
    expect(await idOf(ours.issuer, ours.secret)).toBe('1001');
    expect(await idOf(theirs.issuer, theirs.secret)).toBe('partner:1001');
  });

  test('a guest token restores the guest; after it expires, a name makes a new guest', async () => {
    const context = authContext();
    const first = await enter({ name: 'Eva' }, context);
    expect(await enter({ token: first.token }, context)).toEqual(first);
    context.time += 40 * day;
    await expect(enter({ token: first.token }, context)).rejects.toMatchObject({ code: 'expired' });
    expect((await enter({ token: first.token, name: 'Eva' }, context)).user.guest).toBe(true);
  });

  test('does not skip an authenticator that fails', async () => {
    const next = vi.fn<() => null>(() => null);
    const broken = firstOf(() => Promise.reject(new Error('down')), next);
    await expect(identify(broken, request({ name: 'Eva' }), authContext())).rejects.toMatchObject({
      code: 'internal',
    });
    expect(next).not.toHaveBeenCalled();
  });

  test('has the naming policy of its authenticators', () => {
    expect(door.unique).toBe('server');
    expect(firstOf(jwt({ secret }))).not.toHaveProperty('unique');
  });
});
