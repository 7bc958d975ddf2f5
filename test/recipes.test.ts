// The recipes of examples/recipes: each starts, and two users do in it what its page promises.
import { readdirSync, readFileSync } from 'node:fs';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { createChatClient, type ChatClient, type ChatRoom } from '@chat/client';
import type { ChatServer } from '@chat/server';
import { expect, onTestFinished, test } from 'vitest';
import { createClassroom } from '../examples/recipes/classroom/classroom.ts';
import { createGameLobby } from '../examples/recipes/game-lobby/game-lobby.ts';
import { createSupportDesk } from '../examples/recipes/support-desk/support-desk.ts';
import { createTelehealth } from '../examples/recipes/telehealth/telehealth.ts';
import { createWebinar } from '../examples/recipes/webinar/webinar.ts';
import { filesBelow, root, textOf } from './source-files.ts';

const listen = async ({ httpServer, chat }: { httpServer: Server; chat: ChatServer }): Promise<string> => {
  await new Promise<void>((resolve) => httpServer.listen(0, '127.0.0.1', resolve));
  onTestFinished(async () => {
    await chat.close();
    httpServer.closeAllConnections();
    httpServer.close();
  });
  return `http://127.0.0.1:${(httpServer.address() as AddressInfo).port}`;
};

const clientOf = (url: string, who: { name?: string; token?: string }): ChatClient => {
  const client = createChatClient({ url, ...who });
  onTestFinished(() => client.close());
  return client;
};

const enter = async (
  url: string,
  who: { name?: string; token?: string },
  roomId: string,
): Promise<ChatRoom> => {
  const room = clientOf(url, who).room(roomId);
  await room.join();
  return room;
};

const texts = (room: ChatRoom): string[] => room.messages.get().items.map(({ text }) => text);

const post = async <T>(url: string, body: object, headers: Record<string, string> = {}): Promise<T> => {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
  return (response.ok ? await response.json() : response.status) as T;
};

test('telehealth: a patient waits until the doctor admits them, and the link admits nobody else', async () => {
  const url = await listen(createTelehealth('key-of-the-doctor', undefined));
  expect(await post(`${url}/appointments`, { patient: 'Eva' })).toBe(401);
  const authorization = 'Bearer key-of-the-doctor';
  const { roomId, code } = await post<{ roomId: string; code: string }>(
    `${url}/appointments`,
    { patient: 'Eva' },
    { authorization },
  );
  const doctor = await enter(url, { token: 'key-of-the-doctor' }, roomId);
  const patient = clientOf(url, { name: 'Eva' }).room(roomId);
  await patient.lobby.knock(code);
  expect(patient.lobby.get().mine?.message).toContain('Dr. Vega will be with you shortly');
  await expect(patient.join()).rejects.toMatchObject({ reason: 'lobby' });
  await doctor.lobby.load();
  await expect.poll(() => doctor.lobby.get().waiting.map(({ user }) => user.name)).toEqual(['Eva']);
  await doctor.lobby.admit(doctor.lobby.get().waiting[0]?.user.id ?? '');
  await expect.poll(() => patient.lobby.get().mine?.state).toBe('admitted');
  await patient.join();
  await patient.messages.send({ text: 'It hurts here.' });
  await expect.poll(() => texts(doctor)).toContain('It hurts here.');
  await expect(clientOf(url, { name: 'Mallory' }).room(roomId).lobby.knock(code)).rejects.toMatchObject({
    reason: 'invite_invalid',
  });
});

test('webinar: a link waits for the host, questions are anonymous, hands go up', async () => {
  const url = await listen(await createWebinar('key-of-the-host', undefined));
  const [host, ana, ben] = await Promise.all([
    enter(url, { token: 'key-of-the-host' }, 'webinar'),
    enter(url, { name: 'Ana' }, 'webinar'),
    enter(url, { name: 'Ben' }, 'webinar'),
  ]);
  await expect(ana.messages.send({ text: 'Read https://bees.example.org' })).rejects.toMatchObject({
    reason: 'pending_approval',
  });
  await host.approval.load();
  await expect
    .poll(() => host.approval.get().items.map(({ message }) => message.text))
    .toEqual(['Read https://bees.example.org']);
  expect(texts(ben)).toEqual([]);
  await host.approval.approve(host.approval.get().items[0]?.message.id ?? '');
  await expect.poll(() => texts(ben)).toEqual(['Read https://bees.example.org']);
  await host.spotlight.set(host.messages.get().items[0]?.id ?? '');
  await expect.poll(() => ben.spotlight.get()?.message?.text).toBe('Read https://bees.example.org');
  await ben.questions.ask({ text: 'How far?', anonymous: true });
  await ben.hands.raise();
  await expect.poll(() => host.hands.get().map(({ user }) => user.name)).toEqual(['Ben']);
});

