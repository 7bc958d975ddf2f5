import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test, vi } from 'vitest';
import { patient } from '../../../../test/unhurried.ts';
import { startServer } from '../chat/harness.ts';
import { secret, startReceiver } from './webhook-receiver.ts';

const source = (path: string) => new URL(path, import.meta.url);
const sources = `import { registerHooks } from 'node:module';
  const protocol = '${source('../../../protocol/src/index.ts').href}';
  registerHooks({ resolve: (name, context, next) => next(name === '@chat/protocol' ? protocol : name, context) });`;

test('after kill -9 delivery continues where it stopped, in order, with the same ids', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'chat-webhooks-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const file = join(folder, 'chat.sqlite');
  const receiver = await startReceiver();
  const { url } = receiver.webhook();
  // The endpoint is down for some of the messages, so that the process dies with events to deliver.
  receiver.control.respond = (_one, response) =>
    void response.writeHead(receiver.accepted.length < 20 ? 204 : 503).end();
  const script = [
    '--import',
    `data:text/javascript,${encodeURIComponent(sources)}`,
    fileURLToPath(source('./webhook-writer.ts')),
  ];
  const child = spawn(process.execPath, [...script, file, url, secret], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => (output += chunk));
  const written = (): string[] => output.split('\n').slice(0, -1);
  await vi.waitFor(() => {
    expect(receiver.accepted.length).toBeGreaterThanOrEqual(20);
    expect(written().length).toBeGreaterThan(60);
  }, patient);
  child.kill('SIGKILL');
  await once(child.stdout, 'close');

  receiver.control.respond = null;
  const webhook = receiver.webhook({ name: 'app', events: ['message:created'] });
  await startServer({ storage: file, webhooks: [webhook] });
  const acknowledged = written();
  await vi.waitFor(
    () => expect(new Set(receiver.texts()).size).toBeGreaterThanOrEqual(acknowledged.length),
    patient,
  );
  const texts = receiver.texts();
  const first = texts.filter((text, index) => texts.indexOf(text) === index);
  expect(first).toEqual(first.map((_text, index) => `${index + 1}`));
  const idsOf = (text: string): Set<string> =>
    new Set(
      receiver.received
        .filter(({ event }) => 'message' in event && event.message.text === text)
        .map(({ id }) => id),
    );
  expect(first.filter((text) => idsOf(text).size > 1)).toEqual([]);
}, 60_000);
