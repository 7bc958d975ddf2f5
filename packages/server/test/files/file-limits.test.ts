import { request } from 'node:http';
import { diskFiles } from '@chat/server';
import { describe, expect, test } from 'vitest';
import { message } from '../chat/harness.ts';
import {
  fetchFile,
  filesIn,
  rest,
  roomOfTwo,
  storages,
  sweeper,
  temporaryDir,
  upload,
} from './file-fixtures.ts';

describe('a refusal names the limit', () => {
  test('of the file size', async () => {
    const { url, ana } = await roomOfTwo({ limits: { maxFileBytes: 1_000 } });
    expect(await upload(url, ana.hello.token, 'r', 'x'.repeat(1_000))).toMatchObject({ status: 201 });
    expect(await upload(url, ana.hello.token, 'r', 'x'.repeat(1_001))).toEqual({
      status: 413,
      body: {
        error: {
          code: 'too_large',
          message: 'a file must be at most 1000 bytes',
          field: 'file',
          requestId: expect.any(String) as string,
        },
      },
    });
    expect(ana.hello.limits).toMatchObject({ maxFileBytes: 1_000, maxFilesPerMessage: 10 });
  });

  test('of files per message', async () => {
    const { url, ana } = await roomOfTwo({ limits: { maxFilesPerMessage: 2 } });
    const uploaded = await Promise.all([1, 2, 3].map(() => upload(url, ana.hello.token, 'r', 'x')));
    const attachments = uploaded.map(({ body }) => ({ fileId: body.fileId }));
    const send = { ...message('r', 'x'), attachments };
    const refusal = {
      code: 'too_large',
      message: 'attachments must be at most 2 files',
      field: 'attachments',
    };
    await expect(ana.call('message:send', send)).rejects.toMatchObject(refusal);
    const overRest = await rest(url, ana.hello.token, 'POST', '/rooms/r/messages', {
      ...send,
      roomId: undefined,
    });
    expect(overRest).toMatchObject({ status: 413, body: { error: refusal } });
    const [first] = attachments;
    await expect(
      ana.call('message:send', { ...send, attachments: [first, first] as never }),
    ).rejects.toMatchObject({ code: 'invalid', field: 'attachments' });
  });

  test('of the upload rate', async () => {
    let at = 1_000_000;
    const { url, ana } = await roomOfTwo({ now: () => at, limits: { uploadsPerSecond: 1, uploadBurst: 1 } });
    expect((await upload(url, ana.hello.token, 'r', 'x')).status).toBe(201);
    const { status, body } = await upload(url, ana.hello.token, 'r', 'x');
    expect([status, body.error.retryAfterMs]).toEqual([429, 1_000]);
    at += 1_000;
    expect((await upload(url, ana.hello.token, 'r', 'x')).status).toBe(201);
  });
});

describe.each(storages)('quotas over %s', (_, make) => {
  test('hold for concurrent uploads, per user and per room, and are released', async () => {
    const limits = { userFileBytes: 20_000, roomFileBytes: 30_000, maxUploadsPerUser: 10 };
    const folder = temporaryDir();
    const { url, ana, bea } = await roomOfTwo({ storage: make(), limits, files: diskFiles(folder) });
    const bytes = 'x'.repeat(9_000);
    const all = (token: string | undefined) =>
      Promise.all([1, 2, 3, 4, 5, 6].map(() => upload(url, token, 'r', bytes)));
    const [ofAna, ofBea] = [await all(ana.hello.token), await all(bea.hello.token)];
    expect(ofAna.filter(({ status }) => status === 201)).toHaveLength(2);
    expect(ofBea.filter(({ status }) => status === 201)).toHaveLength(1);
    const refused = (answers: typeof ofAna) => answers.find(({ status }) => status !== 201)?.body.error;
    expect(refused(ofAna)).toMatchObject({
      code: 'too_large',
      reason: 'user_quota',
      message: 'your files must be at most 20000 bytes together',
    });
    expect(refused(ofBea)).toMatchObject({ reason: 'room_quota' });
    expect(filesIn(folder)).toHaveLength(3);
    const kept = ofAna.find(({ status }) => status === 201)?.body.fileId;
    await ana.call('file:delete', { fileId: kept });
    expect((await upload(url, ana.hello.token, 'r', bytes)).status).toBe(201);
    expect(filesIn(folder)).toHaveLength(3);
  });

  test('include one for all files of the server, which is released too', async () => {
    let at = Date.now();
    const limits = { serverFileBytes: 20_000, maxUploadsPerUser: 10 };
    const { url, ana, bea } = await roomOfTwo({ storage: make(), limits, now: () => at });
    const bytes = 'x'.repeat(9_000);
    const answers = await Promise.all(
      [ana, bea, ana, bea].map(({ hello }) => upload(url, hello.token, 'r', bytes)),
    );
    const taken = answers.filter(({ status }) => status === 201);
    expect(taken).toHaveLength(2);
    const refused = answers.find(({ status }) => status !== 201);
    expect([refused?.status, refused?.body.error.code]).toEqual([507, 'storage_full']);
    const { fileId, uploadedBy } = taken[0]?.body ?? {};
    const owner = [ana, bea].find(({ hello }) => hello.user.id === uploadedBy);
    await owner?.call('file:delete', { fileId });
    at += 5_000;
    expect((await upload(url, bea.hello.token, 'r', bytes)).status).toBe(201);
    expect((await upload(url, ana.hello.token, 'r', bytes)).status).toBe(507);
  });

  test('a file that is never sent is deleted after an hour, a sent one is not', async () => {
    let at = Date.now();
    const folder = temporaryDir();
    const storage = make();
    const sweep = sweeper();
    const { url, ana } = await roomOfTwo({ storage, now: () => at, files: diskFiles(folder) });
    const [one, two] = [
      await upload(url, ana.hello.token, 'r', 'uno'),
      await upload(url, ana.hello.token, 'r', 'dos'),
    ];
    await ana.call('message:send', { ...message('r', 'x'), attachments: [{ fileId: two.body.fileId }] });
    at += 3_599_000;
    const { body: young } = await upload(url, ana.hello.token, 'r', 'tres');
    at += 1_001;
    sweep();
    await expect.poll(() => storage.files.get(one.body.fileId)).toBe(null);
    expect(new Set(filesIn(folder))).toEqual(new Set([two.body.fileId, young.fileId]));
    at += 86_400_000;
    sweep();
    await expect.poll(() => filesIn(folder)).toEqual([two.body.fileId]);
  });

  test('a file is deleted by the retention of its room', async () => {
    let at = Date.now();
    const folder = temporaryDir();
    const sweep = sweeper();
    const { url, ana } = await roomOfTwo({
      storage: make(),
      now: () => at,
      files: diskFiles(folder),
      rooms: { defaults: { retention: { days: 2 } } },
    });
    const { body } = await upload(url, ana.hello.token, 'r', 'x');
    await ana.call('message:send', { ...message('r', 'x'), attachments: [{ fileId: body.fileId }] });
    at += 172_800_002;
    expect(filesIn(folder)).toHaveLength(1);
    await expect(ana.call('file:url', { fileId: body.fileId })).rejects.toMatchObject({ code: 'not_found' });
    sweep();
    await expect.poll(() => filesIn(folder)).toEqual([]);
  });
});

