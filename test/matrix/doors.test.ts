// Every command from users without access to the room: socket, REST and in-process sessions behave the same,
// and an existing room behaves like a missing one.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { commandNames, isCommandName, type CommandName } from '@chat/protocol';
import { memoryStorage } from '@chat/server';
import { elsewhere, inRoom } from './sample-inputs.ts';
import { refusals, requestOf, roomId, setStage, type Stage } from './stage.ts';

const nowhere = '00000000-0000-7000-8000-000000000000';
const named = Object.keys(inRoom('r', nowhere)).filter(isCommandName);

let stage: Stage;
beforeAll(async () => {
  // This test is about permissions, not about rates.
  const limits = {
    sendsPerSecond: Infinity,
    joinBurst: 10_000,
    reactionBurst: 10_000,
    searchBurst: 10_000,
    invitationsPerHour: 10_000,
    commandBurst: 10_000,
  };
  stage = await setStage({ storage: memoryStorage(), limits }, 'forever');
  const { ana, dan } = stage;
  await ana.client.rooms.create({ roomId: 'invitada', type: 'private', userIds: ['out'] });
  await ana.client.rooms.create({ roomId: 'plaza', type: 'public' });
  for (const { client } of [ana, dan]) await client.room('plaza').join();
  await ana.client.room('plaza').members.ban('dan');
});
afterAll(() => stage.close());

test('every command is covered', () => {
  const here = [...named, ...Object.keys(elsewhere)];
  expect(commandNames.filter((command) => !here.includes(command))).toEqual([]);
});

const inputOf = (command: CommandName, room: string, messageId: string) =>
  (inRoom(room, messageId) as Record<string, object>)[command] as never;

describe('a private room looks nonexistent to outsiders:', () => {
  test.each(named)('%s', async (command) => {
    const { out, said } = stage;
    const there = await refusals(stage, out, command, inputOf(command, roomId, said.ana.id));
    expect(there.socket.code).toBe('not_found');
    expect(there.rest).toEqual(there.socket);
    expect(there.process).toEqual(there.socket);
    // To join an unknown room is to make it.
    if (command === 'room:join') return;
    expect(await refusals(stage, out, command, inputOf(command, 'no-such-room', nowhere))).toEqual(there);
  });
});

/** Commands about an invitation or a link: the invited user may give them, for others it does not exist. */
const answers = new Set<CommandName>(['member:accept', 'member:decline', 'invite:accept']);
const others = named.filter((command) => !answers.has(command));

describe('a pending invitation gives no access:', () => {
  test.each(others)('%s', async (command) => {
    const { socket, rest, process } = await refusals(
      stage,
      stage.out,
      command,
      inputOf(command, 'invitada', nowhere),
    );
    expect(socket.code).toBe('not_found');
    expect(rest).toEqual(socket);
    expect(process).toEqual(socket);
  });
});

describe('a user banned from a public room is rejected as banned:', () => {
  test.each(others)('%s', async (command) => {
    const { socket, rest, process } = await refusals(
      stage,
      stage.dan,
      command,
      inputOf(command, 'plaza', nowhere),
    );
    expect(socket).toMatchObject({ code: 'forbidden', reason: 'banned' });
    expect(rest).toEqual(socket);
    expect(process).toEqual(socket);
  });
});

describe('with history since-join, an earlier message', () => {
  const late = 'tarde';
  const before = { id: '', poll: '' };
  beforeAll(async () => {
    const { ana, mia, rest } = stage;
    await ana.client.rooms.create({ roomId: late, type: 'private', history: 'since-join' });
    const room = ana.client.room(late);
    await room.join();
    const message = await room.messages.send({ text: 'antes de Mia', mentionsAll: true });
    before.id = message.id;
    const { id } = await room.polls.create({ question: '¿antes?', options: ['sí', 'no'] });
    before.poll = id;
    await rest('ana', 'reaction:add', { roomId: late, messageId: message.id, emoji: '👍' });
    await room.pins.pin(message.id);
    await room.messages.edit(message.id, 'antes de que venga Mia');
    await room.thread(message.id).send({ text: 'antes, en el hilo' });
    // She comes with the rights of a moderator.
    await room.members.add('mia', 'moderator');
    await mia.client.rooms.accept(late);
    await mia.client.room(late).join();
  });
  test.each([
    'message:get',
    'message:versions',
    'message:translate',
    'message:report',
    'message:pin',
    'message:unpin',
    'message:spotlight',
    'message:save',
    'message:remind',
    'poll:vote',
    'poll:close',
    'poll:addOption',
    'poll:results',
    'reaction:add',
    'reaction:remove',
    'reaction:list',
    'receipt:count',
  ] satisfies CommandName[])('%s', async (command) => {
    const { socket, rest, process } = await refusals(
      stage,
      stage.mia,
      command,
      inputOf(command, late, command.startsWith('poll:') ? before.poll : before.id),
    );
    expect(socket.code).toBe('not_found');
    expect(rest).toEqual(socket);
    expect(process).toEqual(socket);
  });
  test('appears in no list, count or event', async () => {
    const { ana, mia, ask } = stage;
    const room = mia.client.room(late);
    const told = JSON.stringify(
      await mia.client.call('room:join', { roomId: late, since: { epoch: 'x', rev: 1 } }),
    );
    expect(told).not.toContain('antes');
    for (const [command, more] of [
      ['message:list', {}],
      ['message:list', { threadId: before.id }],
      ['message:pins', {}],
      ['message:search', { q: 'antes' }],
      ['room:export', {}],
    ] as const) {
      const { status, body } = await ask('mia', command, { roomId: late, ...more });
      expect([command, status, JSON.stringify(body).includes('antes')]).toEqual([command, 200, false]);
    }
    expect(room.receipts.get()).toMatchObject({ unread: 0, unreadMentions: 0 });
    const heard: unknown[] = [];
    room.on('message:updated', (event) => heard.push(event));
    room.on('message:created', (event) => heard.push(event));
    await ana.client.room(late).reactions.add(before.id, '🎉');
    await ana.client.room(late).thread(before.id).send({ text: 'nuevo en el hilo' });
    await ana.client.room(late).messages.send({ text: 'nuevo' });
    await expect.poll(() => room.messages.get().items.map(({ text }) => text)).toEqual(['nuevo']);
    expect(JSON.stringify(heard)).not.toContain('antes');
  });
});

describe('REST rejects unauthenticated requests first:', () => {
  const everything: Record<string, object> = { ...inRoom(roomId, nowhere), ...elsewhere };
  test.each(commandNames)('%s', async (command) => {
    const { method, path, body } = requestOf(command, { ...everything[command] });
    for (const authorization of ['', 'Bearer nobody', 'Basic YW5hOmFuYQ==']) {
      const headers = { 'content-type': 'application/json', ...(authorization ? { authorization } : {}) };
      const response = await fetch(`${stage.url}/chat/api${path}`, {
        method,
        headers,
        ...(body === null ? {} : { body }),
      });
      expect(response.status).toBe(401);
      expect(await response.json()).toMatchObject({ error: { code: 'unauthenticated' } });
    }
  });
});
