// Lists of rooms.
import type { Stage } from './stage.ts';
import { greet, type States } from './state.ts';

/** Rooms as they stand after a morning: unread, mentioned, silenced, invited. */
const morning = async (stage: Stage): Promise<{ room: string }> => {
  const { people, say, ago, id, roomId, userId } = stage;
  await greet(stage);
  await people.ana.call('receipt:read', { roomId, seq: 3 });
  const team = `team-${id}`;
  const news = `news-${id}`;
  await ago(50, async () => {
    await people.luis.call('room:create', { roomId: team, type: 'public', title: 'Front desk' });
    for (const who of ['ana', 'ines', 'luis'] as const) await people[who].call('room:join', { roomId: team });
    await people.luis.call('room:create', { roomId: news, type: 'public', title: 'News' });
    for (const who of ['ana', 'ines'] as const) await people[who].call('room:join', { roomId: news });
  });
  await say('ines', 30, 'The hours for May are online.', team);
  await say('luis', 5, { text: '@Ana Robles, are you closing today?', mentions: [userId('ana')] }, team);
  await say('ines', 35, 'No appointments tomorrow.', news);
  await people.ana.call('room:silence', { roomId: news, until: Date.now() + 8 * 3_600_000 });
  const direct = await people.ana.call('room:create', { type: 'direct', userIds: [userId('ines')] });
  await people.ines.call('room:join', { roomId: direct.id });
  await say('ana', 22, 'I’ll send you the file in a moment.', direct.id);
  await ago(3, () =>
    people.luis.call('room:create', {
      roomId: `move-${id}`,
      type: 'private',
      title: 'Moving the office',
      userIds: [userId('ana')],
    }),
  );
  return { room: '' };
};

const list = ['wait', 'chat-rooms .room'] as const;

export const rooms: States = {
  rooms: {
    title: 'List of rooms',
    about: 'Unread, a mention, silenced, and an invitation.',
    tag: 'chat-rooms',
    before: morning,
    steps: [list, ['wait', 'chat-rooms .invitation']],
  },
  'rooms-chosen': {
    title: 'A room of the list, and a draft in another',
    tag: 'chat-rooms',
    before: async (stage) => {
      await morning(stage);
      return { room: stage.roomId };
    },
    steps: [
      ['write', 'chat-composer textarea', 'I will be there at'],
      ['back'],
      ['press', 'chat-rooms .room .row', 'Front desk'],
      ['wait', 'chat-messages [data-message]', 'closing today'],
    ],
  },
  'rooms-menu': {
    title: 'Actions of a room',
    tag: 'chat-rooms',
    before: morning,
    steps: [list, ['press', 'chat-rooms .room .more'], ['wait', '.menu:popover-open, dialog[open] .menu']],
  },
  'rooms-new': {
    title: 'New conversation',
    tag: 'chat-rooms',
    before: morning,
    steps: [list, ['press', 'chat-rooms .icon-button.new'], ['wait', 'dialog[open]']],
  },
  'rooms-empty': {
    title: 'No rooms yet',
    tag: 'chat-rooms',
    before: async (stage) => ({ room: '', token: stage.token('omar') }),
    steps: [['wait', 'chat-rooms .blank-title, chat-rooms .blank']],
  },
  'rooms-phone': {
    title: 'The list on a phone',
    tag: 'chat-rooms',
    width: 390,
    before: morning,
    steps: [list],
  },
};
