import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deflateSync } from 'node:zlib';
import { memoryStorage, type ChatServerOptions, type ChatStorage } from '@chat/server';
import { sqliteStorage } from '@chat/server/sqlite';
import sharp from 'sharp';
import { onTestFinished, vi } from 'vitest';
import { connect, startServer, type Peer } from '../chat/harness.ts';

/** A folder that goes with the test. */
export const temporaryDir = (): string => {
  const dir = mkdtempSync(join(tmpdir(), 'chat-test-'));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  return dir;
};

/** The names of the files in a folder and below. */
export const filesIn = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((each) => each.isFile())
    .map(({ name }) => name);

/** Lets the server look at what is due now, as it does from time to time. To be called before it is started. */
export const sweeper = (): (() => void) => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  onTestFinished(() => void vi.useRealTimers());
  return () => void vi.advanceTimersByTime(30_000);
};

export const storages: [string, () => ChatStorage][] = [
  ['memory', () => memoryStorage()],
  ['SQLite', () => sqliteStorage(join(temporaryDir(), 'chat.db'))],
];

export const noise = (width: number, height: number) =>
  sharp({
    create: {
      width,
      height,
      channels: 3,
      background: 'red',
      noise: { type: 'gaussian', mean: 128, sigma: 40 },
    },
  });

/** A photo as a phone takes it: turned by its Exif, with the place where it was taken. */
export const photoWithPlace = (width = 640, height = 480): Promise<Buffer> =>
  noise(width, height)
    .jpeg()
    .withMetadata({ orientation: 6 })
    .withExifMerge({
      IFD0: { Make: 'SecretCamera' },
      IFD3: {
        GPSLatitudeRef: 'N',
        GPSLatitude: '41/1 23/1 0/1',
        GPSLongitudeRef: 'E',
        GPSLongitude: '2/1 9/1 0/1',
      },
    })
    .toBuffer();

export interface Sent {
  name?: string;
  type?: string;
  fields?: Record<string, string>;
}

export interface Answer {
  status: number;
  // oxlint-disable-next-line typescript/no-explicit-any -- what a test expects of it says what it is
  body: any;
}

/** Uploads as any browser would. */
export const upload = async (
  url: string,
  token: string | undefined,
  roomId: string,
  bytes: Uint8Array | string,
  { name = 'a.txt', type = '', fields = {} }: Sent = {},
): Promise<Answer> => {
  const form = new FormData();
  for (const [field, value] of Object.entries(fields)) form.append(field, value);
  form.append('file', new Blob([bytes as BlobPart], { type }), name);
  return answerOf(
    await fetch(`${url}/chat/api/rooms/${encodeURIComponent(roomId)}/files`, {
      method: 'POST',
      body: form,
      headers: { authorization: `Bearer ${token}` },
    }),
  );
};

/** Uploads a body written by hand. */
export const uploadRaw = async (url: string, token: string | undefined, head: string, content = 'hola') =>
  answerOf(
    await fetch(`${url}/chat/api/rooms/r/files`, {
      method: 'POST',
      body: `--x\r\n${head}\r\n\r\n${content}\r\n--x--\r\n`,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'multipart/form-data; boundary=x' },
    }),
  );

export const rest = async (
  url: string,
  token: string | undefined,
  method: string,
  path: string,
  body?: unknown,
): Promise<Answer> =>
  answerOf(
    await fetch(`${url}/chat/api${path}`, {
      method,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    }),
  );

const answerOf = async (response: Response): Promise<Answer> => ({
  status: response.status,
  body: await response.json(),
});

/** A server with Ana, who owns room r, and Bea in it. */
export const roomOfTwo = async (options: ChatServerOptions = {}) => {
  const running = await startServer(options);
  const ana = await connect(running.url, { name: 'Ana' });
  const bea = await connect(running.url, { name: 'Bea' });
  await ana.call('room:join', { roomId: 'r' });
  await bea.call('room:join', { roomId: 'r' });
  return { ...running, ana, bea };
};

/** Asks for a file's address and fetches it. */
export const fetchFile = async (
  url: string,
  peer: Peer,
  fileId: string,
  variant: 'original' | 'thumbnail' | 'download' = 'original',
  headers: Record<string, string> = {},
): Promise<Response> => {
  const address = await peer.call('file:url', { fileId, variant });
  return fetch(`${url}${address.url}`, { headers });
};

/** A picture of nothing that is small when packed. */
export const pngOfZeros = (width: number, height: number): Buffer => {
  const chunk = (name: string, data: Buffer): Buffer => {
    const body = Buffer.concat([Buffer.from(name), data]);
    const size = Buffer.alloc(4);
    size.writeUInt32BE(data.length);
    const check = Buffer.alloc(4);
    check.writeUInt32BE(crc(body));
    return Buffer.concat([size, body, check]);
  };
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head[8] = 1; // one bit per pixel
  const row = Buffer.alloc(Math.ceil(width / 8) + 1);
  const rows = Buffer.concat(Array.from({ length: height }, () => row));
  return Buffer.concat([
    Buffer.from('\u0089PNG\r\n\u001a\n', 'latin1'),
    chunk('IHDR', head),
    chunk('IDAT', deflateSync(rows)),
    chunk('IEND', Buffer.alloc(0)),
  ]);
};

const crc = (bytes: Buffer): number => {
  let value = 0xffffffff;
  for (const byte of bytes) {
    value ^= byte;
    for (let bit = 0; bit < 8; bit += 1) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  }
  return (value ^ 0xffffffff) >>> 0;
};