test('an aborted upload leaves nothing', async () => {
  const folder = temporaryDir();
  const temporary = temporaryDir();
  const before = process.env['TMPDIR'];
  process.env['TMPDIR'] = temporary;
  const { url, ana } = await roomOfTwo({ files: diskFiles(folder) });
  expect((await upload(url, ana.hello.token, 'r', 'x')).status).toBe(201);
  if (before === undefined) delete process.env['TMPDIR'];
  else process.env['TMPDIR'] = before;
  const head = '--x\r\ncontent-disposition: form-data; name="file"; filename="a.bin"\r\n\r\n';
  const sending = request(`${url}/chat/api/rooms/r/files`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${ana.hello.token}`,
      'content-type': 'multipart/form-data; boundary=x',
      'content-length': 5_000_000,
    },
  });
  sending.on('error', () => undefined);
  sending.write(head + 'x'.repeat(100_000));
  await expect.poll(() => filesIn(temporary).length).toBe(1);
  sending.destroy();
  await expect.poll(() => filesIn(temporary).length).toBe(0);
  expect(filesIn(folder)).toHaveLength(1);
});

test('an upload that stalls is ended', async () => {
  const { url, ana } = await roomOfTwo({ limits: { uploadIdleMs: 50 } });
  const answered = new Promise<number | undefined>((resolve, reject) => {
    const sending = request(
      `${url}/chat/api/rooms/r/files`,
      {
        method: 'POST',
        headers: {
          authorization: `Bearer ${ana.hello.token}`,
          'content-type': 'multipart/form-data; boundary=x',
          'content-length': 5_000,
        },
      },
      (response) => resolve(response.statusCode),
    );
    sending.on('error', reject);
    sending.write('--x\r\ncontent-disposition: form-data; name="file"; filename="a"\r\n\r\nabc');
  });
  expect(await answered).toBe(504);
});

test('file URLs expire, and cannot be forged or used for another file', async () => {
  let at = 1_000_000_000;
  const { url, ana } = await roomOfTwo({ now: () => at });
  const [one, two] = [
    await upload(url, ana.hello.token, 'r', 'uno'),
    await upload(url, ana.hello.token, 'r', 'dos'),
  ];
  const { url: address, expiresAt } = await ana.call('file:url', { fileId: one.body.fileId });
  expect(expiresAt - at).toBeGreaterThanOrEqual(300_000);
  expect(expiresAt - at).toBeLessThanOrEqual(600_000);
  const get = async (path: string): Promise<number> => (await fetch(url + path)).status;
  expect(await get(address)).toBe(200);
  expect(await get(address.replace(one.body.fileId, two.body.fileId))).toBe(404);
  expect(await get(address.replace('v=original', 'v=download'))).toBe(404);
  expect(await get(address.replace(/e=\d+/, `e=${expiresAt + 1}`))).toBe(404);
  expect(await get(address.slice(0, -1))).toBe(404);
  expect(await get(`/chat/files/${one.body.fileId}`)).toBe(404);
  at = expiresAt;
  expect(await get(address)).toBe(401);
});

test('byte ranges are served', async () => {
  const { url, ana } = await roomOfTwo();
  const { body } = await upload(url, ana.hello.token, 'r', '0123456789');
  const part = async (range: string) => {
    const response = await fetchFile(url, ana, body.fileId, 'original', { range });
    return [response.status, response.headers.get('content-range'), await response.text()];
  };
  expect(await part('bytes=2-4')).toEqual([206, 'bytes 2-4/10', '234']);
  expect(await part('bytes=7-')).toEqual([206, 'bytes 7-9/10', '789']);
  expect(await part('bytes=-3')).toEqual([206, 'bytes 7-9/10', '789']);
  expect(await part('bytes=5-99')).toEqual([206, 'bytes 5-9/10', '56789']);
  expect(await part('bytes=10-')).toEqual([416, 'bytes */10', '']);
  expect(await part('bytes=0-1,3-4')).toEqual([200, null, '0123456789']);
  expect(await part('lines=1-2')).toEqual([200, null, '0123456789']);
});
