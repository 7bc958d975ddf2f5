import { createHmac, createPublicKey, createSecretKey, generateKeyPairSync } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { SignJWT, UnsecuredJWT, type JWTPayload } from 'jose';
import { describe, expect, onTestFinished, test } from 'vitest';
import { identify } from '../../src/auth/authenticate.ts';
import { guests } from '../../src/auth/guests.ts';
import { jwt, type JwtOptions } from '../../src/auth/jwt.ts';
import { authContext, request, start } from './auth-context.ts';

const secret = 'the secret that the application signs with';
const key = createSecretKey(Buffer.from(secret));
const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
const publicPem = rsa.publicKey.export({ type: 'spki', format: 'pem' }).toString();
const now = start / 1000;
const ana: JWTPayload = { sub: 'ana', name: 'Ana', exp: now + 60, iss: 'us' };

const sign = (claims: JWTPayload, alg = 'HS256', by: Parameters<SignJWT['sign']>[0] = key, header = {}) =>
  new SignJWT(claims).setProtectedHeader({ alg, ...header }).sign(by);
const signRaw = (...parts: [header: object, claims: object]) => {
  const body = parts.map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.');
  return `${body}.${createHmac('sha256', key).update(body).digest('base64url')}`;
};
const enter = (token: string, options: JwtOptions = { secret }, context = authContext()) =>
  identify(jwt(options), request({ token }), context);
const unauthenticated = { code: 'unauthenticated' };

describe('the user', () => {
  test('has id, name and picture from the claims, unless the picture is unsafe', async () => {
    expect(await enter(await sign(ana))).toEqual({
      user: { id: 'ana', name: 'Ana' },
      expiresAt: start + 65_000,
    });
    expect(
      (await enter(await sign({ id: 42, name: 'Ana', exp: now + 60, picture: 'https://x.test/a.png' }))).user,
    ).toEqual({
      id: '42',
      name: 'Ana',
      avatarUrl: 'https://x.test/a.png',
    });
    expect((await enter(await sign({ ...ana, picture: 'javascript:alert(1)' }))).user).not.toHaveProperty(
      'avatarUrl',
    );
    expect(
      (await enter(await sign(ana), { secret, user: ({ sub }) => ({ id: `u-${sub}`, name: 'N' }) })).user.id,
    ).toBe('u-ana');
  });

  test('a revoked token is refused, even if it was accepted before', async () => {
    const token = await sign({ ...ana, jti: 'first' });
    const withdrawn = new Set<unknown>();
    const options = { secret, revoked: async ({ jti }: { jti?: string }) => withdrawn.has(jti) };
    expect((await enter(token, options)).user.id).toBe('ana');
    withdrawn.add('first');
    await expect(enter(token, options)).rejects.toMatchObject({ code: 'unauthenticated' });
  });

  test('no claim makes an admin, a bot or a guest; only the admin option makes an admin', async () => {
    const token = await sign({ ...ana, role: 'admin', admin: true, bot: true, guest: true });
    expect((await enter(token)).user).toEqual({ id: 'ana', name: 'Ana' });
    expect((await enter(token, { secret, admin: (claims) => claims['role'] === 'admin' })).user.role).toBe(
      'admin',
    );
    expect(
      (await enter(await sign(ana), { secret, admin: (claims) => claims['role'] === 'admin' })).user.role,
    ).toBeUndefined();
  });

  test.each([
    { name: 'Ana' },
    { sub: 'ana' },
    { sub: 'a/b', name: 'Ana' },
    { sub: 'ana', name: 'A\u202Ena' },
    { id: { $gt: '' }, name: 'A' },
  ])('a token without a valid id and name is refused: %j', async (claims) => {
    await expect(enter(await sign(claims))).rejects.toMatchObject(unauthenticated);
  });

  test('a missing token and a guest token are left to other authenticators', async () => {
    const context = authContext();
    expect(await jwt({ secret })(request({ name: 'Ana' }), context)).toBeNull();
    const { token } = await identify(guests({ secret }), request({ name: 'Ana' }), context);
    expect(await jwt({ secret })(request({ token: token! }), context)).toBeNull();
  });
});

