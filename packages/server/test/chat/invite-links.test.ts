import type { ChatEvent } from '@chat/protocol';
import { describe, expect, test } from 'vitest';
import { connect, startServer, type Peer } from './harness.ts';
import { storages, threePeople, told } from './own-rooms-server.ts';

const invalid = { code: 'not_found', reason: 'invite_invalid' };

const clubOf = async (ana: Peer): Promise<string> =>
  (await ana.call('room:create', { type: 'private', title: 'Club' })).id;

const joinedUsers = (peer: Peer, roomId: string): string[] =>
  peer.events.flatMap((event) =>
    event.type === 'member:joined' && event.roomId === roomId ? [event.member.user.name] : [],
  );

describe.each(storages)('invite links in %s', (_, make) => {
  test('a user with the code of a link becomes a member, and the list of links counts it', async () => {
    const { ana, bea, cai } = await threePeople(make);
    const roomId = await clubOf(ana);
    await ana.call('room:join', { roomId });
    const before = Date.now();
    const { code, ...link } = await ana.call('invite:create', {
      roomId,
      expiresInSeconds: 3_600,
      maxUses: 2,
    });
    expect(link).toMatchObject({ createdBy: { name: 'Ana' }, maxUses: 2, uses: 0 });
    expect(link.expiresAt).toBeGreaterThanOrEqual(before + 3_600_000);
    expect(Buffer.from(code, 'base64url').length).toBeGreaterThanOrEqual(16);
    expect(await ana.call('invite:list', { roomId })).toEqual({ links: [link] });
    expect(await bea.call('invite:accept', { roomId, code })).toMatchObject({
      role: 'guest',
      user: { id: bea.id },
    });
    await told(bea, roomId, ({ room }) => room.title === 'Club');
    await ana.until((event) => event.type === 'member:joined' && event.member.user.id === bea.id);
    await expect(bea.call('room:join', { roomId })).resolves.toMatchObject({ mode: 'snapshot' });
    // A reply may have been lost.
    await bea.call('invite:accept', { roomId, code });
    expect((await ana.call('invite:list', { roomId })).links).toMatchObject([{ uses: 1 }]);
    await cai.call('invite:accept', { roomId, code });
    await bea.call('invite:accept', { roomId, code });
    expect(await ana.call('invite:list', { roomId })).toEqual({ links: [] });
    expect(joinedUsers(ana, roomId)).toEqual(['Bea', 'Cai']);
  });

  test('an unknown, used-up, revoked or foreign link is rejected as if there were no room', async () => {
    const { ana, bea, cai } = await threePeople(make);
    const roomId = await clubOf(ana);
    const once = await ana.call('invite:create', { roomId, maxUses: 1 });
    const revoked = await ana.call('invite:create', { roomId });
    await bea.call('invite:accept', { roomId, code: once.code });
    await ana.call('invite:revoke', { roomId, linkId: revoked.linkId });
    const refusals = [
      cai.call('invite:accept', { roomId, code: once.code }),
      cai.call('invite:accept', { roomId, code: revoked.code }),
      cai.call('invite:accept', { roomId, code: 'guess' }),
      cai.call('invite:accept', { roomId: 'no-such-room', code: revoked.code }),
      cai.call('invite:accept', { roomId: 'plaza', code: revoked.code }),
    ].map((refusal) => refusal.then(String, ({ code, reason, message }) => ({ code, reason, message })));
    const all = await Promise.all(refusals);
    expect(all[0]).toMatchObject(invalid);
    for (const each of all) expect(each).toEqual(all[0]);
    await expect(ana.call('invite:revoke', { roomId, linkId: revoked.linkId })).rejects.toMatchObject({
      code: 'not_found',
    });
  });

  test('a banned user stays out, and a mute stays', async () => {
    const { ana, bea, cai } = await threePeople(make);
    const roomId = await clubOf(ana);
    const { code } = await ana.call('invite:create', { roomId });
    for (const peer of [bea, cai]) await peer.call('invite:accept', { roomId, code });
    await ana.call('member:ban', { roomId, userId: bea.id });
    const until = Date.now() + 600_000;
    await ana.call('member:mute', { roomId, userId: cai.id, until });
    await ana.call('member:remove', { roomId, userId: cai.id });
    await expect(bea.call('invite:accept', { roomId, code })).rejects.toMatchObject(invalid);
    expect(await cai.call('invite:accept', { roomId, code })).toMatchObject({ mutedUntil: until });
  });

  test('links need permission and a private room', async () => {
    const { ana, bea, cai, rest } = await threePeople(make);
    const roomId = await clubOf(ana);
    const created = await rest(ana, 'POST', `/rooms/${roomId}/invite-links`, {});
    expect(created.status).toBe(201);
    const { code, linkId } = created.json;
    const entered = await rest(bea, 'POST', `/rooms/${roomId}/invite-links/accept`, { code });
    expect([entered.status, entered.json.user.id]).toEqual([200, bea.id]);
    for (const [peer, expected] of [
      [bea, 'forbidden'],
      [cai, 'not_found'],
    ] as const) {
      await expect(peer.call('invite:create', { roomId })).rejects.toMatchObject({ code: expected });
      await expect(peer.call('invite:list', { roomId })).rejects.toMatchObject({ code: expected });
      await expect(peer.call('invite:revoke', { roomId, linkId })).rejects.toMatchObject({ code: expected });
    }
    await expect(ana.call('invite:create', { roomId: 'plaza' })).rejects.toMatchObject({
      reason: 'not_private',
    });
    const { id: direct } = await ana.call('room:create', { type: 'direct', userIds: [bea.id] });
    await expect(ana.call('invite:create', { roomId: direct })).rejects.toMatchObject({ code: 'forbidden' });
    const gone = await rest(ana, 'DELETE', `/rooms/${roomId}/invite-links/${linkId}`);
    expect([gone.status, (await rest(ana, 'GET', `/rooms/${roomId}/invite-links`)).json.links]).toEqual([
      200,
      [],
    ]);
  });

  test('hundreds who enter at once are as many as the link allows', async () => {
    const { chat } = await startServer({ storage: make() });
    const ana = chat.as({ id: 'ana', name: 'Ana' });
    const { id: roomId } = await ana.call('room:create', { type: 'private' });
    const { code } = await ana.call('invite:create', { roomId, maxUses: 25 });
    const entered = await Promise.allSettled(
      Array.from({ length: 300 }, (_unused, index) =>
        chat.as({ id: `u${index}`, name: `User ${index}` }).call('invite:accept', { roomId, code }),
      ),
    );
    expect(entered.filter(({ status }) => status === 'fulfilled')).toHaveLength(25);
    const { members } = await ana.call('member:list', { roomId, limit: 100 });
    expect(members).toHaveLength(26);
  });

  test('no event, list, audit entry or export contains the code or its hash', async () => {
    const { ana, bea, rest } = await threePeople(make);
    const roomId = await clubOf(ana);
    await ana.call('room:join', { roomId });
    const { code } = await ana.call('invite:create', { roomId });
    await bea.call('invite:accept', { roomId, code });
    await bea.call('room:join', { roomId });
    await ana.call('invite:create', { roomId });
    const { entries } = await ana.call('audit:list', { roomId });
    expect(entries.map(({ act, by }) => [act, by.name])).toEqual([
      ['invite:create', 'Ana'],
      ['invite:create', 'Ana'],
    ]);
    const seen = [
      entries,
      await ana.call('invite:list', { roomId }),
      await rest(ana, 'GET', `/rooms/${roomId}`),
      ...[ana, bea].map(({ events }): ChatEvent[] => events),
    ];
    const { createHash } = await import('node:crypto');
    for (const secret of [code, createHash('sha256').update(code).digest('base64url')])
      expect(JSON.stringify(seen)).not.toContain(secret);
    expect(joinedUsers(bea, roomId)).not.toContain('Ana');
  });

  test('erasing the user who created a link revokes it', async () => {
    const { chat } = await startServer({ storage: make() });
    const [ana, bea, cai] = ['ana', 'bea', 'cai'].map((id) => chat.as({ id, name: id }));
    const { id: roomId } = (await ana?.call('room:create', { type: 'private' })) ?? { id: '' };
    const link = await ana?.call('invite:create', { roomId });
    const code = link?.code ?? '';
    await bea?.call('invite:accept', { roomId, code });
    await chat.eraseUser('ana');
    await expect(cai?.call('invite:accept', { roomId, code })).rejects.toMatchObject(invalid);
    expect(await bea?.call('invite:list', { roomId })).toEqual({ links: [] });
  });
});

