// The events and routes of the rooms' old front end: plain socket.io-client on /socket.io, and plain HTTP.
import { randomUUID } from 'node:crypto';
import {
  ChatError,
  dialect,
  type Caller,
  type Dialect,
  type EventOf,
  type Message,
  type Output,
} from '@chat/server';
import { imageBytes, maxImageBytes } from './image.ts';
import type { PublicRooms } from './public-rooms.ts';

interface Person {
  id: string;
  username: string;
}

/** The users in each joined room. */
type Seats = Map<string, Map<string, Person>>;

const asPerson = ({ id, name }: { id: string; name: string }): Person => ({ id, username: name });

const asMessage = ({ id, roomId, seq, author, text, createdAt }: Message, image?: string) => ({
  id,
  room: roomId,
  user: asPerson(author),
  text,
  at: new Date(createdAt).toISOString(),
  seq,
  ...(image === undefined ? {} : { image }),
});

const asProfile = ({ user, status, about, lastSeenAt }: Output<'user:get'>) => ({
  ...asPerson(user),
  status,
  ...(about === undefined ? {} : { about }),
  ...(lastSeenAt === undefined ? {} : { lastSeenAt }),
});

const isPicture = ({ type }: { type: string }): boolean => type.startsWith('image/');

/** Returns the message with an address of its picture that works from any origin. */
const withImage = async (message: Message, { call, headers }: Pick<Caller<Seats>, 'call' | 'headers'>) => {
  const picture = message.attachments.find(isPicture);
  if (!picture) return asMessage(message);
  const { url } = await call('file:url', { fileId: picture.fileId });
  const scheme = String(headers['x-forwarded-proto'] ?? 'http').split(',')[0];
  return asMessage(message, `${scheme}://${headers.host ?? 'localhost'}${url}`);
};

const tellPresence = (
  caller: Caller<Seats>,
  { roomId: room, joined, left }: EventOf<'presence:changed'>,
): void => {
  const people = caller.state.get(room);
  if (!people) return;
  for (const user of joined.map((each) => asPerson(each.user))) {
    const isNew = !people.has(user.id);
    people.set(user.id, user);
    if (isNew && user.id !== caller.user.id) caller.emit('notification', { type: 'join', room, user });
  }
  for (const id of left) {
    // A user who came and left in between is unknown to this front end.
    const user = people.get(id);
    if (user) caller.emit('notification', { type: 'leave', room, user });
    people.delete(id);
  }
};

const join = async (caller: Caller<Seats>, room: string) => {
  if (caller.state.has(room))
    throw new ChatError('conflict', 'you are in this room', { reason: 'already_joined' });
  const { messages } = await caller.call('room:join', { roomId: room });
  const users = caller.present(room).map(({ user }) => asPerson(user));
  caller.state.set(room, new Map(users.map((user) => [user.id, user])));
  const shown = messages.filter(({ deletedAt }) => deletedAt === undefined);
  const joined = { room, users, messages: await Promise.all(shown.map((each) => withImage(each, caller))) };
  caller.emit('room_joined', joined);
  return joined;
};

/** Uploads a picture before its message is sent. */
const attach = async (caller: Caller<Seats>, roomId: string, image: unknown) => {
  if (image == null) return [];
  const file = await caller.upload(roomId, { name: 'image', bytes: imageBytes(image) });
  if (file.kind === 'image') return [{ fileId: file.fileId }];
  await caller.call('file:delete', { fileId: file.fileId });
  throw new ChatError('invalid', 'image must be an image', { field: 'image' });
};

export const oldVocabulary = ({ mostListed, list }: PublicRooms): Dialect =>
  dialect<Seats>({
    state: () => new Map(),
    // An image as a data URL, and the rest of the body.
    maxFrameBytes: Math.ceil(maxImageBytes * 1.4),
    refused: (caller, { code, reason, message }) =>
      caller.emit('notification', { type: 'error', code: reason ?? code, message }),
    events: {
      add_user: async (caller, said) => {
        const known = said.string('token', null);
        const { user, token } = await caller.enter({
          name: said.string('username'),
          ...(known === null ? {} : { token: known }),
        });
        caller.state.clear();
        const added = { ...asPerson(user), token };
        caller.emit('user_added', added);
        return added;
      },
      join_room: (caller, said) => join(caller, said.string('room')),
      send_message: async (caller, said) => {
        const roomId = said.string('room');
        const text = said.string('text', '');
        const attachments = await attach(caller, roomId, said.value('image'));
        const sent = await caller.call('message:send', { roomId, id: randomUUID(), text, attachments });
        return withImage(sent, caller);
      },
      leave_room: async (caller, said) => {
        const roomId = said.string('room');
        await caller.call('room:leave', { roomId });
        caller.state.delete(roomId);
      },
    },
    tells: {
      'message:created': async (caller, { message }) =>
        caller.emit('receive_message', await withImage(message, caller)),
      'presence:changed': tellPresence,
      'member:left': (caller, { roomId, userId, reason }) => {
        if (userId !== caller.user.id) return;
        caller.state.delete(roomId);
        caller.emit('notification', { type: 'error', code: reason, message: `no longer in ${roomId}` });
      },
    },
    routes: {
      'GET /rooms': async ({ query }) => {
        const limit = query.number('limit', mostListed);
        if (!Number.isInteger(limit) || limit < 1 || limit > mostListed)
          throw new ChatError('invalid', `limit must be 1 to ${mostListed}`, { field: 'limit' });
        const rooms = await list();
        const after = query.string('after', null);
        const from = after === null ? 0 : rooms.findIndex(({ id }) => id > after);
        return from < 0 ? [] : rooms.slice(from, from + limit);
      },
      'POST /rooms': async ({ body, call, created }) => {
        const name = body.string('name');
        const room = await call('room:create', { type: 'public', roomId: name, title: name });
        created();
        return { id: room.id, name: room.title, users: 0 };
      },
      'GET /rooms/:room/messages': async ({ params, query, call, headers }) => {
        const before = query.number('before', null);
        const limit = query.number('limit', null);
        const { messages, hasMore } = await call('message:list', {
          roomId: params.string('room'),
          ...(before === null ? {} : { before }),
          ...(limit === null ? {} : { limit }),
        });
        const shown = messages.filter(({ deletedAt }) => deletedAt === undefined);
        return {
          messages: await Promise.all(shown.map((each) => withImage(each, { call, headers }))),
          hasMore,
        };
      },
      'GET /users/:id': async ({ params, call }) =>
        asProfile(await call('user:get', { userId: params.string('id') })),
      'PATCH /users/:id': async ({ params, body, identify, call }) => {
        const { user } = await identify();
        if (user.id !== params.string('id'))
          throw new ChatError('forbidden', 'everybody changes themselves alone');
        const username = body.string('username', null);
        const about = body.string('about', null);
        return asProfile(
          await call('user:update', {
            ...(username === null ? {} : { name: username }),
            ...(about === null ? {} : { about }),
          }),
        );
      },
    },
  });
