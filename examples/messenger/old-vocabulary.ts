// The events and routes of the messenger's old front end: plain socket.io-client on /socket.io, and plain
// HTTP.
import {
  ChatError,
  dialect,
  type ChatServer,
  type Dialect,
  type FieldReader,
  type Session,
} from '@chat/server';
import type { Accounts } from './accounts.ts';
import { maxAttachmentBytes } from './attachment.ts';
import { directOf, ring, roomFor, send, seqAt, whereOf } from './conversations.ts';
import {
  enter,
  listen,
  noSeats,
  originOf,
  peopleChanged,
  roomChanged,
  tellMessage,
  type OldCaller,
  type Seats,
} from './seats.ts';
import { asMessage, audienceOf, isShown } from './shapes.ts';

const peopleShown = 50;

/** A `seq`, or a time from a message's `timestamp`. */
const beforeOf = (query: FieldReader): { seq?: number; at?: number } => {
  const given = query.string('before', null);
  if (given === null) return {};
  if (/^\d{1,9}$/.test(given)) return { seq: Number(given) };
  const at = Date.parse(given);
  if (Number.isNaN(at))
    throw new ChatError('invalid', 'before must be a timestamp, or a number that a page has answered', {
      field: 'before',
    });
  return { at };
};

const callTo = (kind: 'audio' | 'video') => (caller: OldCaller, said: FieldReader) =>
  ring(caller.call, said.string('to'), kind);

/** Joins a group that the user is a member of, or invited to. */
const joinRoom = async (caller: OldCaller, roomId: string) => {
  try {
    await enter(caller, roomId);
  } catch (error) {
    if (!(error instanceof ChatError && error.code === 'not_found')) throw error;
    await caller.call('member:accept', { roomId });
    await enter(caller, roomId);
  }
  const { members } = await audienceOf(caller.call, roomId);
  return { room: roomId, members };
};

/** `chat` is called once the server runs: the vocabulary is one of its options. */
export const oldVocabulary = (chat: () => ChatServer, accounts: Pick<Accounts, 'list'>): Dialect => {
  let opened: Session | undefined;
  const staff = () => (opened ??= chat().as({ id: 'messenger', name: 'Messenger', role: 'admin' }));

  return dialect<Seats>({
    handshake: (auth) => {
      const token = auth.string('token', null);
      return token === null ? {} : { token };
    },
    state: noSeats,
    entered: listen,
    // An attachment as a data URL, and the rest of the body.
    maxFrameBytes: Math.ceil(maxAttachmentBytes * 1.4),
    events: {
      'join room': (caller, said) => joinRoom(caller, said.string('room')),
      'chat message': async (caller, said) => {
        const roomId = await roomFor(caller.call, said);
        await enter(caller, roomId);
        const message = await send(caller, roomId, said);
        return asMessage(message, await audienceOf(caller.call, roomId), caller.call, originOf(caller));
      },
      'audio call': callTo('audio'),
      'video call': callTo('video'),
    },
    tells: {
      'message:created': (caller, { message }) => tellMessage(caller, message, true),
      'message:updated': (caller, { message }) => tellMessage(caller, message, false),
      'room:changed': (caller, { summary }) => roomChanged(caller, summary),
      'member:joined': (caller, { roomId }) => peopleChanged(caller, roomId),
      'member:left': (caller, { roomId, userId }) => {
        if (userId === caller.user.id) caller.state.rooms.delete(roomId);
        else peopleChanged(caller, roomId);
      },
      'call:changed': (caller, { call }) => {
        const { rung } = caller.state;
        if (call.state === 'ended') rung.delete(call.id);
        const isNew = call.state === 'ringing' && !rung.has(call.id);
        if (!isNew || call.callee.userId !== caller.user.id) return;
        rung.add(call.id);
        caller.emit(`${call.kind} call`, { callId: call.id, from: call.caller.userId, kind: call.kind });
      },
    },
    routes: {
      'GET /api/chat/messages': async ({ query, call, headers }) => {
        const { seq, at } = beforeOf(query);
        const limit = query.number('limit', 50);
        const where = whereOf(query, 'with');
        const roomId = 'room' in where ? where.room : await directOf(call, where.person);
        if (roomId === null) return { messages: [], hasMore: false };
        const before = at === undefined ? seq : await seqAt(call, roomId, at);
        const page = await call('message:list', {
          roomId,
          limit,
          ...(before === undefined ? {} : { before }),
        });
        const audience = await audienceOf(call, roomId);
        const shown = page.messages.filter(isShown);
        const messages = await Promise.all(
          shown.map((each) => asMessage(each, audience, call, originOf({ headers }))),
        );
        const [oldest] = page.messages;
        return { messages, hasMore: page.hasMore, ...(oldest ? { before: oldest.seq } : {}) };
      },
      'POST /api/chat/send': async ({ body, call, upload, headers, created }) => {
        const roomId = await roomFor(call, body);
        const message = await send({ call, upload }, roomId, body);
        created();
        return asMessage(message, await audienceOf(call, roomId), call, originOf({ headers }));
      },
      'POST /api/chat/rooms': async ({ body, call, identify, created }) => {
        const { user } = await identify();
        const name = body.string('name');
        const others = new Set(body.strings('members'));
        others.delete(user.id);
        for (const userId of others) await call('user:get', { userId });
        const { id: roomId } = await call('room:create', { type: 'private', title: name });
        for (const userId of others) await staff().call('member:add', { roomId, userId });
        created();
        return { _id: roomId, name, members: [user.id, ...others] };
      },
      'POST /api/calls/audio': async ({ body, call, created }) => {
        const rung = await ring(call, body.string('to'), 'audio');
        created();
        return rung;
      },
      'POST /api/calls/video': async ({ body, call, created }) => {
        const rung = await ring(call, body.string('to'), 'video');
        created();
        return rung;
      },
      'GET /api/users': async ({ query, call, identify }) => {
        const { user } = await identify();
        const search = query.string('search', '').trim();
        if (search === '') {
          const people = await accounts.list(peopleShown);
          return [{ _id: 'bot', username: 'Bot' }, ...people.filter(({ _id }) => _id !== user.id)];
        }
        const { users } = await call('user:search', { query: search, limit: peopleShown });
        return users.map((found) => ({ _id: found.user.id, username: found.user.name }));
      },
    },
  });
};