test('links expire, within the validity and number that the server allows', async () => {
  let at = 1_000_000;
  const { chat } = await startServer({
    now: () => at,
    limits: { maxInviteLinkMs: 3_600_000, maxInviteLinks: 2 },
  });
  const [ana, bea] = ['ana', 'bea'].map((id) => chat.as({ id, name: id }));
  const { id: roomId } = (await ana?.call('room:create', { type: 'private' })) ?? { id: '' };
  const links = [await ana?.call('invite:create', { roomId })];
  expect(links[0]?.expiresAt).toBe(at + 3_600_000);
  await expect(ana?.call('invite:create', { roomId, expiresInSeconds: 3_601 })).rejects.toMatchObject({
    code: 'invalid',
    field: 'expiresInSeconds',
  });
  links.push(await ana?.call('invite:create', { roomId, expiresInSeconds: 60 }));
  const full = { code: 'conflict', reason: 'too_many_links' };
  await expect(ana?.call('invite:create', { roomId })).rejects.toMatchObject(full);
  at += 60_000;
  expect((await ana?.call('invite:list', { roomId }))?.links).toHaveLength(1);
  const code = links[1]?.code ?? '';
  await expect(bea?.call('invite:accept', { roomId, code })).rejects.toMatchObject(invalid);
  await ana?.call('invite:create', { roomId });
  expect(await ana?.call('invite:list', { roomId })).toMatchObject({ maxSeconds: 3_600 });
});

test('a user who tries many codes is rejected, also with a valid one', async () => {
  const { url } = await startServer({ limits: { roomGuessesPerHour: 3 } });
  const ana = await connect(url, { name: 'Ana' });
  const bea = await connect(url, { name: 'Bea' });
  const roomId = await clubOf(ana);
  const { code } = await ana.call('invite:create', { roomId });
  for (let tries = 0; tries < 4; tries++)
    await expect(bea.call('invite:accept', { roomId, code: `guess ${tries}` })).rejects.toMatchObject(
      invalid,
    );
  await expect(bea.call('invite:accept', { roomId, code })).rejects.toMatchObject({ code: 'rate_limited' });
});
