import { sqliteStorage } from '@chat/server/sqlite';
import { memoryStorage } from '@chat/server';
import { describe, expect, test } from 'vitest';
import { connect, message, startServer, type Peer } from './harness.ts';

const stores = [
  ['memory', memoryStorage],
  ['sqlite', () => sqliteStorage(':memory:')],
] as const;

const rest = async (url: string, peer: Peer, method: string, path: string, body?: object) => {
  const response = await fetch(`${url}/chat/api${path}`, {
    method,
    headers: { authorization: `Bearer ${peer.hello.token}`, 'content-type': 'application/json' },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  return { status: response.status, json: (await response.json()) as Record<string, never> };
};

/** Ana owns the room, Bea and Caro are in it, and Bea has sent a message. */
const meeting = async (storage = memoryStorage()) => {
  const { url, chat } = await startServer({ storage });
  const [ana, bea, caro] = [
    await connect(url, { name: 'Ana' }),
    await connect(url, { name: 'Bea' }),
    await connect(url, { name: 'Caro' }),
  ];
  for (const peer of [ana, bea, caro]) await peer.call('room:join', { roomId: 'r' });
  const said = await bea.call('message:send', message('r', 'algo feo'));
  return { url, chat, ana, bea, caro, said, target: { roomId: 'r', messageId: said.id } };
};

describe.each(stores)('reports in %s', (_, makeStorage) => {
  test('reach the moderators, once per user, and are removed when resolved', async () => {
    const { ana, bea, caro, said, target } = await meeting(makeStorage());
    await caro.call('message:report', { ...target, reason: 'insulta' });
    await caro.call('message:report', { ...target, reason: 'otra vez' });
    await ana.until(({ type }) => type === 'report:changed');
    const { reports, hasMore } = await ana.call('report:list', { roomId: 'r' });
    expect([reports.length, hasMore]).toEqual([1, false]);
    expect(reports[0]).toMatchObject({
      messageId: said.id,
      author: { name: 'Bea' },
      text: 'algo feo',
      message: { id: said.id, text: 'algo feo' },
      complaints: [{ by: { name: 'Caro' }, reason: 'insulta' }],
    });
    await ana.call('report:resolve', { ...target, outcome: 'dismissed' });
    expect((await ana.call('report:list', { roomId: 'r' })).reports).toEqual([]);
    // The count changes for all members; only moderators see the cause.
    const { rev } = await bea.call('room:join', { roomId: 'r' });
    for (const peer of [bea, caro]) await peer.until((event) => 'rev' in event && event.rev === rev);
    expect(JSON.stringify([bea.events, caro.events])).not.toMatch(/report:changed|insulta/);
    expect(caro.events.filter(({ type }) => type === 'skip')).toHaveLength(2);
  });

  test('are not shown to the author of the message, moderator or not', async () => {
    const { chat, ana, bea, caro, target } = await meeting(makeStorage());
    const userId = caro.hello.user.id;
    await ana.call('member:update', { roomId: 'r', userId, role: 'moderator' });
    const own = { roomId: 'r', messageId: (await ana.call('message:send', message('r', 'algo peor'))).id };
    await caro.call('message:report', { ...own, reason: 'insulta' });
    await bea.call('message:report', own);
    await caro.call('message:report', target);
    await ana.until(({ type }) => type === 'report:changed');
    const listed = async (peer: Peer, more = {}) => {
      const { reports, hasMore } = await peer.call('report:list', { roomId: 'r', ...more });
      return [...reports.map(({ messageId }) => messageId), hasMore];
    };
    expect(await listed(ana)).toEqual([target.messageId, false]);
    // Nor do they count: a page that is full of the others' says that there is no more.
    expect(await listed(ana, { limit: 1 })).toEqual([target.messageId, false]);
    expect(await listed(caro)).toEqual([own.messageId, target.messageId, false]);
    expect(await listed(caro, { limit: 1 })).toEqual([own.messageId, true]);
    await expect(ana.call('report:resolve', { ...own, outcome: 'dismissed' })).rejects.toMatchObject({
      code: 'not_found',
    });
    const root = chat.as({ id: 'root', name: 'Root', role: 'admin' });
    expect((await root.call('report:list', { roomId: 'r' })).reports).toHaveLength(2);
    await caro.call('report:resolve', { ...target, outcome: 'dismissed' });
    await caro.call('report:resolve', { ...own, outcome: 'acted' });
    const { rev } = await ana.call('room:join', { roomId: 'r' });
    await ana.until((event) => 'rev' in event && event.rev === rev);
    // One came when the other message was reported, one when that was resolved.
    expect(ana.events.filter(({ type }) => type === 'report:changed')).toHaveLength(2);
    const acts = async (limit: number) => {
      const page = await ana.call('audit:list', { roomId: 'r', limit });
      return [...page.entries.map(({ act, messageId }) => `${act} ${messageId ?? ''}`), page.hasMore];
    };
    expect(await acts(9)).toEqual([`report:resolve ${target.messageId}`, 'member:update ', false]);
    expect(await acts(1)).toEqual([`report:resolve ${target.messageId}`, true]);
  });

  test('keep the text, even if its author edits or deletes the message', async () => {
    const { ana, bea, caro, target } = await meeting(makeStorage());
    await caro.call('message:report', target);
    await bea.call('message:edit', { ...target, text: 'algo bonito' });
    await bea.call('message:delete', target);
    const { reports } = await ana.call('report:list', { roomId: 'r' });
    expect(reports[0]).toMatchObject({
      text: 'algo feo',
      message: { text: '', deletedAt: expect.any(Number) },
    });
  });

  test('are resolved when a moderator deletes the message', async () => {
    const { ana, caro, target } = await meeting(makeStorage());
    await caro.call('message:report', target);
    await ana.call('message:delete', target);
    expect((await ana.call('report:list', { roomId: 'r' })).reports).toEqual([]);
  });

  test('are refused the same by socket and by REST', async () => {
    const { url, ana, bea, caro, target } = await meeting(makeStorage());
    const path = `/rooms/r/messages/${target.messageId}/reports`;
    await expect(bea.call('message:report', target)).rejects.toMatchObject({ code: 'conflict' });
    expect((await rest(url, bea, 'POST', path, {})).status).toBe(409);
    await expect(caro.call('report:list', { roomId: 'r' })).rejects.toMatchObject({ code: 'forbidden' });
    expect((await rest(url, caro, 'GET', '/rooms/r/reports')).status).toBe(403);
    await expect(caro.call('report:resolve', { ...target, outcome: 'acted' })).rejects.toMatchObject({
      code: 'forbidden',
    });
    const outcome = `/rooms/r/reports/${target.messageId}/outcome`;
    expect((await rest(url, caro, 'PUT', outcome, { outcome: 'acted' })).status).toBe(403);
    await expect(ana.call('report:resolve', { ...target, outcome: 'acted' })).rejects.toMatchObject({
      code: 'not_found',
    });
    expect((await rest(url, caro, 'POST', path, { reason: 'x'.repeat(501) })).status).toBe(400);
    expect((await rest(url, caro, 'POST', path, { reason: 'spam' })).status).toBe(200);
    expect((await rest(url, ana, 'GET', '/rooms/r/reports')).json.reports).toHaveLength(1);
    await ana.call('message:delete', target);
    await expect(caro.call('message:report', target)).rejects.toMatchObject({ code: 'not_found' });
  });

  test('are refused for earlier messages with history since-join', async () => {
    const { url, ana, target } = await meeting(makeStorage());
    await ana.call('room:update', { roomId: 'r', history: 'since-join' });
    const late = await connect(url, { name: 'Dora' });
    await late.call('room:join', { roomId: 'r' });
    await expect(late.call('message:report', target)).rejects.toMatchObject({ code: 'not_found' });
  });

  test('of a private message show moderators only its text', async () => {
    const { url, ana, bea, caro } = await meeting(makeStorage());
    const to = [caro.hello.user.id];
    const { id } = await bea.call('message:send', { ...message('r', 'en secreto'), to });
    const target = { roomId: 'r', messageId: id };
    const outsider = await connect(url, { name: 'Dora' });
    await outsider.call('room:join', { roomId: 'r' });
    await expect(outsider.call('message:report', target)).rejects.toMatchObject({ code: 'not_found' });
    await caro.call('message:report', target);
    const { reports } = await ana.call('report:list', { roomId: 'r' });
    expect([reports[0]?.text, reports[0]?.message]).toEqual(['en secreto', undefined]);
  });

  test('can be made by a muted member and in an ended room', async () => {
    const { ana, caro, target } = await meeting(makeStorage());
    await ana.call('member:mute', { roomId: 'r', userId: caro.hello.user.id, until: Date.now() + 60_000 });
    await ana.call('room:end', { roomId: 'r' });
    await caro.call('message:report', target);
    await expect(ana.call('report:resolve', { ...target, outcome: 'acted' })).resolves.toEqual({});
  });
});

describe.each(stores)('the audit in %s', (_, makeStorage) => {
  test('contains every moderation action, with its actor and its target', async () => {
    const { url, ana, bea, caro, target } = await meeting(makeStorage());
    const userId = bea.hello.user.id;
    const until = Date.now() + 60_000;
    await ana.call('room:update', { roomId: 'r', slowModeSeconds: 5, data: { color: 'red' } });
    await ana.call('member:mute', { roomId: 'r', userId, until });
    await ana.call('member:mute', { roomId: 'r', userId, until: null });
    await ana.call('member:update', { roomId: 'r', userId: caro.hello.user.id, role: 'moderator' });
    await bea.call('message:report', {
      ...target,
      messageId: (await ana.call('message:send', message('r', 'a'))).id,
    });
    await ana.call('message:delete', target);
    await caro.call('member:remove', { roomId: 'r', userId });
    await ana.call('member:ban', { roomId: 'r', userId });
    await ana.call('member:unban', { roomId: 'r', userId });
    await ana.call('room:end', { roomId: 'r' });
    const { entries } = await ana.call('audit:list', { roomId: 'r' });
    const told = entries.map(({ act, by, user, role, until: u, settings }) => ({
      act,
      by: by.name,
      ...(user ? { user: user.name } : {}),
      ...(role ? { role } : {}),
      ...(u === undefined ? {} : { until: u }),
      ...(settings ? { settings } : {}),
    }));
    expect(told.toReversed()).toEqual([
      { act: 'room:update', by: 'Ana', settings: { slowModeSeconds: 5 } },
      { act: 'member:mute', by: 'Ana', user: 'Bea', until },
      { act: 'member:mute', by: 'Ana', user: 'Bea', until: null },
      { act: 'member:update', by: 'Ana', user: 'Caro', role: 'moderator' },
      { act: 'message:delete', by: 'Ana', user: 'Bea' },
      { act: 'member:remove', by: 'Caro', user: 'Bea' },
      { act: 'member:ban', by: 'Ana', user: 'Bea' },
      { act: 'member:unban', by: 'Ana', user: 'Bea' },
      { act: 'room:end', by: 'Ana', settings: { phase: 'ended', endsAt: expect.any(Number) } },
    ]);
    const page = await rest(url, ana, 'GET', `/rooms/r/audit?limit=2&before=${entries[0]?.rev}`);
    expect(page.json).toEqual({ entries: entries.slice(1, 3), hasMore: true });
  });

  test('is for owners and admins', async () => {
    const { url, ana, caro } = await meeting(makeStorage());
    await ana.call('member:update', { roomId: 'r', userId: caro.hello.user.id, role: 'moderator' });
    await expect(caro.call('audit:list', { roomId: 'r' })).rejects.toMatchObject({ code: 'forbidden' });
    expect((await rest(url, caro, 'GET', '/rooms/r/audit')).status).toBe(403);
  });
});

test('bans are listed for moderators', async () => {
  const { url, ana, bea, caro } = await meeting();
  await ana.call('member:ban', { roomId: 'r', userId: bea.hello.user.id });
  const { bans, hasMore } = await ana.call('member:bans', { roomId: 'r' });
  expect([bans.map(({ user }) => user.name), hasMore]).toEqual([['Bea'], false]);
  await expect(caro.call('member:bans', { roomId: 'r' })).rejects.toMatchObject({ code: 'forbidden' });
  expect((await rest(url, caro, 'GET', '/rooms/r/bans')).status).toBe(403);
  await ana.call('member:unban', { roomId: 'r', userId: bea.hello.user.id });
  expect((await rest(url, ana, 'GET', '/rooms/r/bans')).json).toEqual({ bans: [], hasMore: false });
});
