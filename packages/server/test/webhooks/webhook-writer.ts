// Run as a separate process by webhook-crash.test.ts: sends messages as fast as it can, and prints each
// acknowledged text.
import { createServer } from 'node:http';
import { createChatServer } from '../../src/index.ts';

const [file = '', url = '', secret = ''] = process.argv.slice(2);
const chat = createChatServer(createServer(), {
  storage: file,
  webhooks: [{ url, secret, name: 'app', events: ['message:created'], privateHosts: ['127.0.0.1'] }],
});
const ana = chat.as({ id: 'ana', name: 'Ana' });
const roomId = 'r';
await ana.call('room:join', { roomId });
for (let count = 1; ; count += 1) {
  await ana.call('message:send', { roomId, id: crypto.randomUUID(), text: `${count}` });
  process.stdout.write(`${count}\n`);
}
