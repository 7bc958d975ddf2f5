import { memoryStorage } from '@chat/server';
import { expect, onTestFinished, test, vi } from 'vitest';
import { patient } from '../../../../test/unhurried.ts';
import { createOutboundRequests, RefusedAddressError } from '../../src/outbound/outbound-requests.ts';
import { fetchCard } from '../../src/link-cards/fetch-card.ts';
import { readHead } from '../../src/link-cards/read-head.ts';
import { privateUrls } from '../webhooks/hostile-addresses.ts';
import { cardOf, html, open, page, startSite, startWith } from './card-site.ts';
import { message } from './harness.ts';

/** Aborts nothing. */
const never = new AbortController().signal;

test('a message with a link gets the title, the description and the site of its page', async () => {
  const site = await startSite((_request, response) =>
    html(
      response,
      `<title>Other</title><meta property="og:title" content="Opening hours &amp; prices">
       <meta name="description" content="Monday to Friday"><meta property="og:site_name" content="City Office">`,
    ),
  );
  const { ana, bo } = await startWith();
  const events: unknown[] = [];
  bo.on('message:updated', (event) => void events.push([event.change, event.message.card?.title]));
  const sent = message('r', `See ${site.url('/hours')}.`);
  expect((await ana.call('message:send', sent)).card).toBeUndefined();
  expect(await cardOf(bo, sent.id)).toEqual({
    url: site.url('/hours'),
    title: 'Opening hours & prices',
    description: 'Monday to Friday',
    site: 'City Office',
  });
  // The event may arrive after a response that has the card already.
  await vi.waitFor(() => expect(events).toEqual([['card', 'Opening hours & prices']]), patient);
});

test.each(['approval:approve', 'approval:trust'] as const)(
  'a message that waits for approval causes no request, and gets its card by %s',
  async (name) => {
    const site = await startSite();
    const { ana, bo } = await startWith();
    await ana.call('room:update', { roomId: 'r', approval: 'everyone' });
    const [waiting, approved] = [message('r', site.url('/waits')), message('r', site.url('/approved'))];
    for (const sent of [waiting, approved])
      await expect(bo.call('message:send', sent)).rejects.toMatchObject({ reason: 'pending_approval' });
    await ana.call(name, { roomId: 'r', messageId: approved.id });
    expect(await cardOf(bo, approved.id)).toMatchObject({ title: 'Café' });
    expect(site.requests).toEqual(['/approved']);
  },
);

test('an approved message of a guest gets a card only with the option', async () => {
  const site = await startSite();
  const { ana, chat } = await startWith({ linkCards: { privateHosts: ['127.0.0.1'] } });
  await ana.call('room:create', { roomId: 'team', type: 'private', title: 'Team', approval: 'everyone' });
  const [guest, member] = [
    chat.as({ id: 'gus', name: 'Gus', guest: true }),
    chat.as({ id: 'mia', name: 'Mia' }),
  ];
  for (const each of [guest, member]) {
    await each.call('room:join', { roomId: 'r' });
    await ana.call('member:add', { roomId: 'team', userId: each.user.id });
    await each.call('room:join', { roomId: 'team' });
  }
  for (const [by, path] of [
    [guest, '/guest'],
    [member, '/member'],
  ] as const) {
    const sent = message('team', site.url(path));
    await expect(by.call('message:send', sent)).rejects.toMatchObject({ reason: 'pending_approval' });
    await ana.call('approval:approve', { roomId: 'team', messageId: sent.id });
  }
  await vi.waitFor(() => expect(site.requests).toEqual(['/member']), patient);
});

test('no page is fetched without the option, nor for guests unless it includes them', async () => {
  const site = await startSite();
  const closed = { ...open, linkCards: { privateHosts: ['127.0.0.1'] } };
  for (const options of [{}, closed]) {
    const { ana, stop } = await startWith(options);
    await ana.call('message:send', message('r', site.url()));
    await stop();
  }
  // In a private room of accounts, the same server fetches.
  const { ana } = await startWith(closed);
  await ana.call('room:create', { roomId: 'team', type: 'private', title: 'Team' });
  await ana.call('message:send', message('team', site.url('/team')));
  await vi.waitFor(() => expect(site.requests).toEqual(['/team']), patient);
});

