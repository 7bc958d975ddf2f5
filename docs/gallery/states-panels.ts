// What opens next to the messages: threads, search, pins, people, moderation.
import type { Stage } from './stage.ts';
import { greet, shown, type States } from './state.ts';

const asHost = async (stage: Stage): Promise<{ token: string }> => ({ token: stage.token('luis') });

const report = async (stage: Stage): Promise<{ token: string }> => {
  await greet(stage);
  const { people, roomId, say } = stage;
  const messageId = await say('ines', 6, 'Earn **money** from home! Write to me.');
  await people.ana.call('message:report', { roomId, messageId, reason: 'Spam' });
  await people.marta.call('message:report', { roomId, messageId, reason: 'Spam' });
  return asHost(stage);
};

const search = (text: string, wait: string): States[string]['steps'] => [
  shown,
  ['tool', 'search'],
  ['write', 'chat-search input[type=search]', text],
  ['wait', wait],
];

export const panels: States = {
  thread: {
    title: 'Thread',
    before: async (stage) => {
      const [, second] = await greet(stage);
      await stage.say('marta', 11, { text: 'Is the office easy to find?', threadId: second });
      await stage.say('luis', 9, { text: 'It is next to the station.', threadId: second });
      await stage.say('ana', 7, { text: 'Thank you both.', threadId: second });
    },
    steps: [shown, ['press', '.thread-count'], ['wait', 'chat-thread [data-message]', 'Thank you both']],
  },
  search: {
    title: 'Search with results',
    before: async (stage) => {
      await greet(stage);
      await stage.say('luis', 11, 'Yes, a copy is fine.');
      await stage.say('marta', 10, 'I would make another copy, just in case.');
    },
    steps: search('copy', 'chat-search .hit'),
  },
  'search-none': {
    title: 'Search without results',
    before: greet,
    steps: search('helicopter', 'chat-search .status:not(:empty)'),
  },
  pins: {
    title: 'Pinned messages',
    before: async (stage) => {
      const [, second, third] = await greet(stage);
      const { people, roomId } = stage;
      for (const messageId of [third, second]) await people.luis.call('message:pin', { roomId, messageId });
    },
    steps: [
      shown,
      ['wait', 'chat-pin-bar .shown'],
      ['press', 'chat-pin-bar .icon-button:last-of-type'],
      ['wait', 'chat-pins .pin'],
    ],
  },
  'all-files': {
    title: 'All files of a room',
    before: async (stage) => {
      const fileId = await stage.picture('luis', 'portal.png');
      await stage.say('luis', 12, { text: 'The form.', attachments: [{ fileId }] });
    },
    steps: [shown, ['tool', 'search'], ['press', 'chat-search .browse'], ['wait', 'chat-files img']],
  },
  members: {
    title: 'Members with roles',
    before: async (stage) => {
      await greet(stage);
      const { people, roomId, userId } = stage;
      await people.luis.call('member:update', { roomId, userId: userId('ines'), role: 'moderator' });
      await people.luis.call('member:mute', {
        roomId,
        userId: userId('marta'),
        until: Date.now() + 3_600_000,
      });
      await people.ines.call('presence:set', { status: 'busy', text: 'In a call until 11' });
    },
    steps: [shown, ['press', 'header .people'], ['wait', 'chat-members .member']],
  },
  'member-menu': {
    title: 'Moderating a member',
    before: async (stage) => {
      await greet(stage);
      return asHost(stage);
    },
    steps: [
      shown,
      ['press', 'header .people'],
      ['press', 'chat-members .member .icon-button'],
      ['wait', '.menu:popover-open, dialog[open] .menu'],
    ],
  },
  profile: {
    title: 'Profile',
    before: async (stage) => {
      await greet(stage);
      const { people } = stage;
      await people.luis.call('user:update', {
        about: 'Housing advice.',
        fields: { office: '3 High Street' },
      });
      await people.luis.call('presence:set', { status: 'busy', text: 'In a call' });
    },
    steps: [shown, ['press', 'chat-messages .author'], ['wait', 'chat-profile dialog[open] .about']],
  },
  'own-profile': {
    title: 'Own profile',
    before: greet,
    steps: [
      shown,
      ['press', 'header .people'],
      ['press', 'chat-members button.person', 'Ana Robles'],
      ['wait', 'chat-profile dialog[open] input'],
    ],
  },
  notifications: {
    title: 'Notifications',
    before: greet,
    steps: [shown, ['tool', 'notifications'], ['wait', 'chat-notification-settings input']],
  },
  report: {
    title: 'Reporting a message',
    before: greet,
    steps: [
      shown,
      ['menu', 'receipt of the application'],
      ['choose', 'report'],
      ['wait', 'dialog[open] form'],
    ],
  },
  reports: {
    title: 'Moderation: reports',
    before: report,
    steps: [shown, ['tool', 'moderation'], ['wait', 'chat-moderation .card']],
  },
  settings: {
    title: 'Moderation: settings',
    before: report,
    steps: [
      shown,
      ['tool', 'moderation'],
      ['press', 'chat-moderation #tab-settings'],
      ['wait', 'chat-moderation form'],
    ],
  },
  audit: {
    title: 'Moderation: activity log',
    before: async (stage) => {
      const attributes = await report(stage);
      const { people, roomId, userId } = stage;
      await people.luis.call('member:mute', {
        roomId,
        userId: userId('ines'),
        until: Date.now() + 3_600_000,
      });
      await people.luis.call('room:update', { roomId, slowModeSeconds: 30 });
      await people.luis.call('member:ban', { roomId, userId: userId('ines') });
      return attributes;
    },
    steps: [
      shown,
      ['tool', 'moderation'],
      ['press', 'chat-moderation #tab-audit'],
      ['wait', 'chat-moderation .history li'],
    ],
  },
};
