import sharp from 'sharp';
import { expect, test } from 'vitest';
import { fetchFile, noise, photoWithPlace, roomOfTwo, upload, type Answer } from './file-fixtures.ts';

const film = Buffer.from('%PDF-1.7\nnot quite a film');

const uploadWith = async (
  url: string,
  token: string | undefined,
  poster: Uint8Array | string,
  file: Uint8Array = film,
): Promise<Answer> => {
  const form = new FormData();
  form.append('poster', new Blob([poster as BlobPart]), 'poster');
  form.append('file', new Blob([file as BlobPart]), 'film.pdf');
  const headers = { authorization: `Bearer ${token}` };
  const response = await fetch(`${url}/chat/api/rooms/r/files`, { method: 'POST', body: form, headers });
  return { status: response.status, body: await response.json() };
};

test('a poster becomes the thumbnail of its file: small, upright, without metadata', async () => {
  const { url, ana, bea } = await roomOfTwo();
  const { status, body: file } = await uploadWith(url, ana.hello.token, await photoWithPlace(640, 480));
  expect(status).toBe(201);
  expect(file).toMatchObject({ kind: 'document', size: film.length, thumbnail: true });
  expect([file.width, file.height]).toEqual([360, 480]);
  const { fileId } = file;
  await ana.call('message:send', {
    id: crypto.randomUUID(),
    roomId: 'r',
    text: '',
    attachments: [{ fileId }],
  });
  const response = await fetchFile(url, bea, fileId, 'thumbnail');
  expect(response.headers.get('content-type')).toBe('image/webp');
  const shown = await sharp(Buffer.from(await response.arrayBuffer())).metadata();
  expect(shown).toMatchObject({ format: 'webp', width: 360, height: 480 });
  expect(shown.exif).toBeUndefined();
  expect(Buffer.from(await (await fetchFile(url, bea, fileId)).arrayBuffer())).toEqual(film);
});

test('a poster that is too large or no image is refused, and an image needs none', async () => {
  const { url, ana } = await roomOfTwo({ limits: { maxPosterBytes: 20_000 } });
  const { token } = ana.hello;
  const large = await uploadWith(url, token, Buffer.alloc(20_001));
  expect(large).toMatchObject({ status: 413, body: { error: { code: 'too_large', field: 'poster' } } });
  for (const poster of ['not an image', '<svg xmlns="http://www.w3.org/2000/svg"/>'])
    expect(await uploadWith(url, token, poster)).toMatchObject({
      body: { error: { code: 'invalid', reason: 'image_unreadable' } },
    });
  const own = await noise(30, 20).png().toBuffer();
  const { body: image } = await uploadWith(url, token, await noise(10, 10).png().toBuffer(), own);
  expect(image).toMatchObject({ width: 30, height: 20 });
  const { body: plain } = await upload(url, token, 'r', film);
  expect(plain).not.toHaveProperty('thumbnail');
});
