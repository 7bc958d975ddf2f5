// What the old front end of the live events says and hears: plain socket.io-client on /socket.io, and plain HTTP.
import { randomUUID } from 'node:crypto';
import { ChatError, dialect, type Caller, type ChatServer, type Dialect, type Message } from '@chat/server';
import { eventsOf } from './events.ts';
import { createNames } from './names.ts';

/** Per event one is in: who types. */
type Seats = Map<string, Map<string, string>>;

const asMessage = ({ id, author, text, createdAt }: Message) => ({
  id,
  userId: author.id,
  username: author.name,
  message: text,
  timestamp: new Date(createdAt).toISOString(),
});

const shownParticipants = 50;

const noEvent = (): ChatError => new ChatError('not_found', 'there is no such event');

export interface VocabularyOptions {
  /** Asked for once the server runs: the vocabulary is one of its options. */
  chat: () => ChatServer;
  /** Who may make events presents it as a bearer token. Without one anybody may. */
  key?: string | undefined;
}

export const oldVocabulary = ({ chat, key }: VocabularyOptions): Dialect => {
  const names = createNames();
  let opened: ReturnType<typeof eventsOf> | undefined;
  const events = () => (opened ??= eventsOf(chat()));

  const tellTyping = (
    caller: Caller<Seats>,
    { roomId, users }: { roomId: string; users: readonly { id: string; name: string }[] },
  ): void => {
    const typing = caller.state.get(roomId);
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
        if (!caller.isKnown || caller.user.name !== username) {
          caller.state.clear();
          await caller.enter({ name: username });
        }
        const { messages, members, occupancy } = await caller.call('room:join', { roomId: eventId });
        caller.state.set(eventId, new Map());
        names.put(members.map(({ user }) => user));
        caller.emit('eventHistory', {
          messages: messages.filter(({ deletedAt }) => deletedAt === undefined).map(asMessage),
          participants: members
            .slice(0, shownParticipants)
            .map(({ user, status }) => ({ userId: user.id, username: user.name, status })),
        });
        return { eventId, userId: caller.user.id, participants: occupancy };
      },
      sendMessage: async (caller, said) => {
        const roomId = said.string('eventId');
        const text = said.string('message');
        return asMessage(await caller.call('message:send', { roomId, id: randomUUID(), text }));
      },
      leaveEvent: async (caller, said) => {
        const roomId = said.string('eventId');
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
      'presence:changed': (caller, { roomId, joined, left, updated, occupancy: participants }) => {
        if (!caller.state.has(roomId)) return;
        names.put(joined.map(({ user }) => user));
        for (const { user } of joined) {
          if (user.id === caller.user.id) continue;
          caller.emit('userJoined', { userId: user.id, username: user.name, participants });
        }
        for (const userId of left) {
          caller.emit('userLeft', { userId, username: names.of(userId), participants });
        }
        for (const { user, status } of updated)
          caller.emit('participantUpdated', { userId: user.id, status });
      },
      'member:left': (caller, { roomId, userId, reason }) => {
        if (userId !== caller.user.id) return;
        caller.state.delete(roomId);
        caller.emit('error', { code: reason, message: 'you are no longer in this event' });
      },
      'room:ended': (caller, { roomId }) =>
        caller.emit('error', { code: 'room_ended', message: `the event ${roomId} has ended` }),
    },
    routes: {
      'GET /api/events': () => events().active(),
      'GET /api/events/:id': async ({ params }) => {
        const event = await events().find(params.string('id'));
        if (!event) throw noEvent();
        return event;
      },
      'POST /api/events': async ({ headers, body, created }) => {
        if (key !== undefined && headers.authorization !== `Bearer ${key}`)
          throw new ChatError('unauthenticated', 'the key of the events is required');
        const startsAt = body.value('startsAt') == null ? undefined : timeOf(body.string('startsAt'));
        const event = await events().create(body.string('title'), startsAt);
        created();
        return event;
      },
    },
  });
};

const timeOf = (text: string): number => {
  const time = Date.parse(text);
  if (Number.isNaN(time))
    throw new ChatError('invalid', 'startsAt must be a time in ISO 8601', { field: 'startsAt' });
  return time;
};
