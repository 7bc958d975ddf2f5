import { createHash } from 'node:crypto';
import { cleanFileName } from '@chat/protocol';
import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { message } from '../chat/harness.ts';
import {
  fetchFile,
  noise,
  photoWithPlace,
  pngOfZeros,
  roomOfTwo,
  upload,
  uploadRaw,
} from './file-fixtures.ts';

const svg = '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(document.domain)</script></svg>';
const html = '<!doctype html><script>alert(document.domain)</script>';
const js = 'self.addEventListener("fetch", () => {}); // a worker of ours?';

describe('a file that a browser would run is only downloaded', () => {
  test.each([
    ['SVG called an image', svg, 'foto.svg', 'image/svg+xml', 'text/plain'],
    ['SVG with a declaration', `<?xml version="1.0"?>${svg}`, 'foto.svg', 'image/svg+xml', 'text/plain'],
    ['HTML called a picture', html, 'foto.png', 'image/png', 'text/plain'],
    ['HTML called text', html, 'a.html', 'text/html', 'text/plain'],
    ['a script', js, 'sw.js', 'text/javascript', 'text/plain'],
    ['a PDF', '%PDF-1.7\n<script>alert(1)</script>', 'a.pdf', 'image/png', 'application/pdf'],
    ['bytes that are nothing', '\u0001\u0002\u0000<html>', 'a.html', 'text/html', 'application/octet-stream'],
  ])('%s', async (_, content, name, claimed, type) => {
    const { url, ana } = await roomOfTwo();
    const { status, body } = await upload(url, ana.hello.token, 'r', content, { name, type: claimed });
    expect(status).toBe(201);
    expect(body).toMatchObject({ type, kind: 'document' });
    for (const variant of ['original', 'thumbnail', 'download'] as const) {
      const { headers } = await fetchFile(url, ana, body.fileId, variant);
      expect(headers.get('content-disposition')).toMatch(/^attachment; /);
      expect(headers.get('content-type')).toMatch(/^(text\/plain; charset=utf-8|application\/octet-stream)$/);
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('content-security-policy')).toBe("sandbox; default-src 'none'");
    }
  });
});

describe('images', () => {
  test('lose their metadata, location included, and are rotated upright', async () => {
    const photo = await photoWithPlace();
    const before = await sharp(photo).metadata();
    expect([before.exif?.includes('SecretCamera'), before.orientation]).toEqual([true, 6]);
    const { url, ana, bea } = await roomOfTwo();
    const { body } = await upload(url, ana.hello.token, 'r', photo, { name: 'playa.jpg' });
    expect(body).toMatchObject({
      type: 'image/jpeg',
      kind: 'image',
      width: 480,
      height: 640,
      thumbnail: true,
    });
    await ana.call('message:send', { ...message('r', ''), attachments: [{ fileId: body.fileId }] });
    for (const [variant, format] of [
      ['original', 'jpeg'],
      ['thumbnail', 'webp'],
    ] as const) {
      const response = await fetchFile(url, bea, body.fileId, variant);
      expect(response.headers.get('content-type')).toBe(`image/${format}`);
      expect(response.headers.get('content-disposition')).toMatch(/^inline; /);
      const bytes = Buffer.from(await response.arrayBuffer());
      const after = await sharp(bytes).metadata();
      expect([after.format, after.exif, after.xmp, after.iptc, after.orientation]).toEqual([
        format,
        undefined,
        undefined,
        undefined,
        undefined,
      ]);
      expect(bytes.includes('Exif') || bytes.includes('SecretCamera')).toBe(false);
      expect([after.width, after.height]).toEqual(variant === 'original' ? [480, 640] : [360, 480]);
    }
  });

  test.each(['png', 'webp', 'gif', 'avif'] as const)('of type %s are encoded again', async (format) => {
    const { url, ana } = await roomOfTwo();
    const image = await noise(120, 60).toFormat(format, { effort: 1 }).toBuffer();
    const { body } = await upload(url, ana.hello.token, 'r', image, { name: `a.${format}` });
    expect(body).toMatchObject({ type: `image/${format}`, kind: 'image', width: 120, height: 60 });
    const bytes = Buffer.from(await (await fetchFile(url, ana, body.fileId)).arrayBuffer());
    expect(await sharp(bytes).metadata()).toMatchObject({ width: 120, height: 60 });
  });

  test('that are valid in another format too lose all data that is not the image', async () => {
    const { url, ana } = await roomOfTwo();
    const image = await noise(64, 64).jpeg().toBuffer();
    const polyglot = Buffer.concat([image, Buffer.from(`PK\u0003\u0004${html}`)]);
    const { body } = await upload(url, ana.hello.token, 'r', polyglot, { name: 'a.jpg' });
    const bytes = Buffer.from(await (await fetchFile(url, ana, body.fileId)).arrayBuffer());
    expect(bytes.includes('<script>')).toBe(false);
    expect(bytes.includes('PK\u0003\u0004')).toBe(false);
  });

  test('that are animated stay animated, and have the size of a frame', async () => {
    const frames = [await noise(50, 40).png().toBuffer(), await noise(50, 40).png().toBuffer()];
    const gif = await sharp(frames, { join: { animated: true } })
      .gif()
      .toBuffer();
    const { url, ana } = await roomOfTwo();
    const { body } = await upload(url, ana.hello.token, 'r', gif, { name: 'a.gif' });
    expect(body).toMatchObject({ type: 'image/gif', width: 50, height: 40 });
    const bytes = Buffer.from(await (await fetchFile(url, ana, body.fileId)).arrayBuffer());
    expect((await sharp(bytes, { animated: true }).metadata()).pages).toBe(2);
  });

  test('of too many pixels are refused before they are decoded', async () => {
    const { url, ana } = await roomOfTwo();
    const bomb = pngOfZeros(30_000, 30_000);
    expect(bomb.length).toBeLessThan(1_000_000);
    const { status, body } = await upload(url, ana.hello.token, 'r', bomb, { name: 'a.png' });
    expect(status).toBe(413);
    expect(body.error.message).toBe('an image must have at most 50000000 pixels, all frames together');
  });

  test('that have nothing but the header of an image are refused', async () => {
    const { url, ana } = await roomOfTwo();
    const { status, body } = await upload(url, ana.hello.token, 'r', `GIF89a/*${html}*/=1`, {
      name: 'a.gif',
    });
    expect([status, body.error.reason]).toEqual([400, 'image_unreadable']);
  });

  test('that are truncated are refused', async () => {
    const { url, ana } = await roomOfTwo();
    const image = await noise(300, 300).jpeg().toBuffer();
    const { body } = await upload(url, ana.hello.token, 'r', image.subarray(0, image.length / 2));
    expect(body.error).toMatchObject({ code: 'invalid', reason: 'image_unreadable' });
  });
});