describe('the expiry', () => {
  test('rejects with expired, after the clock tolerance', async () => {
    await expect(enter(await sign({ ...ana, exp: now - 6 }))).rejects.toMatchObject({ code: 'expired' });
    expect((await enter(await sign({ ...ana, exp: now - 3 }))).user.id).toBe('ana');
    await expect(
      enter(await sign({ ...ana, exp: now - 3 }), { secret, clockToleranceSeconds: 0 }),
    ).rejects.toMatchObject({ code: 'expired' });
    await expect(enter(await sign({ ...ana, nbf: now + 60 }))).rejects.toMatchObject(unauthenticated);
    // Whose token it is comes first: nobody learns from a forged one that it would be expired.
    await expect(
      enter(await sign({ ...ana, exp: now - 60 }, 'HS256', createSecretKey(Buffer.from('other')))),
    ).rejects.toMatchObject(unauthenticated);
  });

  test('is required, unless requireExpiry is false', async () => {
    const { exp: _, ...endless } = ana;
    await expect(enter(await sign(endless))).rejects.toMatchObject({
      ...unauthenticated,
      message: 'the token was refused: its claim exp is missing',
    });
    const options = { secret, requireExpiry: false };
    expect(await enter(await sign(endless), options)).not.toHaveProperty('expiresAt');
    const soon = await sign({ ...endless, exp: 'soon' as unknown as number });
    await expect(enter(soon, options)).rejects.toMatchObject(unauthenticated);
  });
});

describe('a token of another purpose, signed with the same key', () => {
  test('is refused by its type', async () => {
    const typed = (typ: unknown) => sign(ana, 'HS256', key, { typ });
    for (const typ of ['JWT', 'jwt', 'application/jwt', 'at+jwt'])
      expect((await enter(await typed(typ))).user.id).toBe('ana');
    for (const typ of ['reset+jwt', 'dpop+jwt', 'logout+jwt', 'id_token', '', 7, null])
      await expect(enter(await typed(typ))).rejects.toMatchObject(unauthenticated);
    expect((await enter(await typed('chat+jwt'), { secret, type: 'chat+jwt' })).user.id).toBe('ana');
    for (const other of [await sign(ana), await typed('JWT')])
      await expect(enter(other, { secret, type: 'chat+jwt' })).rejects.toMatchObject(unauthenticated);
  });

  test('is refused by its audience, even if the server has none', async () => {
    for (const aud of ['password-reset', ['chat', 'other'], []])
      await expect(enter(await sign({ ...ana, aud }))).rejects.toMatchObject(unauthenticated);
    const options = { secret, audience: 'chat' };
    expect((await enter(await sign({ ...ana, aud: ['chat', 'other'] }), options)).user.id).toBe('ana');
    await expect(enter(await sign(ana), options)).rejects.toMatchObject(unauthenticated);
  });
});

describe('attacks', () => {
  const pem = Buffer.from(publicPem);
  const spare = generateKeyPairSync('rsa', { modulusLength: 2048 });

  test('alg none is refused in any spelling', async () => {
    const [, body] = (await sign(ana)).split('.');
    for (const alg of ['none', 'None', 'NONE', '', null, ['HS256']]) {
      const head = Buffer.from(JSON.stringify({ alg })).toString('base64url');
      for (const token of [`${head}.${body}.`, `${head}.${body}`, `${head}.${body}.AAAA`])
        for (const options of [{ secret }, { publicKey: publicPem }])
          await expect(enter(token, options)).rejects.toMatchObject(unauthenticated);
    }
    await expect(enter(new UnsecuredJWT(ana).encode())).rejects.toMatchObject(unauthenticated);
  });

  test('a token signed with the public key as its secret is refused (RS/HS confusion)', async () => {
    for (const bytes of [
      pem,
      Buffer.from(publicPem.trim()),
      rsa.publicKey.export({ type: 'spki', format: 'der' }),
    ])
      for (const alg of ['HS256', 'HS384', 'HS512'])
        await expect(
          enter(await sign(ana, alg, createSecretKey(bytes)), { publicKey: publicPem }),
        ).rejects.toMatchObject(unauthenticated);
    await expect(enter(await sign(ana, 'RS256', rsa.privateKey))).rejects.toMatchObject(unauthenticated);
  });

  test('a key in the token header is ignored', async () => {
    const jwk = spare.publicKey.export({ format: 'jwk' }) as Record<string, string>;
    const token = await sign(ana, 'RS256', spare.privateKey, {
      jwk,
      jku: 'http://127.0.0.1:9/',
      kid: '../../dev/null',
    });
    await expect(enter(token, { publicKey: publicPem })).rejects.toMatchObject(unauthenticated);
  });

  test('a wrong or missing issuer or audience is refused', async () => {
    const options = { secret, issuer: 'us', audience: 'chat' };
    const forChat = { ...ana, aud: 'chat' };
    expect((await enter(await sign(forChat), options)).user.id).toBe('ana');
    const { iss: _, ...ofNobody } = forChat;
    for (const claims of [{ ...forChat, iss: 'them' }, { ...forChat, aud: 'shop' }, ana, ofNobody])
      await expect(enter(await sign(claims), options)).rejects.toMatchObject(unauthenticated);
  });

  test('changed, truncated and malformed tokens are refused', async () => {
    const token = await sign(ana);
    const [head, , signature] = token.split('.');
    const body = Buffer.from(JSON.stringify({ ...ana, sub: 'root' })).toString('base64url');
    for (const bad of [
      `${head}.${body}.${signature}`,
      token.slice(0, -3),
      `${token}x`,
      '',
      '.',
      '..',
      'a.b.c',
      '💥',
      token.replace('.', '..'),
    ])
      await expect(enter(bad)).rejects.toMatchObject(unauthenticated);
    await expect(enter(signRaw({ alg: 'HS256', crit: ['x'], x: 1 }, ana))).rejects.toMatchObject(
      unauthenticated,
    );
  });
});

