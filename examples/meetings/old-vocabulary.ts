// The events of the meeting platform's front end. A meeting is a room whose messages are never stored.
import { randomUUID } from 'node:crypto';
import {
  ChatError,
  dialect,
  type Caller,
  type ChatStorage,
  type Dialect,
  type EventOf,
  type Message,
} from '@chat/server';
import { meetingsApi } from './meetings-api.ts';

type Person = { id: string; name: string };

const asMessage = ({ id, roomId, author, text, createdAt }: Message) => ({
  id,
  meetingId: roomId,
  user: { id: author.id, name: author.name },
  text,
  at: new Date(createdAt).toISOString(),
});

/** The names of users in a meeting: a departure has only the id. */
type Seats = Map<string, Map<string, Person>>;

const tellPresence = (
  caller: Caller<Seats>,
  { roomId: meetingId, joined, left }: EventOf<'presence:changed'>,
): void => {
  const people = caller.state.get(meetingId);
  if (!people) return;
  for (const { user } of joined) {
    // The acknowledgement of `join-meeting` has listed the present users.
    const isNew = !people.has(user.id);
    people.set(user.id, { id: user.id, name: user.name });
    if (isNew && user.id !== caller.user.id)
      caller.emit('user-joined', { meetingId, user: people.get(user.id) });
  }
  for (const id of left) {
    // A user who came and left in between is unknown to this front end.
    const user = people.get(id);
    if (user) caller.emit('user-left', { meetingId, user });
    people.delete(id);
  }
};

export const oldVocabulary = (rooms: ChatStorage['rooms']): Dialect =>
  dialect<Seats>({
    handshake: (auth) => {
      const token = auth.string('token', null);
      return token === null ? {} : { token };
    },
    state: () => new Map(),
    refused: (caller, { code, reason, message }) => caller.emit('error', { code: reason ?? code, message }),
    events: {
      'join-meeting': async (caller, said) => {
        const meetingId = said.string('meetingId');
        const room = await caller.call('room:get', { roomId: meetingId });
        if (room.phase === 'ended')
          throw new ChatError('conflict', 'the meeting has ended', { reason: 'room_ended' });
        const { members } = await caller.call('room:join', { roomId: meetingId });
        const asPerson = ({ user }: { user: Person }): Person => ({ id: user.id, name: user.name });
        const users = members.map(asPerson);
        const all = caller.present(meetingId).map(asPerson);
        caller.state.set(meetingId, new Map(all.map((user) => [user.id, user])));
        return { meetingId, users };
      },
      'send-message': async (caller, said) => {
        const roomId = said.string('meetingId');
        const text = said.string('text');
        return asMessage(await caller.call('message:send', { roomId, id: randomUUID(), text }));
      },
      'leave-meeting': async (caller, said) => {
        const meetingId = said.string('meetingId');
        await caller.call('room:leave', { roomId: meetingId });
        caller.state.delete(meetingId);
      },
    },
    tells: {
      'message:created': (caller, { message }) => {
        if (message.author.id !== caller.user.id) caller.emit('receive-message', asMessage(message));
      },
      'presence:changed': tellPresence,
      'room:ended': (caller, { roomId }) => caller.emit('meeting-ended', { meetingId: roomId }),
      'member:left': (caller, { roomId, userId, reason }) => {
        if (userId !== caller.user.id) return;
        caller.state.delete(roomId);
        caller.emit('error', { code: reason, message: 'you are no longer in this meeting' });
      },
    },
    routes: meetingsApi(rooms),
  });
