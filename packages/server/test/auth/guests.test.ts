import { SignJWT, UnsecuredJWT, decodeJwt } from 'jose';
import { expect, test } from 'vitest';
import { guests } from '../../src/auth/guests.ts';
import { identify, type Identity } from '../../src/auth/authenticate.ts';
import { authContext, request } from './auth-context.ts';

const day = 86_400_000;
const secret = 'a secret of at least thirty-two characters';
const enter = (
  presented: { name?: string; token?: string },
  context = authContext(),
  door = guests(),
): Promise<Identity> => identify(door, request(presented), context);
const tokenOf = ({ token }: Identity) => token!;

test('a name creates a guest, and the token restores the same guest', async () => {
  const context = authContext();
  const first = await enter({ name: ' Ana ' }, context);
  expect(first).toEqual({
    user: { id: 'guest-id-1', name: 'Ana', guest: true },
    token: expect.any(String),
    expiresAt: context.time + 30 * day,
  });
  expect(await enter({ token: tokenOf(first) }, context)).toEqual(first);
  expect(await enter({ token: tokenOf(first), name: 'Ana' }, context)).toEqual(first);
  expect((await enter({ name: 'Ana' }, context)).user.id).not.toBe(first.user.id);
});

test('a token with another name renames the guest and issues a new token', async () => {
  const context = authContext();
  const first = await enter({ name: 'Ana' }, context);
  const renamed = await enter({ token: tokenOf(first), name: 'Ana María' }, context);
  expect(renamed.user).toEqual({ id: first.user.id, name: 'Ana María', guest: true });
  expect((await enter({ token: tokenOf(renamed) }, context)).user).toEqual(renamed.user);
});

test('a visit in the second half of the token’s life renews the token', async () => {
  const context = authContext();
  const first = await enter({ name: 'Ana' }, context);
  context.time += 20 * day;
  const second = await enter({ token: tokenOf(first) }, context);
  expect(second).toMatchObject({ user: first.user, expiresAt: context.time + 30 * day });
  context.time += 20 * day;
  expect((await enter({ token: tokenOf(second) }, context)).user).toEqual(first.user);
});

test('an expired token is rejected as expired, or makes a new guest if a name is given', async () => {
  const context = authContext();
  const { token, user } = await enter({ name: 'Ana' }, context);
  context.time += 31 * day;
  await expect(enter({ token }, context)).rejects.toMatchObject({ code: 'expired' });
  const anew = await enter({ token, name: 'Ana' }, context);
  expect(anew.user.id).not.toBe(user.id);
});

test('a request without name and token is rejected with name_required, a bad name with its field', async () => {
  await expect(enter({})).rejects.toMatchObject({ code: 'unauthenticated', reason: 'name_required' });
  for (const name of ['', '  ', 'x'.repeat(65), 'A\u202Ena', '\u3164'.repeat(0), 'a\u0000'])
    await expect(enter({ name })).rejects.toMatchObject({ code: 'invalid', field: 'name' });
});

test('forged tokens are refused', async () => {
  const context = authContext();
  const real = tokenOf(await enter({ name: 'Ana' }, context, guests({ secret })));
  const claims = decodeJwt(real);
  const header = { alg: 'HS256', typ: 'chat-guest+jwt' };
  const [head, , signature] = real.split('.');
  const forged = [
    new UnsecuredJWT(claims).encode(),
    // The application's own secret does not sign guests.
    await new SignJWT(claims).setProtectedHeader(header).sign(new TextEncoder().encode(secret)),
    `${head}.${Buffer.from(JSON.stringify({ ...claims, sub: 'guest-other' })).toString('base64url')}.${signature}`,
    tokenOf(await enter({ name: 'Ana' }, context, guests({ secret: `${secret}!` }))),
    tokenOf(await enter({ name: 'Ana' })), // another server's key
    'x',
    '',
  ];
  const door = guests({ secret });
  for (const token of forged) {
    await expect(enter({ token }, context, door)).rejects.toMatchObject({ code: 'unauthenticated' });
    expect((await enter({ token, name: 'Eva' }, context, door)).user).toMatchObject({
      id: expect.stringMatching(/^guest-id-/),
      name: 'Eva',
    });
  }
  expect((await enter({ token: real }, context, door)).user.name).toBe('Ana');
});

test('the key is created once and stored in the settings; a failed read is retried', async () => {
  const context = authContext();
  const { token, user } = await enter({ name: 'Ana' }, context, guests());
  expect((await enter({ token }, context, guests())).user).toEqual(user);

  const { getOrSet } = context.settings;
  const door = guests();
  context.settings.getOrSet = () => Promise.reject(new Error('down'));
  await expect(enter({ token }, context, door)).rejects.toMatchObject({ code: 'internal' });
  await expect(enter({ token, name: 'Ana' }, context, door)).rejects.toMatchObject({ code: 'internal' });
  context.settings.getOrSet = getOrSet;
  expect((await enter({ token }, context, door)).user).toEqual(user);
});

test('the naming policy can be read, and invalid options throw at start', () => {
  expect(guests().unique).toBe('room');
  expect(guests({ unique: false }).unique).toBe(false);
  expect(() => guests({ secret: 'short' })).toThrow(/32/);
  expect(() => guests({ tokenDays: 0 })).toThrow(/tokenDays/);
});
