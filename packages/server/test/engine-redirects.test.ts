// The server sends its credentials for an engine only to the configured host.
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { janus, livekit } from '@chat/server';
import { expect, onTestFinished, test } from 'vitest';

const listen = async (respond: RequestListener): Promise<string> => {
  const server = createServer(respond);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
};

const secret = 'a secret of thirty-two characters';
const engines = {
  janus: (url: string) =>
    janus({ url: 'wss://janus.test', adminUrl: url, adminSecret: secret, tokenSecret: secret }),
  livekit: (url: string) => livekit({ url: url.replace('http', 'ws'), apiKey: 'key', apiSecret: secret }),
};

test.each(['janus', 'livekit'] as const)('%s follows no redirect with its secret', async (name) => {
  let stolen = 0;
  const thief = await listen((_request, response) => {
    stolen += 1;
    response.writeHead(200, { 'content-type': 'application/json' }).end('{"participants":[]}');
  });
  const engine = engines[name](
    await listen((_request, response) => response.writeHead(307, { location: thief }).end()),
  );
  await expect(Promise.resolve(engine.keep('c1', []))).rejects.toThrow('fetch failed');
  expect(stolen).toBe(0);
});
