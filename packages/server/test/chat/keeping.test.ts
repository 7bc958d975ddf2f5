import { copyFileSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ChatError } from '@chat/protocol';
import { sqliteStorage } from '@chat/server/sqlite';
import { expect, onTestFinished, test } from 'vitest';
import { connect, message, startServer } from './harness.ts';

const tempFolder = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'chat-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
};

test('history, guests, roles and counters survive a restart on the same file', async () => {
  const storage = join(tempFolder(), 'chat.sqlite');
  const before = await startServer({ storage });
  const ana = await connect(before.url);
  const { epoch } = await ana.call('room:join', { roomId: 'r' });
  const sent = await ana.call('message:send', message('r', 'queda'));
  await before.stop();
  const after = await startServer({ storage });
  const again = await connect(after.url, { token: ana.hello.token! });
  expect(again.hello.user).toEqual(ana.hello.user);
  const resumed = await again.call('room:join', { roomId: 'r', since: { epoch, rev: sent.rev } });
  expect(resumed).toMatchObject({ mode: 'resume', rev: sent.rev, messages: [], me: { role: 'owner' } });
  expect((await again.call('message:list', { roomId: 'r' })).messages).toEqual([sent]);
  expect((await again.call('message:send', message('r', 'sigue'))).seq).toBe(2);
});

test('a restored backup has a new epoch, so a client that is ahead of it is reset', async () => {
  const folder = tempFolder();
  const [file, backup] = [join(folder, 'chat.sqlite'), join(folder, 'backup.sqlite')];
  const before = await startServer({ storage: file });
  const ana = await connect(before.url);
  const { epoch } = await ana.call('room:join', { roomId: 'r' });
  await before.stop();
  copyFileSync(file, backup);
  const between = await startServer({ storage: file });
  const again = await connect(between.url, { token: ana.hello.token! });
  await again.call('room:join', { roomId: 'r' });
  const { rev } = await again.call('message:send', message('r', 'perdido'));
  await between.stop();
  const storage = sqliteStorage(backup, { restored: true });
  onTestFinished(() => storage.close());
  const after = await startServer({ storage });
  const bot = after.chat.as({ id: 'bot', name: 'Bot' });
  for (const text of ['otro', 'y otro']) await bot.call('message:send', message('r', text));
  const late = await connect(after.url, { token: ana.hello.token! });
  const view = await late.call('room:join', { roomId: 'r', since: { epoch, rev } });
  expect(view.messages.map(({ text }) => text)).toEqual(['otro', 'y otro']);
  expect([view.mode, view.epoch === epoch]).toEqual(['reset', false]);
});

test('an ephemeral room writes no message to disk, and a restart resets it', async () => {
  const folder = tempFolder();
  const storage = join(folder, 'chat.sqlite');
  const canary = 'canario-7f3a';
  const defaults = { retention: 'ephemeral' as const };
  const before = await startServer({ storage, rooms: { defaults } });
  const ana = await connect(before.url);
  const { epoch, rev } = await ana.call('room:join', { roomId: 'r' });
  await ana.call('message:send', message('r', canary));
  const bea = await connect(before.url, { name: 'Bea' });
  expect((await bea.call('room:join', { roomId: 'r' })).messages).toMatchObject([{ text: canary }]);
  await before.stop();
  const files = readdirSync(folder).map((name) => readFileSync(join(folder, name)));
  expect(files.some((bytes) => bytes.includes(canary))).toBe(false);
  const after = await startServer({ storage, rooms: { defaults } });
  const again = await connect(after.url, { token: ana.hello.token! });
  expect(await again.call('room:join', { roomId: 'r', since: { epoch, rev } })).toMatchObject({
    mode: 'reset',
    messages: [],
    me: { role: 'owner' },
  });
});

test('with history since-join, a new member sees nothing earlier, by page, event or resume', async () => {
  const { url } = await startServer({ rooms: { defaults: { history: 'since-join' } } });
  const ana = await connect(url, { name: 'Ana' });
  await ana.call('room:join', { roomId: 'r' });
  const old = await ana.call('message:send', message('r', 'antes'));
  const bea = await connect(url, { name: 'Bea' });
  const { messages, epoch, rev } = await bea.call('room:join', { roomId: 'r' });
  expect(messages).toEqual([]);
  await ana.call('message:edit', { roomId: 'r', messageId: old.id, text: 'antes, corregido' });
  const fresh = await ana.call('message:send', message('r', 'ahora'));
  await bea.until((event) => event.type === 'message:created');
  expect(bea.events.filter((event) => 'rev' in event)).toMatchObject([
    { type: 'skip', rev: rev + 1 },
    { type: 'message:created', rev: rev + 2 },
  ]);
  expect((await bea.call('message:list', { roomId: 'r' })).messages).toEqual([fresh]);
  expect((await bea.call('room:join', { roomId: 'r', since: { epoch, rev } })).messages).toEqual([fresh]);
});

test('messages older than the retention are not returned', async () => {
  let at = Date.now();
  const { url } = await startServer({ now: () => at, rooms: { defaults: { retention: { days: 1 } } } });
  const ana = await connect(url);
  await ana.call('room:join', { roomId: 'r' });
  const bea = await connect(url, { name: 'Bea' });
  await bea.call('room:join', { roomId: 'r' });
  const { id: messageId } = await ana.call('message:send', message('r', 'viejo'));
  await ana.call('reaction:add', { roomId: 'r', messageId, emoji: '👍' });
  await ana.call('message:pin', { roomId: 'r', messageId });
  at += 86_400_001;
  const fresh = await ana.call('message:send', message('r', 'nuevo'));
  for (const [command, more] of [
    ['message:get', {}],
    ['message:versions', {}],
    ['message:report', {}],
    ['reaction:list', { emoji: '👍' }],
  ] as const)
    await expect(bea.call(command, { roomId: 'r', messageId, ...more })).rejects.toMatchObject({
      code: 'not_found',
    });
  expect((await bea.call('message:pins', { roomId: 'r' })).messages).toEqual([]);
  expect((await bea.call('message:search', { roomId: 'r', q: 'viejo' })).hits).toEqual([]);
  expect(await ana.call('message:list', { roomId: 'r' })).toEqual({ messages: [fresh], hasMore: false });
});

test('hooks can refuse, replace and observe; their errors are internal and affect no other user', async () => {
  const seen: string[] = [];
  const faults: unknown[] = [];
  const { url } = await startServer({
    logger: { debug: () => {}, info: () => {}, warn: () => {}, error: (fields) => faults.push(fields) },
    hooks: [
      {
        'before:message:send': (_context, input) => {
          if (input.text === 'no') throw new ChatError('forbidden', 'not here', { reason: 'moderated' });
          if (input.text === 'boom') throw new Error('secret detail');
          return { ...input, text: input.text.toUpperCase() };
        },
        'after:message:send': (_context, output) => {
          seen.push(output.text);
          throw new Error('ignored');
        },
      },
      // In JavaScript; like nothing.
      { 'before:message:send': () => null as unknown as undefined },
    ],
  });
  const ana = await connect(url);
  await ana.call('room:join', { roomId: 'r' });
  expect((await ana.call('message:send', message('r', 'hola'))).text).toBe('HOLA');
  await expect(ana.call('message:send', message('r', 'no'))).rejects.toMatchObject({ reason: 'moderated' });
  const failed = await ana
    .call('message:send', message('r', 'boom'))
    .catch((error: ChatError) => error.toJSON());
  expect(failed).toEqual({ code: 'internal', message: 'internal error', requestId: expect.any(String) });
  expect([seen, faults.length]).toEqual([['HOLA'], 2]);
});
