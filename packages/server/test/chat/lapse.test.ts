import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createChatServer, firstOf, guests, jwt } from '@chat/server';
import { sqliteStorage } from '@chat/server/sqlite';
import { SignJWT } from 'jose';
import { expect, onTestFinished, test } from 'vitest';
import { connect, message, startServer } from './harness.ts';

const secret = 'a secret of at least thirty-two characters';
const sign = (claims: object, seconds: number): Promise<string> =>
  new SignJWT({ ...claims })
    .setProtectedHeader({ alg: 'HS256' })
    .setExpirationTime(Math.floor(Date.now() / 1000) + seconds)
    .sign(new TextEncoder().encode(secret));

const tempFile = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'chat-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return join(folder, 'chat.sqlite');
};

test(
  'a token that expires ends its live connection, and is refused as expired afterwards',
  { timeout: 60_000 },
  async () => {
    const { url } = await startServer({
      authenticate: firstOf(jwt({ secret, clockToleranceSeconds: 0 }), guests()),
    });
    const token = await sign({ sub: 'u1', name: 'Ana' }, 5);
    const ana = await connect(url, { token });
    expect(ana.hello).toMatchObject({ user: { id: 'u1', name: 'Ana' }, expiresAt: expect.any(Number) });
    const closed = await new Promise((resolve) => ana.socket.once('closed', resolve));
    expect(closed).toEqual({ code: 'expired' });
    await expect(connect(url, { token })).rejects.toMatchObject({ code: 'expired' });
    await expect(connect(url, { token, name: 'Ana' })).rejects.toMatchObject({ code: 'expired' });
    const guest = await connect(url, { name: 'Invitada' });
    expect(guest.hello.user).toMatchObject({ guest: true });
  },
);

test('a revoked user is disconnected as unauthenticated', async () => {
  const { url, chat } = await startServer();
  const ana = await connect(url);
  const closed = new Promise((resolve) => ana.socket.once('closed', resolve));
  chat.revoke(ana.hello.user.id);
  expect(await closed).toEqual({ code: 'unauthenticated' });
});

test('with a full database, sends are refused as storage_full and reads work', async () => {
  const storage = sqliteStorage(tempFile(), { maxBytes: 400_000 });
  onTestFinished(() => storage.close());
  const { url } = await startServer({ storage, limits: { sendBurst: 10_000 } });
  const ana = await connect(url);
  await ana.call('room:join', { roomId: 'r' });
  const fill = async (): Promise<never> => {
    for (;;) await ana.call('message:send', message('r', 'x'.repeat(4_000)));
  };
  await expect(fill()).rejects.toMatchObject({ code: 'storage_full' });
  const { messages } = await ana.call('message:list', { roomId: 'r', limit: 1 });
  expect(messages).toHaveLength(1);
  const bea = await connect(url, { name: 'Bea' });
  expect((await bea.call('room:join', { roomId: 'r' })).seq).toBe(messages[0]?.seq);
});

test('a file that is no database is refused at start by its name', () => {
  const file = tempFile();
  writeFileSync(file, 'this is a shopping list, not a database, and it is long enough to look at');
  expect(() => createChatServer(createServer(), { storage: file })).toThrow(file);
});

test('invalid options are refused at start by name', () => {
  expect(() => createChatServer(createServer(), { path: 'chat' })).toThrow('path');
  expect(() => createChatServer(createServer(), { limits: { maxTextLenght: 1 } as never })).toThrow(
    'maxTextLenght',
  );
  expect(() => createChatServer(createServer(), { limits: { maxTextLength: Number.NaN } })).toThrow(
    'maxTextLength',
  );
});
