// Every command that names users, with a stranger as the target: a user with whom the caller has never shared
// a room.
import { commandNames, commands, type CommandName, type Input } from '@chat/protocol';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { newId } from './row.ts';
import { setStage, roomId, users, type Stage, type Who } from './stage.ts';

let stage: Stage;
const plaza = 'plaza-de-ana';
/** A user of the server whom Ana does not know, and an id that nobody has. */
const targets = ['zoe', 'nadie'] as const;
const until = Date.now() + 60_000;

type Row = { command: CommandName; where?: string; input: (userId: string) => object; refused?: string };
const row = <N extends CommandName>(
  command: N,
  input: (userId: string) => Input<N>,
  refused?: string,
  where = '',
): Row => ({ command, input, where, ...(refused === undefined ? {} : { refused }) });

const inRooms = (make: (room: string, where: string) => Row[]): Row[] => [
  ...make(roomId, 'in a private room'),
  ...make(plaza, 'in a public room'),
];

let callId = '';

const rows: Row[] = [
  ...inRooms((room, where) => [
    row('member:add', (userId) => ({ roomId: room, userId }), 'not_found', where),
    row('member:update', (userId) => ({ roomId: room, userId, role: 'moderator' }), 'not_found', where),
    row('member:mute', (userId) => ({ roomId: room, userId, until }), 'not_found', where),
    row('member:remove', (userId) => ({ roomId: room, userId }), 'not_found', where),
    row('member:unban', (userId) => ({ roomId: room, userId }), 'not_found', where),
    row('approval:untrust', (userId) => ({ roomId: room, userId }), undefined, where),
    row('hand:lower', (userId) => ({ roomId: room, userId }), undefined, where),
    row('hand:call', (userId) => ({ roomId: room, userId }), 'conflict', where),
    row('lobby:admit', (userId) => ({ roomId: room, userId }), 'conflict', where),
    row('lobby:decline', (userId) => ({ roomId: room, userId }), 'conflict', where),
    row('lobby:send', (userId) => ({ roomId: room, userId, id: newId(), text: 'a ti' }), 'conflict', where),
    row('member:ban', (userId) => ({ roomId: room, userId }), undefined, where),
    row('message:send', (id) => ({ roomId: room, id: newId(), text: 'a ti', to: [id] }), 'invalid', where),
    row(
      'message:send',
      (id) => ({ roomId: room, id: newId(), text: 'hola', mentions: [id] }),
      undefined,
      where,
    ),
    row(
      'message:schedule',
      (id) => ({ roomId: room, id: newId(), text: 'a ti', sendAt: until, to: [id], mentions: [id] }),
      undefined,
      where,
    ),
    row(
      'message:editScheduled',
      (id) => ({ roomId: room, messageId: newId(), text: 'a ti', mentions: [id] }),
      'not_found',
      where,
    ),
    row('message:search', (from) => ({ roomId: room, q: 'hola', from }), undefined, where),
  ]),
  row('message:edit', (id) => ({
    roomId,
    messageId: stage.said.ana.id,
    text: `hola ${id.length}`,
    mentions: [id],
  })),
  row('message:searchAll', (from) => ({ q: 'hola', from })),
  row('member:invite', (userId) => ({ roomId, userId }), 'not_found'),
  row('room:create', (userId) => ({ type: 'direct', userIds: [userId] }), 'not_found'),
  row('room:create', (userId) => ({ type: 'private', userIds: [userId] }), 'not_found'),
  row('groupcall:hand', (userId) => ({ roomId: plaza, callId, userId, raised: false }), 'conflict'),
  row('user:get', (userId) => ({ userId }), 'not_found'),
  row('user:block', (userId) => ({ userId }), 'not_found'),
  row('user:unblock', (userId) => ({ userId })),
  row('user:export', (userId) => ({ userId }), 'forbidden'),
  row('user:erase', (userId) => ({ userId }), 'forbidden'),
  row('user:revoke', (userId) => ({ userId }), 'forbidden'),
  row('room:list', (userId) => ({ userId }), 'forbidden'),
];

/** Numbers, ids and times that differ from call to call, and the target's own id. */
const alike = (value: unknown, userId: string): unknown =>
  JSON.parse(
    JSON.stringify(value ?? null, (key, each: unknown) =>
      ['id', 'messageId', 'seq', 'rev', 'createdAt', 'editedAt', 'at', 'joinedAt', 'requestId'].includes(key)
        ? typeof each
        : each,
    )
      .replaceAll(`"${userId}"`, '"x"')
      .replaceAll(/hola \d/g, 'hola'),
  );

const outcome = async (work: Promise<unknown>): Promise<unknown> => {
  try {
    return { value: await work };
  } catch (error) {
    const { code, reason, message } = error as { code?: string; reason?: string; message: string };
    return { code, reason, message };
  }
};

beforeAll(async () => {
  // Many rows send: none of them is to be refused for its rate.
  stage = await setStage({ limits: { sendsPerSecond: Infinity } }, 'forever');
  await stage.ana.client.rooms.create({ roomId: plaza, type: 'public' });
  await stage.ana.client.room(plaza).join();
  await stage.ana.client.room(plaza).messages.send({ text: 'hola' });
  const voices = { roomId: plaza, kind: 'audio', device: 'a' } as const;
  callId = (await stage.ana.client.call('groupcall:start', voices)).call.id;
  await stage.zoe.client.rooms.load();
});
afterAll(() => stage.close());

