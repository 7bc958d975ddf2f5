// Emoji of the server: as reactions, and their pictures over HTTP.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished, expect, test } from 'vitest';
import { connect, message, startServer } from './harness.ts';

const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

const fileWith = (bytes: Buffer | string, name = 'emoji.png'): string => {
  const folder = mkdtempSync(join(tmpdir(), 'chat-emoji-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const path = join(folder, name);
  writeFileSync(path, bytes);
  return path;
};

test('are listed, with pictures that the server serves to any page', async () => {
  const { url } = await startServer({
    customEmoji: [
      { name: 'logo', label: 'Our logo', file: fileWith(png) },
      { name: 'parrot+1', url: '/pictures/parrot.gif' },
    ],
  });
  const ana = await connect(url);
  const { emoji } = await ana.call('emoji:list', {});
  expect(emoji).toEqual([
    {
      name: 'logo',
      label: 'Our logo',
      url: expect.stringMatching(/^\/chat\/emoji\/logo-[\w-]{12}\.png$/) as string,
    },
    { name: 'parrot+1', label: 'parrot+1', url: '/pictures/parrot.gif' },
  ]);
  const served = await fetch(new URL(emoji[0]?.url ?? '', url));
  expect(served.status).toBe(200);
  expect(Object.fromEntries(served.headers)).toMatchObject({
    'content-type': 'image/png',
    'cache-control': 'public, max-age=31536000, immutable',
    'x-content-type-options': 'nosniff',
    'access-control-allow-origin': '*',
  });
  expect(Buffer.from(await served.arrayBuffer())).toEqual(png);
  for (const path of ['/chat/emoji/other.png', '/chat/emoji/..%2fsecret'])
    expect((await fetch(url + path)).status).toBe(404);
  expect((await fetch(new URL(emoji[0]?.url ?? '', url), { method: 'POST' })).status).toBe(405);
});

test('are reactions; unknown names are invalid, and those of before can be removed', async () => {
  const { url } = await startServer({ customEmoji: [{ name: 'logo', file: fileWith(png) }] });
  const ana = await connect(url);
  await ana.call('room:join', { roomId: 'r' });
  const { id: messageId } = await ana.call('message:send', message('r', 'Hello :logo: :none:'));
  const reaction = { roomId: 'r', messageId, emoji: ':logo:' };
  const stored = await ana.call('reaction:add', reaction);
  expect(stored).toMatchObject({
    text: 'Hello :logo: :none:',
    reactions: [{ emoji: ':logo:', count: 1 }],
  });
  expect((await ana.call('reaction:list', reaction)).users).toHaveLength(1);
  expect(await ana.call('reaction:remove', reaction)).toMatchObject({ reactions: [] });
  for (const emoji of [':none:', ':LOGO:', 'logo', ':logo', '::'])
    await expect(ana.call('reaction:add', { ...reaction, emoji })).rejects.toMatchObject({
      code: 'invalid',
      field: 'emoji',
    });
  expect(await ana.call('reaction:remove', { ...reaction, emoji: ':gone:' })).toMatchObject({
    reactions: [],
  });
});

test.each([
  ['a name with capitals', { name: 'Logo', url: '/a.png' }, /must have 2 to 32/],
  ['no picture', { name: 'logo' }, /either a file or a url/],
  ['two pictures', { name: 'logo', url: '/a.png', file: 'a.png' }, /either a file or a url/],
  ['a url of another server', { name: 'logo', url: 'https://example.org/a.png' }, /path on this server/],
  ['a url without a protocol', { name: 'logo', url: '//example.org/a.png' }, /path on this server/],
  ['a missing file', { name: 'logo', file: '/nowhere/a.png' }, /cannot be read/],
])('the server refuses to start with %s', async (_, entry, rule) => {
  await expect(startServer({ customEmoji: [entry] })).rejects.toThrow(rule);
});

test('the server refuses to start with an SVG, a large file, or one name twice', async () => {
  const svg = fileWith('<svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>');
  await expect(startServer({ customEmoji: [{ name: 'logo', file: svg }] })).rejects.toThrow(/PNG, GIF/);
  const large = fileWith(Buffer.concat([png, Buffer.alloc(262_144)]));
  await expect(startServer({ customEmoji: [{ name: 'logo', file: large }] })).rejects.toThrow(/262144/);
  const one = { name: 'logo', url: '/a.png' };
  await expect(startServer({ customEmoji: [one, one] })).rejects.toThrow(/twice/);
});
