// Stalled readers and senders block nothing for long, and never affect others.
import { once } from 'node:events';
import { get, request, type IncomingMessage } from 'node:http';
import { connect as connectTcp } from 'node:net';
import type { ChatServerOptions } from '@chat/server';
import { expect, onTestFinished, test } from 'vitest';
import { message } from '../chat/harness.ts';
import { roomOfTwo, upload } from './file-fixtures.ts';

/** Asks, waits until the answer begins, and never reads it. */
const askWithoutReading = async (url: string, path: string): Promise<void> => {
  const { hostname, port } = new URL(url);
  const socket = connectTcp(Number(port), hostname);
  onTestFinished(() => void socket.destroy());
  socket.on('error', () => undefined);
  const began = once(socket, 'readable');
  socket.write(`GET ${path} HTTP/1.1\r\nhost: ${hostname}:${port}\r\n\r\n`);
  await began;
};

/** Longer than all the buffers on the way. */
const fullRoom = async (options: ChatServerOptions) => {
  const running = await roomOfTwo(options);
  const { ana, chat } = running;
  const session = chat.as(ana.hello.user);
  for (let index = 0; index < 5_000; index += 100)
    await Promise.all(
      Array.from({ length: 100 }, () => session.call('message:send', message('r', 'x'.repeat(4_000)))),
    );
  const exportRoom = async () => (await ana.call('room:export', { roomId: 'r' })).url;
  return { ...running, exportRoom };
};

const statusOf = async (url: string): Promise<number> => {
  const response = await fetch(url);
  await response.arrayBuffer();
  return response.status;
};

test('a stalled reader does not block the exports of others, and a user has one export at a time', async () => {
  const { url, bea, exportRoom } = await fullRoom({ limits: { maxExports: 1 } });
  const [first, second] = [await exportRoom(), await exportRoom()];
  await askWithoutReading(url, first);
  expect(await statusOf(url + second)).toBe(429);
  const { url: mine } = await bea.call('user:export', { userId: bea.hello.user.id });
  expect(await statusOf(url + mine)).toBe(200);
});

test('an export whose reader stalls is ended, and its user may start another', async () => {
  const { url, http, exportRoom } = await fullRoom({ limits: { downloadIdleMs: 300 } });
  const open = () => new Promise<number>((resolve) => http.getConnections((_, count) => resolve(count)));
  const before = await open();
  await askWithoutReading(url, await exportRoom());
  await expect.poll(open).toBe(before + 1);
  await expect.poll(open, { timeout: 10_000 }).toBe(before);
  expect(await statusOf(url + (await exportRoom()))).toBe(200);
});

test('the URL of an export allows three downloads', async () => {
  const { url, ana } = await roomOfTwo();
  const { url: address } = await ana.call('room:export', { roomId: 'r' });
  expect((await fetch(url + address, { method: 'HEAD' })).status).toBe(200);
  for (const status of [200, 200, 200, 401]) expect(await statusOf(url + address)).toBe(status);
});

const largeFile = async (options: ChatServerOptions) => {
  const running = await roomOfTwo(options);
  const { url, ana } = running;
  const { body } = await upload(url, ana.hello.token, 'r', 'x'.repeat(24_000_000));
  const { url: address } = await ana.call('file:url', { fileId: body.fileId });
  return { ...running, address };
};

test('a download whose reader stalls is ended', async () => {
  const { url, http, address } = await largeFile({ limits: { downloadIdleMs: 300 } });
  const open = () => new Promise<number>((resolve) => http.getConnections((_, count) => resolve(count)));
  const before = await open();
  for (let index = 0; index < 5; index += 1) await askWithoutReading(url, address);
  await expect.poll(open).toBe(before + 5);
  await expect.poll(open, { timeout: 10_000 }).toBe(before);
});

test('a download whose reader is too slow is cut off', async () => {
  const limits = { downloadIdleMs: 300, minBytesPerSecond: 1_000_000_000 };
  const { url, address } = await largeFile({ limits });
  const response = await new Promise<IncomingMessage>((resolve) => get(url + address, resolve));
  const ended = new Promise((resolve) => response.on('error', resolve).on('end', () => resolve('whole')));
  response.on('data', () => {
    response.pause();
    setTimeout(() => response.resume(), 20);
  });
  expect(await ended).toMatchObject({ code: 'ECONNRESET' });
});

test('an address has a limit of concurrent downloads', async () => {
  const { url, address } = await largeFile({ limits: { maxDownloadsPerAddress: 2 } });
  await askWithoutReading(url, address);
  await askWithoutReading(url, address);
  await expect
    .poll(() => fetch(url + address).then(({ status, body }) => (body?.cancel(), status)))
    .toBe(429);
});

test('an upload that is too slow is ended, even while bytes arrive', async () => {
  const { url, ana } = await roomOfTwo({ limits: { uploadIdleMs: 1_000 } });
  const answered = new Promise<number | undefined>((resolve, reject) => {
    const headers = {
      authorization: `Bearer ${ana.hello.token}`,
      'content-type': 'multipart/form-data; boundary=x',
      'content-length': 5_000,
    };
    const sending = request(`${url}/chat/api/rooms/r/files`, { method: 'POST', headers }, (response) =>
      resolve(response.statusCode),
    );
    sending.on('error', reject);
    sending.write('--x\r\ncontent-disposition: form-data; name="file"; filename="a"\r\n\r\n');
    const drip = setInterval(() => sending.write('a'), 50);
    onTestFinished(() => {
      clearInterval(drip);
      sending.destroy();
    });
  });
  expect(await answered).toBe(504);
});