test('support desk: a case is greeted, reaches the agents, is answered and closed', async () => {
  const agents = [{ id: 'luis', name: 'Luis', key: 'key-of-luis' }];
  const url = await listen(createSupportDesk(agents, undefined));
  const agent = clientOf(url, { token: 'key-of-luis' });
  await agent.rooms.load();
  const [one, other] = await Promise.all(
    ['Eva', 'Max'].map((name) => post<{ roomId: string; token: string }>(`${url}/cases`, { name })),
  );
  await expect
    .poll(() =>
      agent.rooms
        .get()
        .items.map(({ room }) => room.title)
        .toSorted(),
    )
    .toEqual(['Eva', 'Max']);
  const visitor = await enter(url, { token: one?.token ?? '' }, one?.roomId ?? '');
  expect(texts(visitor)).toEqual([expect.stringContaining('Hello Eva')]);
  const ours = agent.room(one?.roomId ?? '');
  await ours.join();
  await ours.messages.send({ text: 'Hi Eva, I am Luis.' });
  await expect.poll(() => texts(visitor)).toContain('Hi Eva, I am Luis.');
  // A visitor sees no other case, and does not close theirs.
  await expect(enter(url, { token: other?.token ?? '' }, one?.roomId ?? '')).rejects.toMatchObject({
    code: 'not_found',
  });
  await expect(visitor.slash.run('close', '')).rejects.toMatchObject({ code: 'not_found' });
  await ours.slash.run('close', '');
  await expect(visitor.messages.send({ text: 'One more thing' })).rejects.toMatchObject({
    reason: 'room_ended',
  });
});

test('classroom: pupils are quiet until the teacher opens the room, and raise their hands', async () => {
  const url = await listen(await createClassroom('key-of-the-teacher', undefined));
  const teacher = await enter(url, { token: 'key-of-the-teacher' }, 'class-4b');
  const pupil = await enter(url, { name: 'Alan' }, 'class-4b');
  await expect(pupil.messages.send({ text: 'Five eighths!' })).rejects.toMatchObject({ reason: 'frozen' });
  await pupil.hands.raise();
  await expect.poll(() => teacher.hands.get().map(({ user }) => user.name)).toEqual(['Alan']);
  await expect(pupil.slash.run('open', '')).rejects.toMatchObject({ code: 'not_found' });
  await teacher.slash.run('open', '');
  await expect.poll(() => pupil.state.get().can?.['message:send']).toBe(true);
  await pupil.messages.send({ text: 'Five eighths.' });
  await expect.poll(() => texts(teacher)).toContain('Five eighths.');
  await expect(pupil.messages.send({ text: 'You idiots' })).rejects.toMatchObject({ code: 'forbidden' });
});

test('game lobby: two players who are ready get a match of their own', async () => {
  const url = await listen(await createGameLobby(2));
  const [ana, ben, eva] = await Promise.all(
    ['Ana', 'Ben', 'Eva'].map(async (name) => {
      const client = clientOf(url, { name });
      await client.rooms.load();
      const lobby = client.room('lobby');
      await lobby.join();
      return { client, lobby };
    }),
  );
  await ana?.lobby.slash.run('ready', '');
  await expect.poll(() => texts(eva!.lobby)).toContain('Ana is ready: 1 of 2.');
  await ben?.lobby.slash.run('ready', '');
  const matchesOf = (player: typeof ana): string[] =>
    player!.client.rooms
      .get()
      .items.flatMap(({ room }) => (room.title === 'Match of Ana and Ben' ? [room.id] : []));
  await expect.poll(() => [matchesOf(ana).length, matchesOf(ben).length]).toEqual([1, 1]);
  expect(matchesOf(eva)).toEqual([]);
  const [match] = [ana!.client.room(matchesOf(ana)[0] ?? '')];
  await match.join();
  await match.slash.run('roll', '');
  await expect.poll(() => texts(match).at(-1)).toMatch(/^Ana rolls [1-6]\.$/);
});

test('each has less than 150 lines, a page, and the commands of its README', () => {
  const folders = readdirSync(join(root, 'examples/recipes'), { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && entry.name !== 'node_modules')
    .map(({ name }) => name);
  expect(folders).toHaveLength(5);
  for (const name of folders) {
    const files = filesBelow(`examples/recipes/${name}`, '.ts', '.js', '.html', '.css');
    const lines = files.flatMap((path) => textOf(path).trimEnd().split('\n'));
    expect([name, lines.length < 150]).toEqual([name, true]);
    const page = readFileSync(join(root, `docs/recipes/${name}.md`), 'utf8');
    expect(page).toContain(`npm start -- recipes/${name}\n`);
    const [, port = ''] = /PORT = '(\d+)'/.exec(textOf(`examples/recipes/${name}/server.ts`)) ?? [];
    expect(page).toContain(`http://localhost:${port}`);
    expect(textOf('examples/recipes/README.md')).toContain(`npm start -- recipes/${name}\``);
  }
});
