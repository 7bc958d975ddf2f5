import { createServer, request as requestOf } from 'node:http';
import type { AddressInfo } from 'node:net';
import { memoryStorage } from '@chat/server';
import { afterEach, beforeEach, expect, onTestFinished, test } from 'vitest';
import { withServer, type Rig } from './with-server.ts';

let rig: Rig;
beforeEach(async () => {
  rig = await withServer({ storage: memoryStorage(), limits: { maxFileBytes: 10_000 } });
});
afterEach(() => rig.close());

const text = (content: string, name = 'nota.txt') => new File([content], name, { type: 'text/plain' });

test('a file can be uploaded, sent, seen by another member, downloaded and deleted', async () => {
  const [ana, bea] = [rig.client({ name: 'Ana' }).room('r'), rig.client({ name: 'Bea' }).room('r')];
  await Promise.all([ana.join(), bea.join()]);
  const file = await ana.files.upload(text('hola'), { name: 'otra.txt' });
  expect(file).toMatchObject({ name: 'otra.txt', size: 4, kind: 'document' });
  const sending = ana.messages.send({ text: '', attachments: [file] });
  expect(ana.messages.get().items.at(-1)).toMatchObject({
    status: 'sending',
    attachments: [{ fileId: file.fileId, name: 'otra.txt' }],
  });
  const sent = await sending;
  expect(sent.attachments).toEqual([{ fileId: file.fileId, name: 'otra.txt', type: 'text/plain', size: 4 }]);
  await expect.poll(() => bea.messages.get().items.at(-1)).toMatchObject({ id: sent.id });
  const url = await bea.files.url(file.fileId);
  expect(await (await fetch(url)).text()).toBe('hola');
  expect(await bea.files.url(file.fileId)).toBe(url);
  expect((await bea.files.list({ kind: 'document' })).files).toMatchObject([{ fileId: file.fileId }]);
  await ana.files.delete(file.fileId);
  await expect.poll(() => bea.messages.get().items.at(-1)?.deletedAt).toBeGreaterThan(0);
  // A member who joins later sees the remaining files.
  const cy = rig.client({ name: 'Cy' }).room('r');
  await cy.join();
  expect(cy.messages.get().items).toMatchObject([
    { text: '', attachments: [], deletedAt: expect.any(Number) },
  ]);
});

test('invalid input is rejected before it is sent, with a reason', async () => {
  const ana = rig.client({ name: 'Ana' }).room('r');
  await ana.join();
  await expect(ana.files.upload(text('x'.repeat(10_001)))).rejects.toMatchObject({
    code: 'too_large',
    message: 'a file must be at most 10000 bytes',
  });
  const image = new File(['GIF89a nothing'], 'a.gif', { type: 'image/gif' });
  await expect(ana.files.upload(image)).rejects.toMatchObject({ reason: 'image_unreadable' });
  const broken = new AbortController();
  const uploading = ana.files.upload(text('x'), { signal: broken.signal });
  broken.abort();
  await expect(uploading).rejects.toMatchObject({ name: 'AbortError' });
  expect((await ana.files.list()).files).toEqual([]);
});

test('a message with files waits offline and is sent once the server is back', async () => {
  const storage = memoryStorage();
  const lasting = await withServer({ storage });
  try {
    const client = lasting.client({ name: 'Ana' });
    const ana = client.room('r');
    await ana.join();
    const file = await ana.files.upload(text('hola'));
    await lasting.stop();
    await expect.poll(() => client.status).toBe('reconnecting');
    const sending = ana.messages.send({ text: 'sin red', attachments: [file] });
    await lasting.start();
    expect((await sending).attachments).toMatchObject([{ fileId: file.fileId }]);
    expect(ana.messages.get().items).toHaveLength(1);
  } finally {
    await lasting.close();
  }
});

test('an in-process session rejects uploads', async () => {
  const bot = rig.client({ session: rig.chat.as({ id: 'bot', name: 'Bot', bot: true }) }).room('r');
  await bot.join();
  await expect(bot.files.upload(text('x'))).rejects.toMatchObject({ code: 'invalid' });
});

test('files, exports and uploads work behind a proxy that strips a path prefix', async () => {
  const proxy = createServer((request, response) => {
    const path = (request.url ?? '').replace(/^\/app(?=\/)/, '');
    if (path === request.url) response.writeHead(404).end();
    if (path === request.url) return;
    const forward = requestOf(
      rig.url + path,
      { method: request.method, headers: request.headers },
      (answer) => {
        response.writeHead(answer.statusCode ?? 500, answer.headers);
        answer.pipe(response);
      },
    );
    forward.on('error', () => response.destroy());
    request.pipe(forward);
  });
  proxy.on('upgrade', (_request, socket) => void socket.end()); // long polling will do
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    proxy.closeAllConnections();
    proxy.close();
  });
  const url = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}/app/chat`;
  const ana = rig.client({ name: 'Ana', url });
  const room = ana.room('r');
  await room.join();
  const file = await room.files.upload(text('hola'));
  const address = await room.files.url(file.fileId);
  expect(address).toContain('/app/chat/files/');
  expect(await (await fetch(address)).text()).toBe('hola');
  expect((await fetch(await ana.data.export())).status).toBe(200);
});
