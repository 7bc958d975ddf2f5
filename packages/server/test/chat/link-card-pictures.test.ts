import { diskFiles, memoryStorage, type ChatServerOptions, type Session } from '@chat/server';
import sharp from 'sharp';
import { expect, onTestFinished, test } from 'vitest';
import { createCardPictures } from '../../src/link-cards/card-pictures.ts';
import { createOutboundRequests, RefusedAddressError } from '../../src/outbound/outbound-requests.ts';
import {
  filesIn,
  noise,
  photoWithPlace,
  pngOfZeros,
  storages,
  sweeper,
  temporaryDir,
} from '../files/file-fixtures.ts';
import { privateUrls } from '../webhooks/hostile-addresses.ts';
import { cardOf, html, open, startSite, startWith, type Serve } from './card-site.ts';
import { message } from './harness.ts';

const never = new AbortController().signal;
const jpeg = { 'content-type': 'image/jpeg' };

/** A site whose every page names a picture, which `serve` returns. */
const startGallery = (serve: Serve, address = '/picture') =>
  startSite((request, response) => {
    if (request.url?.includes('/picture')) serve(request, response);
    else html(response, `<title>Page</title><meta property="og:image" content="${address}">`);
  });

const startPhoto = async (address?: string) => {
  const photo = await photoWithPlace();
  return startGallery((_request, response) => response.writeHead(200, jpeg).end(photo), address);
};

/** A server with cards whose files are in a folder, and what is in it. */
const startWithFolder = async (options: ChatServerOptions = {}) => {
  const folder = temporaryDir();
  const server = await startWith({ ...open, files: diskFiles(folder), ...options });
  const bytesOf = async (by: Session, fileId: string): Promise<Response> =>
    fetch(server.url + (await by.call('file:url', { fileId })).url);
  return { ...server, bytesOf, keys: () => filesIn(folder) };
};

/** Sends a link and returns its message with the card. */
const link = async (by: Session, url: string) => {
  const sent = message('r', url);
  await by.call('message:send', sent);
  return { id: sent.id, card: await cardOf(by, sent.id) };
};

const pictureOf = async (by: Session, url: string) => {
  const { id, card } = await link(by, url);
  if (!card?.image) throw new Error('the card has no picture');
  return { id, ...card.image };
};

test.each(storages)(
  'a card over %s has the picture of its page, small and without metadata',
  async (_, make) => {
    const site = await startPhoto('picture?large=1&amp;x=2');
    const { ana, bo, bytesOf } = await startWithFolder({ storage: make() });
    const { card } = await link(ana, site.url('/section/page'));
    expect(card).toEqual({
      url: site.url('/section/page'),
      title: 'Page',
      image: { fileId: expect.any(String) as string, width: 360, height: 480 },
    });
    expect(site.requests).toEqual(['/section/page', '/section/picture?large=1&x=2']);
    const response = await bytesOf(bo, card?.image?.fileId ?? '');
    expect(response.headers.get('content-type')).toBe('image/webp');
    const bytes = Buffer.from(await response.arrayBuffer());
    const about = await sharp(bytes).metadata();
    expect([about.format, about.width, about.height]).toEqual(['webp', 360, 480]);
    expect([about.exif, about.xmp, about.orientation]).toEqual([undefined, undefined, undefined]);
    expect(bytes.includes('SecretCamera')).toBe(false);
    // It is no file that was sent.
    expect((await bo.call('file:list', { roomId: 'r' })).files).toEqual([]);
  },
);

test('a picture is fetched once, and each message has its own, which is removed with it', async () => {
  const site = await startPhoto();
  const { ana, bo, bytesOf, keys } = await startWithFolder({ limits: { deletionUndoMs: 0 } });
  const [first, second] = [await pictureOf(ana, site.url('/page')), await pictureOf(bo, site.url('/page'))];
  expect(site.requests).toEqual(['/page', '/picture']);
  expect(keys()).toHaveLength(2);
  await ana.call('message:delete', { roomId: 'r', messageId: first.id });
  await expect.poll(keys).toEqual([second.fileId]);
  expect((await bytesOf(ana, second.fileId)).status).toBe(200);
});

test.each<[string, (ana: Session, messageId: string, erase: () => Promise<void>) => Promise<unknown>]>([
  ['its card', (ana, messageId) => ana.call('card:remove', { roomId: 'r', messageId })],
  ['the link', (ana, messageId) => ana.call('message:edit', { roomId: 'r', messageId, text: 'no link' })],
  ['its message', (ana, messageId) => ana.call('message:delete', { roomId: 'r', messageId })],
  ['its author', (_ana, _messageId, erase) => erase()],
])('a picture is removed with %s, and its address ends', async (_, remove) => {
  const site = await startPhoto();
  const { ana, bo, chat, url, keys } = await startWithFolder({ limits: { deletionUndoMs: 0 } });
  const { id, fileId } = await pictureOf(ana, site.url('/page'));
  const address = url + (await bo.call('file:url', { fileId })).url;
  await ana.call('message:edit', { roomId: 'r', messageId: id, text: `${site.url('/page')} and more` });
  expect((await fetch(address)).status).toBe(200);
  await remove(ana, id, () => chat.eraseUser('ana'));
  await expect(bo.call('file:url', { fileId })).rejects.toMatchObject({ code: 'not_found' });
  await expect.poll(keys).toEqual([]);
  expect((await fetch(address)).status).toBe(404);
});

