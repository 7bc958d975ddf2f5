import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { text as read } from 'node:stream/consumers';
import { erasedAuthor } from '@chat/protocol';
import { sqliteStorage } from '@chat/server/sqlite';
import { expect, onTestFinished, test, vi } from 'vitest';
import { folder, rest, start, storages, uploadBy } from './data-rights-harness.ts';
import { connect, message, startServer } from './harness.ts';

test.each(storages)('%s: an erased user is gone everywhere, and other members see it', async (_, make) => {
  const { url, chat, storage } = await start(make);
  const [ana, bea] = [await connect(url), await connect(url, { name: 'Bea' })];
  const beaId = bea.hello.user.id;
  const { epoch } = await ana.call('room:join', { roomId: 'r' });
  const late = await connect(url, { name: 'Cy' });
  const before = await late.call('room:join', { roomId: 'r' });
  late.socket.disconnect();
  await bea.call('room:join', { roomId: 'r' });
  await bea.call('room:create', { roomId: 'suya', type: 'private', title: 'De Bea' });
  await ana.call('member:mute', { roomId: 'r', userId: beaId, until: null });
  const { fileId } = await uploadBy(url, bea, 'r', 'secreto.txt');
  const said = await bea.call('message:send', {
    ...message('r', 'palabra-de-bea'),
    attachments: [{ fileId }],
  });
  await bea.call('message:send', { ...message('r', 'privado-de-bea'), to: [ana.hello.user.id] });
  const anas = await ana.call('message:send', message('r', 'de Ana'));
  await bea.call('reaction:add', { roomId: 'r', messageId: anas.id, emoji: '👍' });
  await bea.call('message:report', { roomId: 'r', messageId: anas.id, reason: 'queja-de-bea' });
  await bea.call('notification:settings', { level: 'none' });
  await bea.call('room:silence', { roomId: 'r', until: Date.now() + 60_000 });
  const { url: address } = await ana.call('file:url', { fileId });
  const closed = new Promise((resolve) => bea.socket.once('closed', resolve));

  const begun = await bea.call('user:erase', { userId: beaId });
  expect(begun).toMatchObject({ userId: beaId, at: expect.any(Number) });
  expect(await closed).toEqual({ code: 'unauthenticated' });
  await chat.eraseUser(beaId);
  // Doing it again changes nothing.
  const { rev } = (await storage.timeline.head('r'))!;
  await chat.eraseUser(beaId);
  expect((await storage.timeline.head('r'))?.rev).toBe(rev);
  expect(await storage.timeline.erasure(beaId)).toMatchObject({ doneAt: expect.any(Number) });

  await ana.until((event) => 'rev' in event && event.rev === rev);
  expect(ana.events).toContainEqual(
    expect.objectContaining({
      type: 'message:deleted',
      message: expect.objectContaining({ id: said.id, text: '', author: erasedAuthor, attachments: [] }),
    }),
  );
  const { messages } = await ana.call('message:list', { roomId: 'r' });
  expect(messages.map(({ author, text, reactions }) => [author.name, text, reactions])).toEqual([
    ['', '', []],
    ['', '', []],
    ['Ana', 'de Ana', []],
  ]);
  // A member who was away gets the same as a new one.
  const again = await connect(url, { token: late.hello.token! });
  const resumed = await again.call('room:join', { roomId: 'r', since: { epoch, rev: before.rev } });
  expect(resumed.mode).toBe('resume');
  const anew = await (await connect(url, { name: 'Dani' })).call('room:join', { roomId: 'r' });
  expect(resumed.messages.toSorted((a, b) => a.seq - b.seq)).toEqual(anew.messages);

  expect((await fetch(url + address)).status).toBe(404);
  const { entries } = await ana.call('audit:list', { roomId: 'r' });
  expect(entries[0]).toMatchObject({ act: 'user:erase', by: erasedAuthor });
  expect(JSON.stringify(entries)).not.toContain('Bea');
  const data = JSON.parse(await read(chat.exportUser(beaId)));
  expect(data).toMatchObject({
    user: null,
    notifications: { settings: null, devices: [] },
    rooms: [],
    files: [],
  });
  expect((await storage.timeline.head('suya'))?.room.createdBy).toBe(erasedAuthor.id);

  // Neither a token, nor a retry of what was on its way, brings anything back.
  await expect(connect(url, { token: bea.hello.token! })).rejects.toMatchObject({ reason: 'erased' });
  expect((await rest(url, bea, '/rooms')).status).toBe(403);
  const session = chat.as(bea.hello.user);
  await expect(session.call('message:send', message('r', 'palabra-de-bea', said.id))).rejects.toMatchObject({
    code: 'forbidden',
    reason: 'erased',
  });
});

test('the next process completes an erasure that a crash interrupted, and leaves nothing on disk', async () => {
  const file = join(folder(), 'chat.sqlite');
  const first = await startServer({ storage: file });
  const bea = await connect(first.url, { name: 'Bea' });
  await bea.call('room:join', { roomId: 'r' });
  const { fileId } = await uploadBy(first.url, bea, 'r', 'a.txt');
  await bea.call('message:send', { ...message('r', 'canario-9d1'), attachments: [{ fileId }] });
  for (let index = 0; index < 5; index += 1) await bea.call('message:send', message('r', `canario-${index}`));
  await first.stop();
  // As a process leaves it that has begun, erased one message, and died.
  const broken = sqliteStorage(file);
  const userId = bea.hello.user.id;
  await broken.timeline.beginErasure(userId, 5);
  const actor = { ...erasedAuthor, role: 'admin' as const };
  const { messages } = await broken.timeline.messagesBy('r', userId, { limit: 1 });
  await broken.timeline.commit('r', [
    { kind: 'erase-message', actor, at: 6, userId, messageId: messages[0]!.id },
  ]);
  await broken.close();
  const storage = sqliteStorage(file);
  onTestFinished(() => storage.close());
  await startServer({ storage });
  await vi.waitFor(async () => expect(await storage.timeline.erasures(1)).toEqual([]), 15_000);
  const { messages: left } = await storage.timeline.page('r', { limit: 10 });
  expect(left.map(({ author, text }) => [author.id, text])).toEqual(left.map(() => [erasedAuthor.id, '']));
  expect(readdirSync(`${file}-files`, { recursive: true }).filter((name) => String(name).length > 2)).toEqual(
    [],
  );
  expect(readFileSync(file).includes('contenido')).toBe(false);
});

test('after an erasure, no database file contains the erased data', async () => {
  const dir = folder();
  const { url, chat } = await startServer({ storage: join(dir, 'chat.sqlite') });
  const [ana, bea] = [await connect(url), await connect(url, { name: 'Canario-nombre' })];
  for (const each of [ana, bea]) await each.call('room:join', { roomId: 'r' });
  // Longer than a page of the database, and short.
  for (let index = 0; index < 12; index += 1) {
    await bea.call('message:send', message('r', `canario-${index} ${'canario-largo '.repeat(280)}`));
    await bea.call('message:send', message('r', `canario-corto-${index}`));
    await ana.call('message:send', message('r', `de Ana ${index}`));
  }
  const found = (): string[] =>
    readdirSync(dir)
      .filter((name) => !name.endsWith('-files'))
      .flatMap((name) => {
        const bytes = readFileSync(join(dir, name)).toString('latin1');
        return [...bytes.matchAll(/canario[\w-]{0,8}/gi)].map(([text]) => `${name}: ${text}`);
      });
  expect(found().length).toBeGreaterThan(12);
  await chat.eraseUser(bea.hello.user.id);
  expect(found()).toEqual([]);
});
