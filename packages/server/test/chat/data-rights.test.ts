import { text as read } from 'node:stream/consumers';
import type { Message } from '@chat/protocol';
import { expect, test } from 'vitest';
import { admin, refusal, rest, start, storages, uploadBy } from './data-rights-harness.ts';
import { connect, message, startServer } from './harness.ts';

test.each(storages)(
  '%s: a room export needs permission, and has only what the user may read',
  async (_, make) => {
    const { url } = await start(make);
    const [ana, bea, cy] = [
      await connect(url),
      await connect(url, { name: 'Bea' }),
      await connect(url, { name: 'Cy' }),
    ];
    for (const peer of [ana, bea, cy]) await peer.call('room:join', { roomId: 'r' });
    await ana.call('message:send', message('r', '<img src=x onerror=alert(1)>\n2026-01-01 00:00:00 UTC Bea'));
    await bea.call('message:send', { ...message('r', 'solo para Cy'), to: [cy.hello.user.id] });
    await bea.call('message:send', { ...message('r', 'solo para Ana'), to: [ana.hello.user.id] });
    const gone = await bea.call('message:send', message('r', 'me arrepiento'));
    await bea.call('message:delete', { roomId: 'r', messageId: gone.id });
    await cy.call('room:join', { roomId: 'otra' });
    const source = await cy.call('message:send', message('otra', 'traído de otra sala'));
    const forwardFrom = { roomId: 'otra', messageId: source.id };
    await cy.call('message:send', { ...message('r', 'traído de otra sala'), forwardFrom });

    const written = new Map<string, string>();
    for (const format of ['json', 'text', 'html'] as const) {
      const asked = await rest(url, ana, `/rooms/r/export?format=${format}&language=es`);
      const { url: address } = (await asked.json()) as { url: string };
      const answer = await fetch(url + address);
      const body = await answer.text();
      expect(answer.status).toBe(200);
      expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
      expect(answer.headers.get('content-disposition')).toMatch(/^attachment; /);
      expect(answer.headers.get('content-security-policy')).toMatch(/^sandbox; default-src 'none'/);
      expect(body).toContain('solo para Ana');
      for (const secret of ['solo para Cy', 'me arrepiento']) expect(body).not.toContain(secret);
      written.set(format, body);
      // Addresses are signed: not one letter of them can be another.
      const forged = address.replace(
        /exports\/(.)/,
        (_all, first: string) => `exports/${first === 'e' ? 'f' : 'e'}`,
      );
      expect((await fetch(url + forged)).status).toBe(404);
    }

    const { messages } = JSON.parse(written.get('json') ?? '') as { messages: Message[] };
    expect(messages.map(({ seq }) => seq)).toEqual([1, 3, 4, 5]);
    expect(messages.at(-1)?.forwarded).toEqual({ userId: cy.hello.user.id });
    expect(written.get('text')).toMatch(/ Cy \(reenviado\)\n {4}traído de otra sala\n/);
    // Text that looks like another user's line is indented as part of this message.
    expect(written.get('text')).toContain('    2026-01-01 00:00:00 UTC Bea');
    expect(written.get('text')?.match(/^\d{4}-.* Bea/gm)).toHaveLength(2);
    const page = written.get('html');
    expect(page).toContain('&lt;img src=x onerror=alert(1)&gt;');
    expect(page).not.toMatch(/<img|<script/);
    expect(page).toContain('http-equiv="Content-Security-Policy" content="default-src \'none\'');
    expect(page).toContain('mensaje eliminado');
    expect(page).toContain('(reenviado)');

    // By socket and by REST alike; and an address is worth no more than the rights of whoever asked for it.
    expect(await refusal(bea, 'room:export', { roomId: 'r' })).toBe('forbidden');
    expect((await rest(url, bea, '/rooms/r/export')).status).toBe(403);
    expect(await refusal(ana, 'room:export', { roomId: 'nowhere' })).toBe('not_found');
    await ana.call('member:update', { roomId: 'r', userId: bea.hello.user.id, role: 'moderator' });
    const { url: good } = await bea.call('room:export', { roomId: 'r' });
    expect((await fetch(url + good)).status).toBe(200);
    await ana.call('member:ban', { roomId: 'r', userId: bea.hello.user.id });
    expect((await fetch(url + good)).status).toBe(403);
  },
);

test.each(storages)('%s: the export of a long room is complete', async (_, make) => {
  const { chat } = await start(make);
  const bot = chat.as({ id: 'bot', name: 'Bot' });
  await bot.call('room:create', { roomId: 'r' });
  for (let index = 1; index <= 250; index += 1) await bot.call('message:send', message('r', `n${index}`));
  const written = JSON.parse(await read(chat.exportRoom('r'))) as { messages: { text: string }[] };
  expect(written.messages.map(({ text }) => text)).toEqual(
    Array.from({ length: 250 }, (__, index) => `n${index + 1}`),
  );
  await expect(read(chat.exportRoom('nowhere'))).rejects.toMatchObject({ code: 'not_found' });
});

test('exports are rate limited, and their URLs expire', async () => {
  let at = Date.now();
  const { url } = await startServer({ now: () => at, limits: { exportsPerHour: 2 } });
  const ana = await connect(url);
  await ana.call('room:join', { roomId: 'r' });
  const { url: address, expiresAt } = await ana.call('room:export', { roomId: 'r' });
  expect((await fetch(url + address)).status).toBe(200);
  await ana.call('user:export', { userId: ana.hello.user.id });
  expect(await refusal(ana, 'room:export', { roomId: 'r' })).toBe('rate_limited');
  at = expiresAt;
  expect((await fetch(url + address)).status).toBe(401);
});