test('a deletion that is undone brings the picture back', async () => {
  const site = await startPhoto();
  const { ana, bo, bytesOf } = await startWithFolder();
  const { id: messageId, fileId } = await pictureOf(ana, site.url('/page'));
  await ana.call('message:delete', { roomId: 'r', messageId });
  await expect(bo.call('file:url', { fileId })).rejects.toMatchObject({ code: 'not_found' });
  await ana.call('message:restore', { roomId: 'r', messageId });
  expect((await bytesOf(bo, fileId)).status).toBe(200);
});

test('a picture stays as long as its message, and is removed by the retention of the room', async () => {
  let at = Date.now();
  const site = await startPhoto();
  const storage = memoryStorage();
  const sweep = sweeper();
  const rooms = { defaults: { retention: { days: 2 } } };
  const { ana, keys } = await startWithFolder({ storage, rooms, now: () => at });
  const { fileId } = await pictureOf(ana, site.url('/page'));
  at += 3_600_001;
  sweep();
  await expect.poll(async () => (await storage.files.get(fileId))?.dueAt).toBeGreaterThan(at);
  expect(keys()).toEqual([fileId]);
  at += 172_800_002;
  sweep();
  await expect.poll(keys).toEqual([]);
});

test('no picture is left by an edit whose result is lost, or that comes between', async () => {
  let at = Date.now();
  const site = await startPhoto();
  const memory = memoryStorage();
  const sweep = sweeper();
  let isLost = false;
  let isBehind = false;
  const timeline: typeof memory.timeline = {
    ...memory.timeline,
    commit: async (roomId, changes) => {
      const results = await memory.timeline.commit(roomId, changes);
      if (isLost && changes.some(({ kind }) => kind === 'edit')) throw new Error('the process ends');
      return results;
    },
    message: async (...asked) => {
      const found = await memory.timeline.message(...asked);
      if (!found || !isBehind) return found;
      const { card: _added, ...before } = found;
      return before;
    },
  };
  const storage = { ...memory, timeline };
  const { ana, keys } = await startWithFolder({ storage, now: () => at, onError: () => undefined });
  const [lost, between] = [await pictureOf(ana, site.url('/1')), await pictureOf(ana, site.url('/2'))];
  const edit = (messageId: string) => ana.call('message:edit', { roomId: 'r', messageId, text: 'no link' });
  isLost = true;
  await expect(edit(lost.id)).rejects.toMatchObject({ code: 'internal' });
  isLost = false;
  sweep();
  await expect.poll(keys).toEqual([between.fileId]);
  isBehind = true; // its card was added after the edit had looked for it
  await edit(between.id);
  isBehind = false;
  at += 3_600_001;
  sweep();
  await expect.poll(keys).toEqual([]);
});

test('the picture of a private message is for its readers', async () => {
  const site = await startPhoto();
  const { ana, bo, chat } = await startWithFolder();
  const cleo = chat.as({ id: 'cleo', name: 'Cleo' });
  await cleo.call('room:join', { roomId: 'r' });
  const sent = { ...message('r', site.url('/page')), to: ['bo'] };
  await ana.call('message:send', sent);
  const fileId = (await cardOf(bo, sent.id))?.image?.fileId ?? '';
  await expect(bo.call('file:url', { fileId })).resolves.toBeDefined();
  await expect(cleo.call('file:url', { fileId })).rejects.toMatchObject({ code: 'not_found' });
  await expect(cleo.call('file:delete', { fileId })).rejects.toMatchObject({ code: 'not_found' });
});

test('without room for files, or without a file store, cards have no picture', async () => {
  const site = await startPhoto();
  const full = await startWithFolder({ limits: { userFileBytes: 4_000 } });
  expect(await link(full.ana, site.url('/page'))).toMatchObject({ card: { title: 'Page' } });
  expect((await link(full.ana, site.url('/page'))).card?.image).toBeUndefined();
  expect(full.keys()).toEqual([]);
  site.requests.length = 0;
  const without = await startWith({ ...open, files: false });
  expect((await link(without.ana, site.url('/page'))).card?.image).toBeUndefined();
  expect(site.requests).toEqual(['/page']);
});

test('the pictures that a user causes are limited, those of known pages too', async () => {
  const site = await startPhoto();
  const { ana, bo } = await startWithFolder({ limits: { linkCardsPerMinute: 2 } });
  await pictureOf(bo, site.url('/page'));
  for (const isShown of [true, true, false])
    expect((await link(ana, site.url('/page'))).card?.image !== undefined).toBe(isShown);
  expect(site.requests).toEqual(['/page', '/picture']);
});

