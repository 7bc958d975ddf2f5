import { readFile } from 'node:fs/promises';
import { ChatError, type Hooks, type PictureUpload } from '@chat/server';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import { connect, startServer } from '../chat/harness.ts';
import { noise, photoWithPlace, rest, storages, type Answer } from '../files/file-fixtures.ts';
import { byToken, hears, roomOf, tokenOf } from './people-fixtures.ts';

const silent = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

const put = async (
  url: string,
  token: string | undefined,
  bytes: Uint8Array,
  name = 'me.jpg',
): Promise<Answer> => {
  const form = new FormData();
  form.append('file', new Blob([bytes as BlobPart]), name);
  const response = await fetch(`${url}/chat/api/profile/picture`, {
    method: 'PUT',
    body: form,
    headers: { authorization: `Bearer ${token}` },
  });
  return { status: response.status, body: await response.json() };
};

test.each(storages)(
  'a picture is small, square, without location, and shown at once and later, in %s',
  async (_, make) => {
    const { url, peers } = await roomOf(['Ana', 'Bea'], { storage: make() });
    const [ana, bea] = peers as [(typeof peers)[0], (typeof peers)[0]];
    const answer = await put(url, bea.hello.token, await photoWithPlace());
    expect(answer.status).toBe(200);
    const { avatarUrl } = answer.body.user;
    await hears(ana, bea.hello.user.id, { avatarUrl });
    const shown = await fetch(url + avatarUrl);
    expect(Object.fromEntries(shown.headers)).toMatchObject({
      'content-type': 'image/webp',
      'x-content-type-options': 'nosniff',
      'content-security-policy': "sandbox; default-src 'none'",
    });
    const bytes = Buffer.from(await shown.arrayBuffer());
    expect(await sharp(bytes).metadata()).toMatchObject({ format: 'webp', width: 256, height: 256 });
    expect((await sharp(bytes).metadata()).exif).toBeUndefined();
    const late = await connect(url, { name: 'Cy' });
    const { members } = await late.call('room:join', { roomId: 'r' });
    expect(members.find(({ user }) => user.name === 'Bea')?.user.avatarUrl).toBe(avatarUrl);
    // A new picture has a new address; the old one leads to it too, so that old messages show it.
    const png = await noise(300, 300).png().toBuffer();
    const other = (await put(url, bea.hello.token, png)).body.user.avatarUrl as string;
    expect(other.split('?')[0]).toBe(avatarUrl.split('?')[0]);
    const before = Buffer.from(await (await fetch(url + avatarUrl)).arrayBuffer());
    expect(before.equals(Buffer.from(await (await fetch(url + other)).arrayBuffer()))).toBe(true);
    expect(before.equals(bytes)).toBe(false);
    expect((await bea.call('user:update', { avatarUrl: null })).user.avatarUrl).toBeUndefined();
    expect((await fetch(url + other)).status).toBe(404);
  },
);

test('a file that is no image, an image that is too large and an invalid token are refused', async () => {
  const { url, peers } = await roomOf(['Ana'], { limits: { maxPictureBytes: 20_000 } });
  const { token } = peers[0]!.hello;
  const html = Buffer.from('<script>alert(1)</script>');
  expect(await put(url, token, html, 'me.png')).toMatchObject({
    status: 400,
    body: { error: { code: 'invalid', reason: 'image_unreadable', field: 'file' } },
  });
  const large = await noise(200, 200).png().toBuffer();
  expect(await put(url, token, large)).toMatchObject({ status: 413, body: { error: { code: 'too_large' } } });
  const small = await noise(20, 20).png().toBuffer();
  expect(await put(url, 'nobody', small)).toMatchObject({ status: 401 });
  expect((await fetch(`${url}/chat/pictures/00000000-0000-7000-8000-000000000000`)).status).toBe(404);
});

test('the application’s picture cannot be replaced; a server without files accepts none', async () => {
  const small = await noise(20, 20).png().toBuffer();
  const { url } = await startServer(byToken);
  const token = await tokenOf({ sub: 'ana', name: 'Ana', avatarUrl: '/ana.png' });
  expect(await put(url, token, small)).toMatchObject({ status: 403, body: { error: { code: 'forbidden' } } });
  const { url: plain, peers } = await roomOf(['Ana'], { files: false });
  const { id: userId } = peers[0]!.hello.user;
  expect(await put(plain, peers[0]!.hello.token, small)).toMatchObject({ status: 404 });
  expect(await rest(plain, peers[0]!.hello.token, 'GET', `/users/${userId}`)).toMatchObject({
    body: { own: { canPicture: false } },
  });
});

test('erasing a user deletes their profile and picture', async () => {
  const { url, chat, peers } = await roomOf(['Ana', 'Bea']);
  const [ana, bea] = peers as [(typeof peers)[0], (typeof peers)[0]];
  const { id } = bea.hello.user;
  await bea.call('user:update', { about: 'Hola' });
  const png = await noise(20, 20).png().toBuffer();
  const { avatarUrl } = (await put(url, bea.hello.token, png)).body.user;
  await chat.eraseUser(id);
  expect((await fetch(url + avatarUrl)).status).toBe(404);
  await expect(ana.call('user:get', { userId: id })).rejects.toMatchObject({ code: 'not_found' });
});

test.each(storages)(
  'hooks run before and after a picture upload, and may refuse it, in %s',
  async (_, make) => {
    const seen: PictureUpload[] = [];
    const told: (string | undefined)[] = [];
    const hooks: Hooks = {
      'before:picture:upload': async ({ user }, picture) => {
        const bytes = await readFile(picture.path);
        expect([user.name, bytes.length]).toEqual(['Ana', picture.size]);
        expect(await sharp(bytes).metadata()).toMatchObject({ format: 'webp', width: 256, height: 256 });
        seen.push(picture);
        if (seen.length === 2) throw new ChatError('forbidden', 'not here', { reason: 'not_decent' });
      },
      'after:picture:upload': (_context, { user }) => {
        told.push(user.avatarUrl);
        throw new Error('changes nothing');
      },
    };
    const { url, peers } = await roomOf(['Ana'], { storage: make(), hooks, logger: silent });
    const { token, user } = peers[0]!.hello;
    const first = await put(url, token, await noise(60, 40).png().toBuffer());
    const { avatarUrl } = first.body.user;
    expect(first.status).toBe(200);
    const before = Buffer.from(await (await fetch(url + avatarUrl)).arrayBuffer());
    expect(await put(url, token, await noise(50, 70).png().toBuffer())).toMatchObject({
      status: 403,
      body: { error: { code: 'forbidden', reason: 'not_decent', message: 'not here' } },
    });
    // They keep the one that they had.
    expect(Buffer.from(await (await fetch(url + avatarUrl)).arrayBuffer()).equals(before)).toBe(true);
    expect((await peers[0]!.call('user:get', { userId: user.id })).user.avatarUrl).toBe(avatarUrl);
    expect(seen.map(({ type }) => type)).toEqual(['image/webp', 'image/webp']);
    expect(told).toEqual([avatarUrl]);
    // The server does not ask about a file that is no picture.
    expect((await put(url, token, Buffer.from('hola'))).status).toBe(400);
    expect(seen).toHaveLength(2);
  },
);