test('a page is fetched once within an hour, and each fetch counts against its user', async () => {
  const site = await startSite();
  const { ana, bo } = await startWith({ ...open, limits: { linkCardsPerMinute: 2 } });
  const one = message('r', site.url('/1'));
  await ana.call('message:send', one);
  await cardOf(ana, one.id);
  const again = message('r', site.url('/1'));
  await bo.call('message:send', again);
  await cardOf(ana, again.id);
  expect(site.requests).toEqual(['/1']);
  for (const path of ['/2', '/3', '/4']) await ana.call('message:send', message('r', site.url(path)));
  const last = message('r', site.url('/5'));
  await bo.call('message:send', last);
  await cardOf(ana, last.id);
  expect(site.requests.toSorted()).toEqual(['/1', '/2', '/5']);
});

test('the author and moderators remove a card, and it does not come back', async () => {
  const site = await startSite();
  const { ana, bo, stored } = await startWith();
  const theirs = message('r', site.url());
  await bo.call('message:send', theirs);
  await cardOf(ana, theirs.id);
  const target = { roomId: 'r', messageId: theirs.id };
  expect((await ana.call('card:remove', target)).card).toBeUndefined(); // the owner of the room
  expect((await ana.call('card:remove', target)).card).toBeUndefined();
  await bo.call('message:edit', { ...target, text: `${site.url()} again` });
  const mine = message('r', site.url());
  await ana.call('message:send', mine);
  await cardOf(ana, mine.id);
  await expect(bo.call('card:remove', { roomId: 'r', messageId: mine.id })).rejects.toMatchObject({
    code: 'forbidden',
  });
  expect((await stored(theirs.id)).card).toBeUndefined();
});

test('an edit without the link removes the card, another link replaces it, and a deletion removes it', async () => {
  const site = await startSite((request, response) => html(response, `<title>Page ${request.url}</title>`));
  const storage = memoryStorage();
  const { ana, stored } = await startWith({ ...open, storage });
  const sent = message('r', site.url('/a'));
  const target = { roomId: 'r', messageId: sent.id };
  await ana.call('message:send', sent);
  await cardOf(ana, sent.id);
  expect(
    (await ana.call('message:edit', { ...target, text: `${site.url('/a')} and more` })).card?.title,
  ).toBe('Page /a');
  expect((await ana.call('message:edit', { ...target, text: site.url('/b') })).card).toBeUndefined();
  expect((await cardOf(ana, sent.id))?.title).toBe('Page /b');
  expect((await ana.call('message:edit', { ...target, text: 'nothing' })).card).toBeUndefined();
  await ana.call('message:edit', { ...target, text: site.url('/a') });
  await cardOf(ana, sent.id);
  expect((await ana.call('message:delete', target)).card).toBeUndefined();
  expect((await stored(sent.id)).card).toBeUndefined();
});

test('the card of a private message reaches only its readers', async () => {
  const site = await startSite();
  const { ana, bo, chat } = await startWith();
  const cleo = chat.as({ id: 'cleo', name: 'Cleo' });
  await cleo.call('room:join', { roomId: 'r' });
  const seen: string[] = [];
  cleo.on('events', (events) => seen.push(...events.map(({ type }) => type)));
  const sent = { ...message('r', site.url()), to: ['bo'] };
  await ana.call('message:send', sent);
  await cardOf(bo, sent.id);
  await ana.call('message:send', message('r', 'public'));
  await vi.waitFor(() => expect(seen).toContain('message:created'), patient);
  expect(seen.filter((type) => type === 'message:updated')).toEqual([]);
});

test.each(privateUrls.filter((url) => url.startsWith('http')))(
  'no card is fetched from %s, and no redirect leads there',
  async (url) => {
    const site = await startSite(
      (_request, response) =>
        void response
          .writeHead(302, { location: encodeURI(url).replace('%5B', '[').replace('%5D', ']') })
          .end(),
    );
    const strict = createOutboundRequests({ privateHosts: [], standardPorts: true });
    // The site itself is listed with its port; what it redirects to is not.
    const listed = createOutboundRequests({ privateHosts: [new URL(site.url()).host], standardPorts: true });
    onTestFinished(() => [strict, listed].forEach((each) => each.close()));
    await expect(fetchCard(url, strict, never)).rejects.toBeInstanceOf(RefusedAddressError);
    await expect(fetchCard(site.url(), listed, never)).rejects.toBeInstanceOf(RefusedAddressError);
    expect(site.requests).toEqual(['/']);
  },
);

