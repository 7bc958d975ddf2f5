// The events and routes of the live events' old front end: plain socket.io-client on /socket.io, and plain
// HTTP.
import { randomUUID } from 'node:crypto';
import {
  ChatError,
  dialect,
  type Caller,
  type ChatServer,
  type Dialect,
  type EventOf,
  type Message,
} from '@chat/server';
import { eventsApi } from './events-api.ts';
import { eventsOf, type Events } from './events.ts';

/** An event that a front end is in. */
interface Seat {
  /** Names of the users that the front end knows. It gets departures of these users only, by id. */
  people: Map<string, string>;
  /** The users who are typing. */
  typing: Map<string, string>;
}
type Seats = Map<string, Seat>;

const asMessage = ({ id, author, text, createdAt }: Message) => ({
  id,
  userId: author.id,
  username: author.name,
  message: text,
  timestamp: new Date(createdAt).toISOString(),
});

const shownParticipants = 50;

const notJoined = ({ isKnown }: Caller<Seats>): ChatError =>
  isKnown
    ? new ChatError('conflict', 'you are in no event', { reason: 'not_joined' })
    : new ChatError('unauthenticated', 'sign in first');

export interface VocabularyOptions {
  /** Called once the server runs: the vocabulary is one of its options. */
  chat: () => ChatServer;
  /** The bearer token for creating events. Without one anybody may. */
  key?: string | undefined;
}

export const oldVocabulary = ({ chat, key }: VocabularyOptions): Dialect => {
  let opened: Events | undefined;
  const events = () => (opened ??= eventsOf(chat()));

  const tellPresence = (
    caller: Caller<Seats>,
    { roomId, joined, left, updated, occupancy: participants }: EventOf<'presence:changed'>,
  ): void => {
    const { people } = caller.state.get(roomId) ?? {};
    if (!people) return;
    for (const { user, status } of joined) {
      const isNew = !people.has(user.id);
      people.set(user.id, user.name);
      if (isNew && user.id !== caller.user.id)
        caller.emit('userJoined', { userId: user.id, username: user.name, participants });
      // Set before arrivals are sent.
      if (status !== 'online') caller.emit('participantUpdated', { userId: user.id, status });
    }
    for (const userId of left) {
      const username = people.get(userId);
      if (people.delete(userId)) caller.emit('userLeft', { userId, username, participants });
    }
    for (const { user, status } of updated) {
      if (people.has(user.id)) people.set(user.id, user.name);
      caller.emit('participantUpdated', { userId: user.id, status });
    }
  };

  const tellTyping = (caller: Caller<Seats>, { roomId, users }: EventOf<'typing:changed'>): void => {
    const { typing } = caller.state.get(roomId) ?? {};
    if (!typing) return;
    const now = new Map(users.filter(({ id }) => id !== caller.user.id).map(({ id, name }) => [id, name]));
    const tell = (userId: string, username: string, isTyping: boolean) =>
      caller.emit('userTyping', { userId, username, isTyping });
    for (const [userId, name] of now) if (!typing.has(userId)) tell(userId, name, true);
    for (const [userId, name] of typing) if (!now.has(userId)) tell(userId, name, false);
    typing.clear();
    for (const [userId, name] of now) typing.set(userId, name);
  };

  return dialect<Seats>({
    state: () => new Map(),
    refused: (caller, { code, reason, message }) => caller.emit('error', { code: reason ?? code, message }),
    events: {
      joinEvent: async (caller, said) => {
        const eventId = said.string('eventId');
        const username = said.string('username');
        const known = said.string('token', null);
        let token: string | undefined;
        if (!caller.isKnown || caller.user.name !== username) {
          caller.state.clear();
          ({ token } = await caller.enter({ name: username, ...(known === null ? {} : { token: known }) }));
        }
        const { messages, members, occupancy } = await caller.call('room:join', { roomId: eventId });
        const shown = members.slice(0, shownParticipants);
        const people = new Map(shown.map(({ user }) => [user.id, user.name]));
        caller.state.delete(eventId);
        caller.state.set(eventId, { people, typing: new Map() });
        caller.emit('eventHistory', {
          messages: messages.filter(({ deletedAt }) => deletedAt === undefined).map(asMessage),
          participants: shown.map(({ user, status }) => ({ userId: user.id, username: user.name, status })),
        });
        return { eventId, userId: caller.user.id, participants: occupancy, ...(token && { token }) };
      },
      sendMessage: async (caller, said) => {
        const roomId = said.string('eventId');
        const text = said.string('message');
        return asMessage(await caller.call('message:send', { roomId, id: randomUUID(), text }));
      },
      leaveEvent: async (caller, said) => {
        // Without an id: the event that was joined last.
        const last = [...caller.state.keys()].at(-1);
        const roomId = said.string('eventId', last);
        if (roomId === undefined) throw notJoined(caller);
        await caller.call('room:leave', { roomId });
        caller.state.delete(roomId);
      },
      typing: async (caller, said) => {
        await caller.call('typing:set', {
          roomId: said.string('eventId'),
          typing: said.boolean('isTyping'),
        });
      },
      getActiveEvents: async (caller) => {
        const active = await events().active();
        caller.emit('activeEvents', active);
        return { events: active };
      },
    },
    tells: {
      'message:created': (caller, { message }) => caller.emit('newMessage', asMessage(message)),
      'typing:changed': tellTyping,
      'presence:changed': tellPresence,
      'member:left': (caller, { roomId, userId, reason }) => {
        if (userId !== caller.user.id) return;
        caller.state.delete(roomId);
        caller.emit('error', { code: reason, message: 'you are no longer in this event' });
      },
      'room:ended': (caller, { roomId }) =>
        caller.emit('error', { code: 'room_ended', message: `the event ${roomId} has ended` }),
    },
    routes: eventsApi(events, key),
  });
};