describe('keys', () => {
  test('a public key accepts the algorithms of its type, or only those configured', async () => {
    const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const ed = generateKeyPairSync('ed25519');
    for (const [alg, pair] of [
      ['RS256', rsa],
      ['PS512', rsa],
      ['ES256', ec],
      ['EdDSA', ed],
    ] as const)
      expect(
        (await enter(await sign(ana, alg, pair.privateKey), { publicKey: pair.publicKey })).user.id,
      ).toBe('ana');
    await expect(
      enter(await sign(ana, 'RS256', rsa.privateKey), { publicKey: publicPem, algorithms: ['RS512'] }),
    ).rejects.toMatchObject(unauthenticated);
  });

  test('published keys are fetched once; a failed fetch is an internal error', async () => {
    let fetched = 0;
    let status = 500;
    const keys = [{ ...rsa.publicKey.export({ format: 'jwk' }), kid: 'k1', alg: 'RS256', use: 'sig' }];
    const server = createServer((_, response) => {
      fetched += 1;
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify({ keys }));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void server.close());
    const jwksUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/jwks.json`;
    const door = jwt({ jwksUrl });
    const present = (token: string) => identify(door, request({ token }), authContext());
    const good = await sign(ana, 'RS256', rsa.privateKey, { kid: 'k1' });

    await expect(present(good)).rejects.toMatchObject({ code: 'internal' });
    status = 200;
    expect((await present(good)).user.id).toBe('ana');
    await present(good);
    expect(fetched).toBe(2);
    await expect(present(await sign(ana, 'RS256', rsa.privateKey, { kid: 'k2' }))).rejects.toMatchObject(
      unauthenticated,
    );
    await expect(
      present(await sign(ana, 'HS256', createSecretKey(Buffer.from(publicPem)), { kid: 'k1' })),
    ).rejects.toMatchObject(unauthenticated);
  });

  test('invalid options throw at start', () => {
    expect(() => jwt({})).toThrow(/exactly one/);
    expect(() => jwt({ secret: '' })).toThrow(/exactly one/);
    expect(() => jwt({ secret: 'x'.repeat(31) })).toThrow(/at least 32 bytes, this one has 31/);
    expect(() => jwt({ secret: 'ñ'.repeat(16) })).not.toThrow();
    expect(() => jwt({ secret, publicKey: publicPem })).toThrow(/exactly one/);
    expect(() => jwt({ secret, algorithms: ['none'] })).toThrow(/none/);
    expect(() => jwt({ secret, algorithms: ['RS256'] })).toThrow(/RS256/);
    expect(() => jwt({ secret, algorithms: [] })).toThrow(/empty/);
    expect(() => jwt({ publicKey: publicPem, algorithms: ['HS256'] })).toThrow(/HS256/);
    expect(() => jwt({ publicKey: rsa.privateKey })).toThrow(/public/);
    expect(() => jwt({ publicKey: createPublicKey(publicPem) })).not.toThrow();
  });
});
