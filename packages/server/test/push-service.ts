// A local push service: takes encrypted messages over https and decrypts them as the browser would.
import { createECDH, randomBytes, type ECDH } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { Agent, createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { createRequire } from 'node:module';
import { onTestFinished } from 'vitest';

const ece = createRequire(createRequire(import.meta.url).resolve('web-push'))('http_ece') as {
  decrypt(data: Buffer, how: { version: string; privateKey: ECDH; authSecret: string }): Buffer;
};

export interface Delivery {
  device: string;
  payload: Record<string, unknown>;
  headers: Record<string, unknown>;
}

export interface PushService {
  /** `localhost:port`. */
  host: string;
  agent: Agent;
  /** A browser's result of `pushManager.subscribe`. */
  device(name: string): { endpoint: string; keys: { p256dh: string; auth: string } };
  deliveries: Delivery[];
  /** Resolves with the nth delivery. */
  delivery(n: number): Promise<Delivery>;
  /** Its status from now on; 201 at first. */
  answer(status: number, headers?: Record<string, string>): void;
  requests(): number;
}

/** Signed by itself for localhost, of no use anywhere else. */
const pem = (name: string): Buffer =>
  readFileSync(new URL(`fixtures/localhost.${name}.pem`, import.meta.url));

export const startPushService = async (): Promise<PushService> => {
  const [key, cert] = [pem('key'), pem('cert')];
  const devices = new Map<string, { ecdh: ECDH; auth: string }>();
  const deliveries: Delivery[] = [];
  const watchers = new Set<() => void>();
  let answer: [number, Record<string, string>] = [201, {}];
  let requests = 0;

  const server = createServer({ key, cert }, (request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      requests++;
      const name = request.url?.slice('/push/'.length) ?? '';
      const known = devices.get(name);
      if (known && answer[0] === 201) {
        const { ecdh, auth } = known;
        const text = ece.decrypt(Buffer.concat(chunks), {
          version: 'aes128gcm',
          privateKey: ecdh,
          authSecret: auth,
        });
        const payload = JSON.parse(text.toString()) as Record<string, unknown>;
        deliveries.push({ device: name, payload, headers: request.headers });
      }
      response.writeHead(...answer).end();
      for (const watcher of watchers) watcher();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const agent = new Agent({ ca: cert, keepAlive: false });
  onTestFinished(() => {
    agent.destroy();
    server.closeAllConnections();
    server.close();
  });
  const host = `localhost:${(server.address() as AddressInfo).port}`;
  return {
    host,
    agent,
    deliveries,
    device: (name) => {
      const ecdh = createECDH('prime256v1');
      ecdh.generateKeys();
      const auth = randomBytes(16).toString('base64url');
      devices.set(name, { ecdh, auth });
      return {
        endpoint: `https://${host}/push/${name}`,
        keys: { p256dh: ecdh.getPublicKey('base64url'), auth },
      };
    },
    delivery: (n) =>
      new Promise((resolve) => {
        const look = (): void => {
          const found = deliveries[n];
          if (!found) return;
          watchers.delete(look);
          resolve(found);
        };
        watchers.add(look);
        look();
      }),
    answer: (status, headers = {}) => (answer = [status, headers]),
    requests: () => requests,
  };
};
