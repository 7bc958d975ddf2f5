// What the reader sees while something is missing or refused.
import { greet, shown, type States } from './state.ts';

const refused = ['wait', 'chat-room .refusal'] as const;

export const errors: States = {
  loading: {
    title: 'Loading',
    about: 'The server has not opened the room yet.',
    before: async ({ id }) => ({ room: `loading-${id}` }),
    steps: [['wait', 'chat-messages .skeleton, chat-messages [role=status]']],
  },
  connecting: {
    title: 'Server cannot be reached',
    outage: true,
    before: ({ shutDown }) => shutDown(),
    steps: [['wait', 'chat-room .note, chat-room .refusal']],
  },
  offline: {
    title: 'Offline',
    about: 'The server went away after the room was open; a message waits for it.',
    outage: true,
    before: greet,
    act: ({ shutDown }) => shutDown(),
    steps: [
      shown,
      ['act'],
      ['wait', 'chat-room .note'],
      ['write', 'chat-composer textarea', 'I will bring both.'],
      ['press', 'chat-composer .send'],
      ['wait', 'chat-messages [data-message]', 'I will bring both'],
    ],
  },
  banned: {
    title: 'Banned',
    before: async (stage) => {
      await greet(stage);
      const { people, roomId, userId } = stage;
      await people.luis.call('member:ban', { roomId, userId: userId('ana') });
    },
    steps: [refused],
  },
  removed: {
    title: 'Removed',
    about: 'A moderator removes the reader. The reader may come back.',
    before: greet,
    act: ({ people, roomId, userId }) => people.luis.call('member:remove', { roomId, userId: userId('ana') }),
    steps: [shown, ['act'], refused],
  },
  'no-access': {
    title: 'No access',
    about: 'A private room of others; the server does not even say that it exists.',
    before: async ({ people, id }) => {
      const roomId = `private-${id}`;
      await people.luis.call('room:create', { roomId, type: 'private', title: 'Staff' });
      return { room: roomId };
    },
    steps: [refused],
  },
  'guest-name': {
    title: 'Name of a guest',
    about: 'A visitor without an account chooses a name before the conversation opens.',
    before: async (stage) => {
      await greet(stage);
      return { token: '' };
    },
    steps: [['wait', 'chat-join-form input']],
  },
  'signed-out': {
    title: 'Signed out',
    about: 'The server does not know this token.',
    before: async () => ({ token: 'unknown' }),
    steps: [refused],
  },
  'wrong-word': {
    title: 'A message that was refused',
    before: async (stage) => {
      await greet(stage);
      await stage.people.luis.call('room:update', { roomId: stage.roomId, slowModeSeconds: 0 });
    },
    steps: [
      shown,
      ['write', 'chat-composer textarea', 'This is forbidden here.'],
      ['press', 'chat-composer .send'],
      ['wait', 'chat-messages .failed, chat-messages .failure'],
    ],
  },
};
