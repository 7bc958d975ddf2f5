import { firstOf, guests, jwt } from '@chat/server';
import { SignJWT } from 'jose';
import { expect, test } from 'vitest';
import { connect, startServer } from '../chat/harness.ts';
import { rest, storages } from '../files/file-fixtures.ts';

const secret = 'a secret of at least thirty-two characters';
const taken = { code: 'conflict', reason: 'name_taken', field: 'name' };

/** Accounts and guests, where guests cannot take the names of accounts. */
const start = async (storage: Parameters<typeof startServer>[0] = {}) => {
  const accounts = new Set<string>();
  const running = await startServer({
    ...storage,
    limits: { presenceGraceMs: 0 },
    authenticate: firstOf(
      jwt({ secret }),
      guests({ unique: 'server', reserved: async (name) => accounts.has(name.toLowerCase()) }),
    ),
  });
  const signUp = async (name: string): Promise<string> => {
    accounts.add(name.toLowerCase());
    return new SignJWT({ sub: `account-${name}`, name })
      .setProtectedHeader({ alg: 'HS256' })
      .setExpirationTime('1h')
      .sign(new TextEncoder().encode(secret));
  };
  return { ...running, signUp };
};

test.each(storages)(
  'a guest can neither sign in with a reserved name nor change to it, in %s',
  async (_, make) => {
    const { url, signUp } = await start({ storage: make() });
    const token = await signUp('Ana');
    await expect(connect(url, { name: 'Ana' })).rejects.toMatchObject(taken);
    await expect(connect(url, { name: ' ANA ' })).rejects.toMatchObject(taken);
    // Its owner comes and goes with it.
    const ana = await connect(url, { token });
    expect(ana.hello.user).toMatchObject({ id: 'account-Ana', name: 'Ana' });

    const luis = await connect(url, { name: 'Luis' });
    await expect(luis.call('user:update', { name: 'Ana' })).rejects.toMatchObject(taken);
    expect(await rest(url, luis.hello.token, 'PATCH', '/profile', { name: 'Ana' })).toMatchObject({
      status: 409,
      body: { error: taken },
    });
    await luis.call('user:update', { name: 'Lucho' });

    // Once the name of a guest is reserved, the guest cannot connect until they take another.
    await signUp('Lucho');
    await expect(connect(url, { token: luis.hello.token ?? '' })).rejects.toMatchObject(taken);
    expect(await rest(url, luis.hello.token, 'GET', '/rooms')).toMatchObject({
      status: 409,
      body: { error: taken },
    });
    const again = await connect(url, { token: luis.hello.token ?? '', name: 'Luisito' });
    expect(again.hello.user).toMatchObject({ id: luis.hello.user.id, name: 'Luisito' });
  },
);

test('isNameTaken finds a connected user by the name or a look-alike', async () => {
  const { url, chat } = await start();
  expect(chat.isNameTaken('Ana')).toBe(false);
  const ana = await connect(url, { name: 'Ana' });
  expect(chat.isNameTaken('Ana')).toBe(true);
  expect(chat.isNameTaken(' ana')).toBe(true);
  expect(chat.isNameTaken('Anabel')).toBe(false);
  ana.socket.disconnect();
  await expect.poll(() => chat.isNameTaken('Ana')).toBe(false);
});