test.each(privateUrls)('no picture is fetched from %s, and no redirect leads there', async (url) => {
  const location = encodeURI(url).replace('%5B', '[').replace('%5D', ']');
  const site = await startSite((_request, response) => void response.writeHead(302, { location }).end());
  const pictures = createCardPictures({ poster: () => Promise.resolve(null) });
  const strict = createOutboundRequests({ privateHosts: [], standardPorts: true });
  // The site itself is listed with its port; what it redirects to is not.
  const listed = createOutboundRequests({ privateHosts: [new URL(site.url()).host], standardPorts: true });
  onTestFinished(() => [strict, listed].forEach((each) => each.close()));
  await expect(pictures.fetch(new URL(url), strict, never)).rejects.toBeInstanceOf(RefusedAddressError);
  const redirected = pictures.fetch(new URL(site.url()), listed, never);
  await expect(redirected).rejects.toBeInstanceOf(RefusedAddressError);
  expect(site.requests).toEqual(['/']);
});

test('a page that names a picture inside gets its card without it', async () => {
  const inner = await startPhoto();
  const photo = await noise(300, 200).jpeg().toBuffer();
  const site = await startSite(({ url = '' }, response) => {
    if (url.startsWith('/picture')) response.writeHead(302, { location: inner.url('/picture') }).end();
    else if (url.startsWith('/photo')) response.writeHead(200, jpeg).end(photo);
    else
      html(response, `<title>Page</title><meta property="og:image" content="${url.slice(1) || '/photo'}">`);
  });
  const privateHosts = [new URL(site.url()).host];
  const { ana, keys } = await startWithFolder({ linkCards: { guests: true, privateHosts } });
  for (const path of [inner.url('/picture'), '/picture', 'data:image/png;base64,AAAA', 'file:///etc/passwd'])
    expect((await link(ana, site.url(`/${path}`))).card).toEqual({
      url: site.url(`/${path}`),
      title: 'Page',
    });
  expect(inner.requests).toEqual([]);
  expect(keys()).toEqual([]);
  expect((await link(ana, site.url())).card?.image).toMatchObject({ width: 300, height: 200 });
});

test('huge, slow, broken and disguised pictures are not shown, and the card is', async () => {
  const photo = await photoWithPlace();
  const svg =
    '<svg xmlns="http://www.w3.org/2000/svg" width="300" height="200"><script>alert(1)</script></svg>';
  const png = { 'content-type': 'image/png' };
  const bomb = pngOfZeros(30_000, 30_000);
  const pixel = await noise(1, 1).png().toBuffer();
  const serve: Record<string, Serve> = {
    svg: (_request, response) => response.writeHead(200, { 'content-type': 'image/svg+xml' }).end(svg),
    disguised: (_request, response) => response.writeHead(200, png).end(svg),
    html: (_request, response) => response.writeHead(200, png).end('<html><script>alert(1)</script>'),
    untyped: (_request, response) => response.writeHead(200, { 'content-type': 'text/html' }).end(photo),
    zipped: (_request, response) => response.writeHead(200, { ...png, 'content-encoding': 'gzip' }).end('x'),
    missing: (_request, response) => response.writeHead(404, jpeg).end(photo),
    half: (_request, response) => response.writeHead(200, jpeg).end(photo.subarray(0, photo.length / 2)),
    bomb: (_request, response) => response.writeHead(200, png).end(bomb),
    pixel: (_request, response) => response.writeHead(200, png).end(pixel),
    loop: ({ url }, response) => response.writeHead(302, { location: url }).end(),
    huge: (_request, response) => {
      response.writeHead(200, jpeg);
      const more = (): void => {
        while (!response.destroyed && response.write(Buffer.alloc(65_536, 1)));
      };
      response.on('drain', more);
      more();
    },
    drip: (_request, response) => {
      response.writeHead(200, jpeg);
      const timer = setInterval(() => response.write('x'), 50);
      response.on('close', () => clearInterval(timer));
    },
    photo: (_request, response) => response.writeHead(200, jpeg).end(photo),
  };
  const site = await startSite((request, response) => {
    const [, first = '', second = ''] = request.url?.split('/') ?? [];
    if (first === 'picture') serve[second]?.(request, response);
    else html(response, `<title>${first}</title><meta property="og:image" content="/picture/${first}">`);
  });
  const { ana, keys } = await startWithFolder({ limits: { linkCardsPerMinute: 100 } });
  const shown: string[] = [];
  for (const name of Object.keys(serve)) {
    const { card } = await link(ana, site.url(`/${name}`));
    expect(card?.title).toBe(name);
    expect(site.requests).toContain(`/picture/${name}`);
    if (card?.image) shown.push(name);
  }
  expect(shown).toEqual(['photo']);
  expect(keys()).toHaveLength(1);
});

test('a server that closes does not wait for a picture', async () => {
  let asked = (): void => undefined;
  const isAsked = new Promise<void>((resolve) => (asked = resolve));
  const site = await startGallery(() => asked()); // and never responds
  const { ana, stop } = await startWithFolder();
  await ana.call('message:send', message('r', site.url('/page')));
  await isAsked;
  const startedAt = performance.now();
  await stop();
  expect(performance.now() - startedAt).toBeLessThan(3_000);
});
