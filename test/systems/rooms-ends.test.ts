// How users leave rooms, and the errors that an old front end receives.
import { guests, type ChatServer, type ChatServerOptions } from '@chat/server';
import { expect, test } from 'vitest';
import { oldVocabulary } from '../../examples/rooms/old-vocabulary.ts';
import { createPublicRooms } from '../../examples/rooms/public-rooms.ts';
import { startServer } from '../../packages/server/test/chat/harness.ts';
import { oldFrontEnd } from './old-front-end.ts';

const anyString = expect.any(String) as string;

const start = async (limits: ChatServerOptions['limits'] = {}) => {
  let chat: ChatServer | undefined;
  const publicRooms = createPublicRooms(() => chat as ChatServer);
  const running = await startServer({
    authenticate: guests({ unique: 'server' }),
    rooms: { autoCreate: false },
    limits,
    hooks: publicRooms.hooks,
    dialects: [oldVocabulary(publicRooms)],
  });
  ({ chat } = running);
  const user = async (username: string) => {
    const page = await oldFrontEnd(running.url);
    const { id, token } = (await page.ask('add_user', { username })) as { id: string; token: string };
    return { ...page, id, token };
  };
  const staff = running.chat.as({ id: 'staff', name: 'Staff', role: 'admin' });
  await staff.call('room:create', { type: 'public', roomId: 'lobby', title: 'lobby' });
  return { ...running, user, staff };
};

interface Told {
  type: string;
  code?: string;
  user?: { username: string };
}
const joins = (username: string) => (told: Told) => told.type === 'join' && told.user?.username === username;
const leaves = (username: string) => (told: Told) =>
  told.type === 'leave' && told.user?.username === username;

test('leaving is announced at once, a lost connection only after the grace period', async () => {
  const { url, user } = await start({ presenceGraceMs: 60_000 });
  const [ana, ben, eva, leo] = [await user('ana'), await user('ben'), await user('eva'), await user('leo')];
  for (const each of [ana, ben, eva, leo]) await each.ask('join_room', { room: 'lobby' });
  for (const username of ['ben', 'eva', 'leo']) await ana.hears('notification', joins(username));
  eva.socket.io.engine.close(); // as a network does: without a word
  await ben.ask('leave_room', { room: 'lobby' });
  leo.socket.disconnect();
  expect(await ana.hears('notification', leaves('ben'))).toEqual({
    type: 'leave',
    room: 'lobby',
    user: { id: ben.id, username: 'ben' },
  });
  await ana.hears('notification', leaves('leo'));
  expect(ana.heard.filter(([, told]) => (told as Told).type === 'leave')).toHaveLength(2);

  // A reload in that time gets the name back at once, as a new guest.
  const again = await user('eva');
  expect(again.id).not.toBe(eva.id);
  expect(await again.ask('join_room', { room: 'lobby' })).toMatchObject({
    users: [{ username: 'ana' }, { username: 'eva' }],
  });

  // The token makes the same user again.
  again.socket.io.engine.close();
  const same = await oldFrontEnd(url);
  const added = await same.ask('add_user', { username: 'eva', token: again.token });
  expect(added).toMatchObject({ ok: true, id: again.id });
});

test('a user who loses the connection goes offline after the grace period', async () => {
  const { user } = await start({ presenceGraceMs: 50 });
  const [ana, eva] = [await user('ana'), await user('eva')];
  for (const each of [ana, eva]) await each.ask('join_room', { room: 'lobby' });
  eva.socket.io.engine.close();
  expect(await ana.hears('notification', leaves('eva'))).toMatchObject({ room: 'lobby' });
});

test('a join and leave in quick succession are announced both or neither', async () => {
  const { user } = await start({ presenceWindowMs: 300 });
  const [ana, ben, eva] = [await user('ana'), await user('ben'), await user('eva')];
  for (const each of [ana, ben, eva]) await each.ask('join_room', { room: 'lobby' });
  await ben.ask('leave_room', { room: 'lobby' });
  await ana.hears('notification', joins('eva'));
  await (await user('zoe')).ask('join_room', { room: 'lobby' });
  await ana.hears('notification', joins('zoe'));
  const told = (type: string) =>
    ana.heard
      .filter(([, each]) => (each as Told).type === type)
      .map(([, each]) => (each as Told).user?.username);
  // On a slow machine their events may have been sent, both ways.
  await expect
    .poll(() => told('leave').join())
    .toBe(
      told('join')
        .filter((name) => name === 'ben')
        .join(),
    );
});

test('every rejected event gets an error response and emits a notification', async () => {
  const { url, user, staff } = await start();
  const [ana, stranger] = [await user('ana'), await oldFrontEnd(url)];
  const room = 'lobby';
  const cases: [typeof stranger, string, unknown, string][] = [
    [stranger, 'add_user', { username: 'Ana' }, 'name_taken'],
    [stranger, 'add_user', { username: '   ' }, 'invalid'],
    [stranger, 'add_user', {}, 'invalid'],
    [stranger, 'join_room', { room }, 'unauthenticated'],
    [stranger, 'send_message', { room, text: 'x' }, 'unauthenticated'],
    [stranger, 'leave_room', { room }, 'unauthenticated'],
    [ana, 'join_room', { room: 'attic' }, 'not_found'],
    [ana, 'join_room', {}, 'invalid'],
    [ana, 'join_room', null, 'invalid'],
    [ana, 'leave_room', { room }, 'not_joined'],
    [ana, 'leave_room', {}, 'invalid'],
    [ana, 'send_message', { room, text: 'x' }, 'not_joined'],
    [ana, 'send_message', { text: 'x' }, 'invalid'],
    [ana, 'send_message', { room: 'attic', text: 'x' }, 'not_found'],
    [ana, 'no_such_event', {}, 'invalid'],
  ];
  const refused = async (who: typeof stranger, event: string, payload: unknown, error: string) => {
    who.heard.length = 0;
    const answer = await who.ask(event, payload);
    expect([event, payload, answer]).toEqual([event, payload, { ok: false, error, message: anyString }]);
    // The notification came before the answer, and nothing else did.
    expect(who.heard).toEqual([['notification', { type: 'error', code: error, message: anyString }]]);
  };
  for (const each of cases) await refused(...each);

  await ana.ask('join_room', { room });
  await refused(ana, 'join_room', { room }, 'already_joined');
  await refused(ana, 'send_message', { room }, 'invalid');
  await refused(ana, 'send_message', { room, text: 'x', image: 'data:text/html,x' }, 'invalid');
  await refused(ana, 'send_message', { room, text: 'x', image: Buffer.alloc(1_048_577) }, 'too_large');

  // A removed user gets an event, and is out of the room.
  await staff.call('room:join', { roomId: room });
  await staff.call('member:ban', { roomId: room, userId: ana.id });
  const isBanned = ({ type, code }: Told) => type === 'error' && code === 'banned';
  expect(await ana.hears('notification', isBanned)).toMatchObject({ message: 'no longer in lobby' });
  await refused(ana, 'join_room', { room }, 'banned');
});
