import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';

const program = `
import { createServer } from 'node:http';
import { createChatServer } from '@chat/server';
import { createChatClient } from '@chat/client';
const http = createServer();
// A server that is late says so, which is not what is looked for here.
const chat = createChatServer(http, { limits: { ephemeralLagMs: 60_000, sendLagMs: 60_000 } });
await new Promise((resolve) => http.listen(0, '127.0.0.1', resolve));
const url = 'http://127.0.0.1:' + http.address().port;
const client = createChatClient({ url, name: 'Ana' });
const room = client.room('r');
await room.join();
room.typing.start();
await room.messages.send({ text: 'hola' });
room.receipts.read();
const lost = createChatClient({ url: 'http://127.0.0.1:9', name: 'Ben' });
lost.connect().catch(() => {});
lost.room('r').messages.send({ text: 'never' });
await client.close();
await lost.close();
await chat.close();
http.close();
console.log(room.messages.get().items.length);
`;

test('a process exits by itself once its clients are closed', () => {
  const args = ['--input-type=module', '-e', program];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, {
    cwd: import.meta.dirname,
    timeout: 10_000,
    encoding: 'utf8',
  });
  expect(stderr).toBe('');
  expect(stdout.trim()).toBe('1');
  expect(status).toBe(0);
});