test.each(storages)(
  '%s: a user can export all data stored about them, and other users cannot',
  async (_, make) => {
    const { url, chat, storage } = await start(make, {
      profiles: { fields: { city: { label: 'Ciudad' } } },
    });
    const [ana, bea] = [await connect(url), await connect(url, { name: 'Bea' })];
    for (const peer of [ana, bea]) await peer.call('room:join', { roomId: 'r' });
    const { fileId } = await uploadBy(url, ana, 'r', 'nota.txt');
    const mine = await ana.call('message:send', { ...message('r', 'mío'), attachments: [{ fileId }] });
    const theirs = await bea.call('message:send', { ...message('r', 'suyo'), to: [ana.hello.user.id] });
    await ana.call('reaction:add', { roomId: 'r', messageId: theirs.id, emoji: '👍' });
    await bea.call('reaction:add', { roomId: 'r', messageId: mine.id, emoji: '👍' });
    await ana.call('receipt:read', { roomId: 'r', seq: 2 });
    await ana.call('notification:settings', { level: 'mentions' });
    const profile = { about: 'Llevo la agenda', fields: { city: 'Lima' }, lastSeen: 'nobody' } as const;
    await ana.call('user:update', { ...profile, name: 'Ana María' });
    await ana.call('presence:set', { status: 'busy', text: 'en consulta' });
    for (const text of ['mío, sí', 'mío y solo mío'])
      await ana.call('message:edit', { roomId: 'r', messageId: mine.id, text });
    await bea.call('user:update', { about: 'De Bea' });
    await bea.call('message:edit', { roomId: 'r', messageId: theirs.id, text: 'suyo, de Bea' });

    const userId = ana.hello.user.id;
    const records = [ana, bea].map(({ hello: { user } }) => ({
      kind: 'note',
      key: user.id,
      userId: user.id,
      body: { text: `de ${user.id}` },
    }));
    await storage.timeline.commit('r', [{ kind: 'store-records', actor: ana.hello.user, at: 1, records }]);
    const { url: address } = await ana.call('user:export', { userId });
    const data = JSON.parse(await (await fetch(url + address)).text());
    expect(data).toMatchObject({
      user: { user: { id: userId, name: 'Ana María' } },
      profile: { ...profile, name: { chosen: 'Ana María' }, status: { status: 'busy', text: 'en consulta' } },
      notifications: { settings: { level: 'mentions' } },
      rooms: [
        {
          room: { id: 'r' },
          membership: { role: 'owner', state: 'joined' },
          mark: { readSeq: 2 },
          messages: [
            {
              id: mine.id,
              text: 'mío y solo mío',
              reactions: [{ emoji: '👍', count: 1 }],
              versions: [{ text: 'mío, sí' }, { text: 'mío' }],
            },
          ],
          reactions: [{ messageId: theirs.id, emoji: '👍' }],
          records: [records[0]],
        },
      ],
      files: [{ fileId, name: 'nota.txt' }],
    });
    for (const ofBea of [bea.hello.user.id, 'De Bea', 'suyo'])
      expect(JSON.stringify(data)).not.toContain(ofBea);

    for (const name of ['user:export', 'user:erase'] as const)
      for (const other of [userId, 'nobody-there'])
        expect(await refusal(bea, name, { userId: other })).toBe('forbidden');
    expect((await rest(url, bea, `/users/${userId}/export`)).status).toBe(403);
    expect((await rest(url, bea, `/users/${userId}`, 'DELETE')).status).toBe(403);
    const root = chat.as(admin);
    await expect(root.call('user:export', { userId: 'nobody-there' })).rejects.toMatchObject({
      code: 'not_found',
    });
    expect((await root.call('user:export', { userId })).url).toMatch(/^\/chat\/exports\//);
  },
);

test('an admin’s export URL is void without the role, and any export URL once its user is revoked', async () => {
  const roles = new Map([['root', 'admin' as const]]);
  const { chat, url } = await startServer({
    authenticate: ({ token = '' }) => ({
      id: token,
      name: token,
      ...(roles.has(token) && { role: 'admin' }),
    }),
  });
  const system = chat.as({ id: 'system', name: 'System', role: 'admin' });
  await system.call('room:create', { roomId: 'secreta', type: 'private' });
  const ask = async (): Promise<string[]> => {
    const root = await connect(url, { token: 'root' });
    const room = await root.call('room:export', { roomId: 'secreta' });
    const user = await root.call('user:export', { userId: 'system' });
    root.socket.disconnect();
    return [url + room.url, url + user.url];
  };
  const statuses = async (urls: string[]): Promise<number[]> => {
    await new Promise((resolve) => setTimeout(resolve, 2));
    return Promise.all(urls.map(async (each) => (await fetch(each)).status));
  };
  const first = await ask();
  expect(await statuses(first)).toEqual([200, 200]);
  roles.delete('root');
  await connect(url, { token: 'root' });
  expect(await statuses(first)).toEqual([404, 404]);
  roles.set('root', 'admin');
  await new Promise((resolve) => setTimeout(resolve, 2));
  const second = await ask();
  expect(await statuses(second)).toEqual([200, 200]);
  chat.revoke('root');
  expect(await statuses(second)).toEqual([404, 404]);
});
