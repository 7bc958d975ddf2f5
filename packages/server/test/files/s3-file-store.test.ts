import { randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { ChatError, type FileStore } from '@chat/server';
import { s3FileStore, type S3FileStoreOptions } from '@chat/server/s3';
import { testFileStore } from '@chat/server/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startSwift, type Swift } from '../../../../test/s3/start-swift.ts';
import { bucketUrl } from '../../src/files/s3/s3-file-store.ts';
import { message } from '../chat/harness.ts';
import { fetchFile, photoWithPlace, roomOfTwo, upload } from './file-fixtures.ts';

let swift: Swift;
let bucket = '';

beforeAll(async () => {
  swift = await startSwift();
  bucket = await swift.bucket();
});
afterAll(() => swift.stop());

const open = (options: Partial<S3FileStoreOptions> = {}) =>
  s3FileStore({ ...swift.access, bucket, ...options });
const put = (store: FileStore, key: string, bytes: Uint8Array | string) =>
  store.put(key, Readable.from([Buffer.from(bytes)]), { size: bytes.length, type: 'text/plain' });
/** Bytes in buffers that are still referenced. */
const held = (): number => {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  // Buffers are released asynchronously: the second collection waits for the first.
  collect();
  collect();
  return process.memoryUsage().arrayBuffers;
};
const keysIn = async (place: string): Promise<string[]> => {
  const { text } = await swift.ask('GET', place);
  return [...text.matchAll(/<Key>([^<]*)<\/Key>/g)].map(([, key = '']) => key);
};

describe('S3', () => {
  testFileStore(() => open(), { test });

  test('contains no file of the contract afterwards, and no incomplete upload', async () => {
    expect(await keysIn(bucket)).toEqual([]);
    expect(await keysIn(`${bucket}?uploads=`)).toEqual([]);
  });

  // Swift takes some seconds for so much.
  const patience = { timeout: 60_000 };
  test('holds only one part of a file in memory, on upload and download', patience, async () => {
    const chunk = randomBytes(65_536);
    const size = chunk.length * 1_000; // 65 MB
    const before = held();
    let most = 0;
    let looked = 0;
    const look = (passed: number) => {
      if (passed - looked < 4_000_000) return;
      looked = passed;
      most = Math.max(most, held() - before);
    };
    const body = Readable.from(
      (function* () {
        for (let at = 0; at < size; at += chunk.length) {
          look(at);
          yield chunk;
        }
      })(),
      { objectMode: false },
    );
    await open().put('film', body, { size, type: 'video/mp4' });
    let came = (looked = 0);
    for await (const each of (await open().get('film')) ?? []) look((came += each.length));
    await open().delete('film');
    expect(came).toBe(size);
    expect(most).toBeGreaterThan(1_000_000);
    expect(most).toBeLessThan(40_000_000);
  });

  test('stores everything below a prefix', async () => {
    const store = open({ prefix: 'chat/files/' });
    await put(store, 'a.thumbnail', 'x');
    expect(await keysIn(bucket)).toEqual(['chat/files/a.thumbnail']);
    await store.delete('a.thumbnail');
    expect(await keysIn(bucket)).toEqual([]);
  });

  test('removes abandoned uploads', async () => {
    const begin = (key: string) => swift.ask('POST', `${bucket}/${key}?uploads=`);
    await Promise.all(['chat/a', 'chat/b', 'other'].map(begin));
    const store = open({ prefix: 'chat/' });
    expect(await store.removeUnfinished()).toBe(0);
    expect(await store.removeUnfinished(-60_000)).toBe(2);
    expect(await keysIn(`${bucket}?uploads=`)).toEqual(['other']);
    expect(await open().removeUnfinished(-60_000)).toBe(1);
  });

  test('accepts credentials that change', async () => {
    const { accessKeyId, secretAccessKey, ...where } = swift.access;
    let asked = 0;
    const credentials = () => ({ accessKeyId, secretAccessKey: asked++ < 2 ? secretAccessKey : 'old' });
    const store = s3FileStore({ ...where, bucket, credentials });
    await put(store, 'a', 'x');
    await store.delete('a');
    await expect(store.get('a')).rejects.toThrow('403 SignatureDoesNotMatch');
  });
});

describe('S3 errors', () => {
  const refusal = (store: FileStore) => put(store, 'a', 'x').then(String, (error: unknown) => error);

  test.each([
    ['another secret', { secretAccessKey: 'another' }, '403 SignatureDoesNotMatch'],
    // Swift does not tell which keys there are.
    ['an unknown key', { accessKeyId: 'chat:nobody' }, '403 SignatureDoesNotMatch'],
    ['another region', { region: 'eu-west-1' }, '400 AuthorizationHeaderMalformed'],
    ['a bucket that is not there', { bucket: 'b-nowhere' }, '404 NoSuchBucket'],
  ])('%s rejects with the code of S3, and without secrets', async (_, wrong, code) => {
    const store = open(wrong);
    for (const error of [
      await refusal(store),
      await store.get('a').catch((each: unknown) => each),
      await store.delete('a').catch((each: unknown) => each),
    ]) {
      expect(error).toBeInstanceOf(Error);
      expect(error).not.toBeInstanceOf(ChatError);
      expect(String(error)).toContain(code);
      expect(String(error)).not.toContain(swift.access.secretAccessKey);
    }
  });

  test('a full bucket is storage_full, for the uploader too', async () => {
    const small = open({ bucket: await swift.bucket(1_000) });
    await put(small, 'a', randomBytes(900));
    await expect(put(small, 'b', randomBytes(200))).rejects.toMatchObject({ code: 'storage_full' });
    expect(await small.get('b')).toBeNull();
    const { url, ana } = await roomOfTwo({ files: small });
    const { status, body } = await upload(url, ana.hello.token, 'r', randomBytes(200));
    expect([status, body.error.code]).toEqual([507, 'storage_full']);
  });

  test.each<[string, Partial<S3FileStoreOptions>]>([
    ['bucket', { bucket: 'a/b' }],
    ['region', { region: 'a b' }],
    ['endpoint', { endpoint: 's3.example.org' }],
    ['prefix', { prefix: '/chat' }],
    ['prefix', { prefix: 'chat/../' }],
    ['partBytes', { partBytes: 1_000 }],
    ['accessKeyId', { accessKeyId: '' }],
  ])('an invalid %s throws at once', (name, wrong) => {
    expect(() => open(wrong)).toThrow(/^s3FileStore: /);
    expect(name).not.toBe('');
  });

  test('the bucket is in the host of the URL, or in its path', () => {
    const place = { bucket: 'b-1', region: 'eu-west-1' };
    expect(bucketUrl(place)).toBe('https://b-1.s3.eu-west-1.amazonaws.com');
    const endpoint = 'http://minio:9000/';
    expect(bucketUrl({ ...place, endpoint })).toBe('http://b-1.minio:9000');
    expect(bucketUrl({ ...place, endpoint, pathStyle: true })).toBe('http://minio:9000/b-1');
  });
});

test('a chat stores its files in S3, serves them, and deletes them', async () => {
  const own = await swift.bucket();
  const files = open({ bucket: own, prefix: 'chat/' });
  const { url, ana, bea } = await roomOfTwo({ files, limits: { deletionUndoMs: 0 } });
  const { body: photo } = await upload(url, ana.hello.token, 'r', await photoWithPlace(), { name: 'a.jpg' });
  const { body: note } = await upload(url, ana.hello.token, 'r', '0123456789');
  const attachments = [photo, note].map(({ fileId }) => ({ fileId }));
  const sent = await ana.call('message:send', { ...message('r', ''), attachments });
  await bea.until((event) => event.type === 'message:created');
  expect((await keysIn(own)).toSorted()).toEqual(
    [`chat/${photo.fileId}`, `chat/${photo.fileId}.thumbnail`, `chat/${note.fileId}`].toSorted(),
  );
  const picture = await fetchFile(url, bea, photo.fileId);
  expect((await picture.arrayBuffer()).byteLength).toBe(photo.size);
  expect((await fetchFile(url, bea, photo.fileId, 'thumbnail')).headers.get('content-type')).toBe(
    'image/webp',
  );
  const part = await fetchFile(url, bea, note.fileId, 'original', { range: 'bytes=2-4' });
  expect([part.status, await part.text(), part.headers.get('content-range')]).toEqual([
    206,
    '234',
    'bytes 2-4/10',
  ]);
  await ana.call('message:delete', { roomId: 'r', messageId: sent.id });
  await expect.poll(() => keysIn(own)).toEqual([]);
});