test('only ports of the web are asked, unless the host is listed', async () => {
  const strict = createOutboundRequests({ privateHosts: [], standardPorts: true });
  onTestFinished(strict.close);
  for (const port of [22, 25, 6379, 8080])
    await expect(fetchCard(`http://example.org:${port}/`, strict, never)).rejects.toThrow(/port/);
});

test('slow, endless, compressed and other unsuitable pages give no card, and huge ones a card of their beginning', async () => {
  const site = await startSite(({ url = '' }, response) => {
    const type = { 'content-type': 'text/html' };
    if (url === '/image')
      response.writeHead(200, { 'content-type': 'image/png' }).end(page('<title>x</title>'));
    else if (url === '/zip') response.writeHead(200, { ...type, 'content-encoding': 'gzip' }).end('x');
    else if (url === '/missing') response.writeHead(404, type).end(page('<title>404</title>'));
    else if (url === '/loop') response.writeHead(302, { location: '/loop' }).end();
    else if (url === '/empty') response.writeHead(200, type).end();
    else if (url === '/huge') {
      response.writeHead(200, type);
      response.write(page('<title>Huge</title>'));
      const more = (): void => {
        while (!response.destroyed && response.write(Buffer.alloc(65_536, 'x')));
      };
      response.on('drain', more);
      more();
    } else response.writeHead(200, type).write('<title>slow'); // and never ends
  });
  const outbound = createOutboundRequests({ privateHosts: ['127.0.0.1'] });
  onTestFinished(outbound.close);
  for (const path of ['/image', '/zip', '/missing', '/loop', '/empty'])
    expect(await fetchCard(site.url(path), outbound, never)).toBeNull();
  expect(site.requests.filter((path) => path === '/loop')).toHaveLength(4);
  expect((await fetchCard(site.url('/huge'), outbound, never))?.card.title).toBe('Huge');
  await expect(fetchCard(site.url('/slow'), outbound, never)).rejects.toThrow(/abort|no response/);
});

test.each([
  ['<title>One</title><title>Two</title>', { title: 'One' }],
  ['<TITLE>\n Two\t lines \n</TITLE>', { title: 'Two lines' }],
  [`<meta property='og:title' content='a > b'><title>x</title>`, { title: 'a > b' }],
  ['<meta content=bare name=description><title>x</title>', { title: 'x', description: 'bare' }],
  ['<!-- <title>comment</title> --><title>x</title>', { title: 'x' }],
  ['<script>"<title>script</title>"</script><title>x</title>', { title: 'x' }],
  ['<title>&lt;b&gt; &#x41;&#66; &eacute; &unknown;</title>', { title: '<b> AB é &unknown;' }],
  ['<title>\u202Egnp.exe\u200B</title>', { title: 'gnp.exe' }],
  ['<title>   </title>', {}],
  ['</head><title>late</title>', {}],
  [`<title>${'x'.repeat(500)}</title>`, { title: `${'x'.repeat(199)}…` }],
  ['<title', {}],
  [
    '<title>x</title><meta name="twitter:image" content="/b.png"><meta property="og:image" content=" /a.png?x=1&amp;y=2 ">',
    { title: 'x', image: '/a.png?x=1&y=2' },
  ],
  [`<title>x</title><meta property="og:image" content="/${'x'.repeat(2_000)}">`, { title: 'x' }],
])('the head %s is read as plain text', (head, expected) => {
  expect(readHead(head)).toEqual(expected);
});

test('no page takes long to read', () => {
  const startedAt = performance.now();
  for (const part of ['<', '<!--', '<meta ', '<meta a="', '<title>', '<script>', 'a=', '&#', '"', "='"])
    readHead(part.repeat(Math.floor(262_144 / part.length)));
  readHead(`<meta ${'a'.repeat(9_900)}>`.repeat(26));
  expect(performance.now() - startedAt).toBeLessThan(2_000);
});
