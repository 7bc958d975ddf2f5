// Network faults between the chat and S3: all traffic goes through a TCP proxy to a real server.
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { Readable } from 'node:stream';
import { s3FileStore, type S3FileStoreOptions } from '@chat/server/s3';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { startSwift, type Swift } from '../../../../test/s3/start-swift.ts';

/** Told of what passes; ends a line by destroying it, or lets nothing more through. */
interface Line {
  near: Socket;
  far: Socket;
  hush(): void;
}
interface Faults {
  asked?: (text: string, line: Line) => void;
  answered?: (bytes: Buffer, line: Line) => void;
}

let swift: Swift;
let bucket = '';
let proxy: Server;
let faults: Faults = {};
let lines = 0;

beforeAll(async () => {
  swift = await startSwift();
  bucket = await swift.bucket();
  proxy = createServer((near) => {
    lines += 1;
    const far = connect(swift.port, '127.0.0.1');
    let isHushed = false;
    const line = { near, far, hush: () => (isHushed = true) };
    near.on('data', (bytes) => {
      faults.asked?.(bytes.toString('latin1'), line);
      if (!isHushed) far.write(bytes);
    });
    far.on('data', (bytes) => {
      faults.answered?.(bytes, line);
      if (!isHushed) near.write(bytes);
    });
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const)
      one.on('error', () => undefined).on('close', () => other.destroy());
  });
  await once(proxy.listen(0, '127.0.0.1'), 'listening');
}, 60_000);
afterEach(() => {
  faults = {};
  lines = 0;
});
afterAll(async () => {
  proxy.close();
  await swift.stop();
});

const open = (options: Partial<S3FileStoreOptions> = {}) => {
  const endpoint = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
  return s3FileStore({ ...swift.access, endpoint, bucket, ...options });
};
const put = (key: string, bytes: Buffer, options?: Partial<S3FileStoreOptions>) =>
  open(options).put(key, Readable.from([bytes]), { size: bytes.length, type: 'text/plain' });
const kept = async (key: string): Promise<Buffer> =>
  Buffer.concat(await ((await open().get(key)) ?? Readable.from([])).toArray());
const large = randomBytes(9_000_000);

test('a request whose connection is cut is retried', async () => {
  let cuts = 0;
  faults.asked = (text, { near }) => {
    if (/^(PUT|GET|DELETE) /.test(text) && cuts++ % 2 === 0) near.destroy();
  };
  await put('a', Buffer.from('hola'));
  expect(String(await kept('a'))).toBe('hola');
  await open().delete('a');
  expect(cuts).toBe(6);
  expect(await open({ retries: 1 }).get('a')).toBeNull();
});

test('a part whose response is lost is uploaded again, and the file is complete', async () => {
  let isLost = false;
  let isPart = false;
  faults.asked = (text) => (isPart ||= text.includes('partNumber=2'));
  faults.answered = (_, { near }) => {
    if (!isPart || isLost) return;
    isLost = true;
    near.destroy();
  };
  await put('b', large);
  expect(isLost).toBe(true);
  expect((await kept('b')).equals(large)).toBe(true);
});

test('an upload is complete if the response to its completion is lost', async () => {
  let ending = 0;
  faults.asked = (text) => {
    if (/^POST [^ ]*uploadId=/.test(text)) ending += 1;
  };
  faults.answered = (_, { near }) => {
    if (ending === 1) near.destroy();
  };
  await put('c', large);
  expect(ending).toBe(2);
  expect((await kept('c')).equals(large)).toBe(true);
});

test('an upload fails if the service goes down, and leaves nothing once it is back', async () => {
  let isAway = false;
  faults.asked = (text, { near }) => {
    isAway ||= text.includes('partNumber=2');
    if (isAway && !text.startsWith('DELETE ')) near.destroy();
  };
  await expect(put('d', large, { retries: 1 })).rejects.toMatchObject({ code: 'overloaded' });
  faults = {};
  expect(await open().get('d')).toBeNull();
  expect((await swift.ask('GET', `${bucket}?uploads=`)).text).not.toContain('<Upload>');
});

test('a request without a response times out, and is retried', async () => {
  faults.asked = (_, { hush }) => hush();
  const silent = put('e', Buffer.from('x'), { timeoutMs: 1_000, retries: 1 });
  await expect(silent).rejects.toMatchObject({
    code: 'timeout',
    message: expect.stringContaining('1000 ms'),
  });
  expect(lines).toBe(2);
});

test('an unreachable service is overloaded, with the time to retry', async () => {
  const gone = createServer();
  await once(gone.listen(0, '127.0.0.1'), 'listening');
  const { port } = gone.address() as AddressInfo;
  gone.close();
  await once(gone, 'close');
  const put = open({ endpoint: `http://127.0.0.1:${port}`, retries: 0 }).get('a');
  await expect(put).rejects.toMatchObject({ code: 'overloaded', retryAfterMs: 5_000 });
});

test('a download that is cut off or stalls is never taken for complete', async () => {
  await put('f', large);
  for (const [code, fault] of [
    ['overloaded', ({ near }: Line) => near.destroy()],
    ['timeout', ({ hush }: Line) => hush()],
  ] as const) {
    let came = 0;
    faults.answered = (bytes, line) => {
      came += bytes.length;
      if (came > 3_000_000) fault(line);
    };
    const body = await open({ timeoutMs: 3_000 }).get('f');
    await expect(body?.toArray()).rejects.toMatchObject({ code });
  }
});

test('a reader may be slow, and ends the transfer by closing', async () => {
  await put('g', large);
  const body = await open({ timeoutMs: 2_000 }).get('g');
  let came = 0;
  for await (const chunk of body ?? []) {
    if (came === 0) await new Promise((resolve) => setTimeout(resolve, 3_000));
    came += chunk.length;
  }
  expect(came).toBe(large.length);
  const ended = new Promise((resolve) => {
    faults.answered = (_, { far }) => {
      faults = {};
      far.once('close', resolve);
    };
  });
  (await open().get('g'))?.destroy();
  await ended;
});
