import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { ownEngine } from './own-engine.ts';
import { threePeople } from './own-rooms-server.ts';

type Loose = (name: string, input: object) => Promise<unknown>;

test('refusals are the same by socket and by REST', async () => {
  const engine = ownEngine();
  const limits = { maxCallPeople: 1, callsPerMinute: 100 };
  const { ana, bea, cai, rest } = await threePeople(undefined, { calls: { group: engine }, limits });
  const { id: club } = await ana.call('room:create', { type: 'private', title: 'Club' });
  await ana.call('member:add', { roomId: club, userId: bea.id });
  await bea.call('member:accept', { roomId: club });
  const { id: direct } = await ana.call('room:create', { type: 'direct', userIds: [bea.id] });
  const both = async (
    peer: typeof ana,
    method: string,
    path: string,
    name: string,
    input: object,
    body = {},
  ) => {
    const refused = (await (peer.call as Loose)(name, { ...input, ...body }).then(
      () => null,
      (error: unknown) => error,
    )) as { code: string; reason?: string; message: string };
    const sent = method === 'GET' || method === 'DELETE' ? undefined : body;
    const { json } = await rest(peer, method, path, sent);
    const { code, reason, message } = refused;
    expect(json.error).toMatchObject({ code, message, ...(reason ? { reason } : {}) });
    return reason ?? code;
  };
  const at = (roomId: string) => `/rooms/${encodeURIComponent(roomId)}/group-calls`;
  const start = { kind: 'audio', device: 'x' };
  const begin = (peer: typeof ana, roomId: string) =>
    both(peer, 'POST', at(roomId), 'groupcall:start', { roomId }, start);
  expect(await begin(cai, club)).toBe('not_found');
  expect(await begin(ana, direct)).toBe('only_two');
  await ana.call('member:mute', { roomId: club, userId: bea.id, until: Date.now() + 60_000 });
  expect(await begin(bea, club)).toBe('muted');
  expect(engine.rooms.size).toBe(0);
  await ana.call('member:mute', { roomId: club, userId: bea.id, until: null });

  const { call } = await ana.call('groupcall:start', { roomId: club, kind: 'audio', device: 'a' });
  const one = { roomId: club, callId: call.id };
  const of = `${at(club)}/${call.id}`;
  const seat = (peer: typeof ana, path = of, input: object = one, device = 'b') =>
    both(peer, 'PUT', `${path}/seat`, 'groupcall:join', input, { device });
  expect(await begin(bea, club)).toBe('call_exists');
  expect(await seat(bea)).toBe('call_full');
  expect(await seat(bea, of, one, 'a')).toBe('conflict');
  expect(await seat(bea, of, one, 'two words')).toBe('invalid');
  expect(await seat(cai)).toBe('not_found');
  expect(
    await both(cai, 'GET', `/rooms/${encodeURIComponent(club)}/group-call`, 'groupcall:get', {
      roomId: club,
    }),
  ).toBe('not_found');
  expect(await both(cai, 'DELETE', `${of}/seat`, 'groupcall:leave', one)).toBe('not_found');
  expect(await both(bea, 'PUT', `${of}/end`, 'groupcall:end', one)).toBe('forbidden');
  const callId = randomUUID();
  expect(await seat(bea, `${at(club)}/${callId}`, { roomId: club, callId })).toBe('not_found');
  // A call of another room is none of this one's.
  expect(await seat(bea, `${at('plaza')}/${call.id}`, { roomId: 'plaza', callId: call.id })).toBe(
    'not_found',
  );
  await ana.call('groupcall:leave', one);
  expect(await seat(bea)).toBe('call_ended');
  await ana.call('room:end', { roomId: club });
  expect(await begin(ana, club)).toBe('room_ended');
});

test('a server without an engine has no group calls, and hello says so', async () => {
  const { ana } = await threePeople();
  expect(ana.hello.limits.maxCallPeople).toBe(0);
  await expect(
    ana.call('groupcall:start', { roomId: 'plaza', kind: 'audio', device: 'a' }),
  ).rejects.toMatchObject({ code: 'not_found', message: 'this server has no group calls' });
  expect(await ana.call('groupcall:get', { roomId: 'plaza' })).toEqual({ call: null });
});