describe('names', () => {
  const named = async (filename: string): Promise<string> => {
    const { url, ana } = await roomOfTwo();
    const head = `content-disposition: form-data; name="file"; ${filename}`;
    const { status, body } = await uploadRaw(url, ana.hello.token, head);
    if (status !== 201) return `refused: ${body.error.code}`;
    const response = await fetchFile(url, ana, body.fileId, 'download');
    expect([...response.headers.keys()].filter((name) => name.startsWith('x-'))).toEqual([
      'x-content-type-options',
      'x-request-id',
    ]);
    return body.name;
  };

  test.each([
    ['a path', 'filename="../../../etc/passwd"', 'passwd'],
    ['a path of Windows', 'filename="C:\\\\windows\\\\win.ini"', 'win.ini'],
    ['an encoded path', "filename*=UTF-8''..%2F..%2Fetc%2Fpasswd", 'passwd'],
    ['a line break', "filename*=UTF-8''a%0D%0AX-Evil:%201%0D%0A.txt", 'refused: invalid'],
    ['an override', "filename*=UTF-8''gpj%E2%80%AEexe.txt", 'gpjexe.txt'],
    ['NUL', "filename*=UTF-8''a.png%00.exe", 'a.png.exe'],
    ['dots', 'filename=".."', 'file'],
    ['a hidden file', 'filename=".htaccess"', 'htaccess'],
    ['nothing', 'filename=""', 'file'],
    ['quotes', "filename*=UTF-8''a%22%3B%20b=%22.txt", 'a__ b=_.txt'],
    ['another script', "filename*=UTF-8''informe%20a%C3%B1o%20%E6%96%87.pdf", 'informe año 文.pdf'],
  ])('%s', async (_, given, name) => {
    expect((await named(given)).replace(';', '_')).toBe(name);
  });

  test('are sanitized whatever the form contains', () => {
    expect(cleanFileName('a\r\nX-Evil: 1\r\n\r\n<b>.txt')).toBe('aX-Evil_ 1_b_.txt');
    expect(cleanFileName('\u202e\u200b\u2066')).toBe('file');
    expect(cleanFileName(`z${'\u0300'.repeat(90)}.png`)).toBe('z\u0300\u0300\u0300.png'.normalize('NFC'));
    expect(cleanFileName('\ud800.txt')).toBe('\ufffd.txt');
    expect(cleanFileName(`${'😀'.repeat(200)}.png`).isWellFormed()).toBe(true);
  });

  test('that are too long are shortened, and keep their extension', async () => {
    const name = await named(`filename="${'x'.repeat(500)}.pdf"`);
    expect(name).toBe(`${'x'.repeat(116)}.pdf`);
  });
});

test('malformed forms are refused', async () => {
  const { url, ana } = await roomOfTwo();
  const post = async (type: string, body: string): Promise<number> => {
    const headers = { authorization: `Bearer ${ana.hello.token}`, 'content-type': type };
    return (await fetch(`${url}/chat/api/rooms/r/files`, { method: 'POST', headers, body })).status;
  };
  const multipart = 'multipart/form-data; boundary=x';
  const part = (name: string, filename: string) =>
    `--x\r\ncontent-disposition: form-data; name="${name}"; filename="${filename}"\r\n\r\nhola\r\n`;
  expect(await post('application/json', '{}')).toBe(400);
  expect(await post('multipart/form-data', part('file', 'a'))).toBe(400);
  expect(await post(multipart, '')).toBe(400);
  expect(await post(multipart, '--x--\r\n')).toBe(400);
  expect(await post(multipart, part('file', 'a'))).toBe(400);
  expect(await post(multipart, `${part('other', 'a')}--x--\r\n`)).toBe(400);
  expect(await post(multipart, `${part('file', 'a')}${part('file', 'b')}--x--\r\n`)).toBe(400);
  const field = (name: string) => `--x\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n1\r\n`;
  expect(await post(multipart, `${field('author')}${part('file', 'a')}--x--\r\n`)).toBe(400);
  expect(await post(multipart, `${field('a').repeat(50)}${part('file', 'a')}--x--\r\n`)).toBe(400);
  expect(await post(multipart, `${part('file', 'a')}--x--\r\n`)).toBe(201);
});

test('a URL signed with another key is refused', async () => {
  const { url, ana } = await roomOfTwo();
  const { body } = await upload(url, ana.hello.token, 'r', 'x');
  const forged = createHash('sha256').update('').digest('base64url');
  const path = `/chat/files/${body.fileId}?v=original&e=${Date.now() + 1_000}&s=${forged}`;
  expect((await fetch(url + path)).status).toBe(404);
});