test('every command that names a user has a row', () => {
  const naming = commandNames.filter((name) => {
    const fields = Object.keys((commands[name].input as { entries?: object }).entries ?? {});
    // The `to` of a translation is a language.
    if (name === 'message:translate') return false;
    return fields.some((field) => ['userId', 'userIds', 'to', 'mentions', 'from'].includes(field));
  });
  expect(naming.filter((name) => !rows.some(({ command }) => command === name))).toEqual([]);
});

describe('a stranger looks like an unknown user id to', () => {
  test.each(rows)('$command $where', async ({ command, input, refused }) => {
    const { ana, ask } = stage;
    const [socket, rest] = await Promise.all([
      Promise.all(
        targets.map(async (id) => alike(await outcome(ana.client.call(command, input(id) as never)), id)),
      ),
      Promise.all(targets.map(async (id) => alike(await ask('ana', command, input(id) as never), id))),
    ]);
    expect(socket[0]).toEqual(socket[1]);
    expect(rest[0]).toEqual(rest[1]);
    expect(JSON.stringify([socket, rest])).not.toContain(users.zoe.name);
    expect((socket[0] as { code?: string }).code).toBe(refused);
  });
});

describe('strangers', () => {
  const listOf = async (who: Who) =>
    (await stage.rest(who, 'room:list', {})).rooms.map(({ room }) => room.id);
  test('get nothing from these commands, and no room in their list', async () => {
    const { ana, ask } = stage;
    expect(await listOf('zoe')).toEqual(['elsewhere']);
    expect(stage.zoe.client.rooms.get().items.map(({ room }) => room.id)).toEqual(['elsewhere']);
    expect((await ask('ana', 'user:get', { userId: 'zoe' })).status).toBe(404);
    expect(await listOf('ana')).not.toContain('elsewhere');
    const { entries } = await ana.client.call('audit:list', { roomId: plaza });
    const { bans } = await ana.client.call('member:bans', { roomId: plaza });
    expect(JSON.stringify([entries, bans])).not.toContain(users.zoe.name);
    expect(bans.map(({ user }) => user)).toEqual(targets.map((id) => ({ id, name: id })).toReversed());
  });
});

describe('known users', () => {
  test('are invited with their role by member:add, if they were never in the room', async () => {
    const { ana, out, rest } = stage;
    const asked = { user: { name: 'Olga' }, role: 'moderator', invitedBy: { name: 'Ana' } };
    for (const room of [roomId, plaza]) {
      expect(await ana.client.room(room).members.add('out', 'moderator')).toMatchObject(asked);
      const { rooms } = await rest('out', 'room:list', {});
      expect(rooms.find((each) => each.room.id === room)).toMatchObject({
        invitation: { by: { name: 'Ana' } },
      });
    }
    await out.client.rooms.accept(roomId);
    // To come into a public room is to accept.
    await out.client.room(plaza).join();
    for (const room of [roomId, plaza]) {
      expect((await rest('out', 'room:join', { roomId: room })).me).toMatchObject({ role: 'moderator' });
      const { rooms } = await rest('out', 'room:list', {});
      expect(rooms.find((each) => each.room.id === room)).not.toHaveProperty('invitation');
    }
  });

  test('become members at once if they were in the room, and can be muted there', async () => {
    const { ana, bea } = stage;
    await bea.client.room(plaza).join();
    await bea.client.room(plaza).leave();
    expect(await ana.client.room(plaza).members.mute('bea', until)).toMatchObject({ mutedUntil: until });
    expect(await ana.client.room(plaza).members.add('bea', 'moderator')).not.toHaveProperty('invitedBy');
    // A known user who was never in the room cannot be muted or given a role: that would make them a member.
    const never = { code: 'not_found', message: 'no such member' };
    await expect(ana.client.room(plaza).members.mute('dan', until)).rejects.toMatchObject(never);
    await expect(ana.client.room(plaza).members.update('dan', 'moderator')).rejects.toMatchObject(never);
  });

  test('and strangers can be added by the application', async () => {
    const session = stage.chat.as(users.ana);
    await session.call('member:unban', { roomId, userId: 'zoe' });
    const added = await session.call('member:add', { roomId, userId: 'zoe' });
    expect(added).toMatchObject({ user: { name: 'Zoe' }, role: 'member' });
    expect(added).not.toHaveProperty('invitedBy');
    session.close();
    await stage.rest('adm', 'member:remove', { roomId, userId: 'zoe' });
    expect(await stage.rest('adm', 'member:add', { roomId, userId: 'zoe' })).not.toHaveProperty('invitedBy');
  });
});

test('actions on users outside the room are rate-limited', async () => {
  const counted = await setStage({ limits: { invitationsPerHour: 3 } }, 'forever');
  try {
    const { members } = counted.ana.room;
    await members.ban('a-1');
    await expect(members.mute('a-2', until)).rejects.toMatchObject({ code: 'not_found' });
    await members.add('out');
    for (const act of [() => members.ban('a-3'), () => members.mute('a-4', until), () => members.add('out')])
      await expect(act()).rejects.toMatchObject({ code: 'rate_limited' });
    // A user in the room can always be muted or removed.
    await members.mute('dan', until);
    await members.ban('dan');
  } finally {
    await counted.close();
  }
});
