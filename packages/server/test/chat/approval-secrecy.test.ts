// Only its author and moderators can read a message that waits for approval, on every path.
import { bot, memoryStorage, type ChatStorage, type Hooks } from '@chat/server';
import { webPush } from '@chat/server/push';
import { sqliteStorage } from '@chat/server/sqlite';
import { commandNames, type ChatEvent, type CommandName } from '@chat/protocol';
import { expect, test } from 'vitest';
import { elsewhere, inRoom } from '../../../../test/matrix/sample-inputs.ts';
import { fetchFile, rest, upload } from '../files/file-fixtures.ts';
import { startPushService } from '../push-service.ts';
import { connect, message, startServer, type Peer } from './harness.ts';

const stores: [string, () => ChatStorage][] = [
  ['memory', () => memoryStorage()],
  ['SQLite', () => sqliteStorage(':memory:')],
];
const canary = /canario/i;
const limits = { presenceGraceMs: 0, joinBurst: 10_000, searchBurst: 10_000, exportsPerHour: 1_000 };

/** Runs a command and returns its outcome as text, whatever it is. */
const outcome = (peer: Peer, command: CommandName, input: object): Promise<string> =>
  peer.call(command, input as never).then(
    (value) => JSON.stringify(value),
    (error: unknown) => JSON.stringify(error),
  );

test.each(stores)('a message that waits is seen by nobody else: %s', { timeout: 60_000 }, async (_, make) => {
  const service = await startPushService();
  const push = webPush({ subject: 'mailto:ops@example.org', services: [service.host], agent: service.agent });
  const hooked: string[] = [];
  // The results of successful commands, which hooks get.
  const hooks = Object.fromEntries(
    commandNames.map((name) => [
      `after:${name}`,
      (_context: unknown, output: unknown) => void hooked.push(`${name} ${JSON.stringify(output)}`),
    ]),
  ) as Hooks;
  const { url, chat } = await startServer({ storage: make(), push, hooks, limits });
  const open = async (name: string): Promise<Peer> => {
    const peer = await connect(url, { name });
    await peer.call('room:join', { roomId: 'r' });
    return peer;
  };
  const [ana, bea, caro, eva] = [await open('Ana'), await open('Bea'), await open('Caro'), await open('Eva')];
  const asked: string[] = [];
  const robot = bot(chat, { id: 'robot', name: 'Robot' });
  await robot.join('r');
  robot.onMessage(/./, ({ text }) => void asked.push(text));
  const heard: ChatEvent[] = [];
  robot.session.on('events', (events) => void heard.push(...events));
  await eva.call('notification:subscribe', service.device('Eva'));
  eva.socket.disconnect();
  await caro.call('room:list', {});
  await ana.call('room:update', { roomId: 'r', approval: 'everyone' });

  const { body: file } = await upload(url, bea.hello.token, 'r', 'canario', { name: 'canario.txt' });
  const held = {
    ...message('r', 'canario, míralo'),
    attachments: [{ fileId: file.fileId }],
    mentions: [caro.hello.user.id, eva.hello.user.id],
  };
  const waits = { code: 'forbidden', reason: 'pending_approval' };
  await expect(bea.call('message:send', held)).rejects.toMatchObject(waits);
  await ana.until((event) => event.type === 'approval:changed');

  // A member runs every command, about the message and about other things.
  const samples: Record<string, object> = { ...inRoom('r', held.id), ...elsewhere };
  const attempts: [CommandName, object][] = [
    ...commandNames.map((name): [CommandName, object] => [name, samples[name] ?? {}]),
    ['message:search', { roomId: 'r', q: 'canario' }],
    ['message:searchAll', { q: 'canario' }],
    ['message:list', { roomId: 'r', around: 1 }],
    ['message:list', { roomId: 'r', threadId: held.id }],
    ['message:send', { ...message('r', 'cita'), replyTo: held.id }],
    ['message:send', { ...message('r', 'hilo'), threadId: held.id }],
    ['message:send', { ...message('r', ''), forwardFrom: { roomId: 'r', messageId: held.id } }],
    ['message:send', { ...message('r', ''), attachments: held.attachments }],
    ['file:url', { fileId: file.fileId }],
    ['file:url', { fileId: file.fileId, variant: 'thumbnail' }],
    ['file:delete', { fileId: file.fileId }],
    ['file:list', { roomId: 'r' }],
    ['approval:list', { roomId: 'r' }],
    ['approval:list', { roomId: 'r', own: true }],
    ['room:list', {}],
  ];
  const seen: string[] = [];
  for (const [command, input] of attempts) {
    await caro.call('room:join', { roomId: 'r' }).catch(() => {});
    seen.push(`${command} ${await outcome(caro, command, input)}`);
  }
  for (const path of ['/rooms/r/messages', '/rooms/r/files', `/rooms/r/messages/${held.id}`, '/rooms'])
    seen.push(JSON.stringify(await rest(url, caro.hello.token, 'GET', path)));
  expect(seen.filter((each) => canary.test(each))).toEqual([]);
  const about = seen.filter((each) => each.startsWith('file:url') || each.startsWith('message:get'));
  for (const each of about) expect(each).toContain('"code":"not_found"');

  // The owner sees it in the queue, and the transcript of the room does not have it.
  const inQueue = await ana.call('approval:list', { roomId: 'r' });
  expect(inQueue.messages[0]?.message).toMatchObject({
    text: held.text,
    attachments: [{ fileId: file.fileId }],
  });
  const exported = async (peer: Peer, command: 'room:export' | 'user:export', input: object) => {
    const made = await peer.call(command, input as never);
    return (await fetch(url + (made as { url: string }).url)).text();
  };
  for (const format of ['json', 'text', 'html', 'csv'])
    expect(await outcome(ana, 'room:export', { roomId: 'r', format })).not.toMatch(canary);
  expect(await exported(ana, 'room:export', { roomId: 'r' })).not.toMatch(canary);
  expect(await exported(ana, 'user:export', { userId: ana.hello.user.id })).not.toMatch(canary);
  expect(await exported(caro, 'user:export', { userId: caro.hello.user.id })).not.toMatch(canary);

  // The file: for the author and moderators.
  for (const peer of [ana, bea])
    expect(await (await fetchFile(url, peer, file.fileId)).text()).toBe('canario');

  // The next message reaches everyone, and no part of the waiting one was sent before it.
  await ana.call('message:send', message('r', 'siguiente'));
  await caro.until((event) => event.type === 'message:created' && event.message.text === 'siguiente');
  expect((await service.delivery(0)).payload).toMatchObject({ text: 'siguiente' });
  await expect.poll(() => asked).toContain('siguiente');
  for (const events of [caro.events, heard]) {
    expect(JSON.stringify(events)).not.toMatch(canary);
    expect(JSON.stringify(events)).not.toContain(held.id);
  }
  expect(JSON.stringify(asked)).not.toMatch(canary);
  // Hooks get it in the queue of the moderator, the author's list and the upload.
  const fromHooks = hooked.filter((each) => canary.test(each)).map((each) => each.split(' ')[0]);
  expect([...new Set(fromHooks)]).toEqual(['approval:list']);

  // An approved message is like any other, with its file.
  await ana.call('approval:approve', { roomId: 'r', messageId: held.id });
  const told = await caro.until((event) => event.type === 'message:created' && event.message.id === held.id);
  expect(told).toMatchObject({ message: { mentions: [caro.hello.user.id, eva.hello.user.id] } });
  expect(await (await fetchFile(url, caro, file.fileId)).text()).toBe('canario');
  expect((await service.delivery(1)).payload).toMatchObject({ text: held.text, mention: true });
});
