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

const wait = async (stage: Stage, who: 'ana' | 'ines'): Promise<void> => {
  const { people, roomId, say } = stage;
  await people.luis.call('room:update', { roomId, approval: 'everyone' });
  // Each is refused: it waits.
  await say(who, 6, 'Prices: https://shop.example/offers').catch(() => {});
  await say(who, 5, 'May I send the receipt here?').catch(() => {});
};

const raise = async ({ people, roomId }: Stage): Promise<void> => {
  await people.luis.call('room:update', { roomId, hands: true });
  for (const who of ['marta', 'ines'] as const) await people[who].call('hand:raise', { roomId });
};

const ask = async ({ people, roomId, ago }: Stage): Promise<void> => {
  await people.luis.call('room:update', { roomId, questions: 'anonymous' });
  const questionId = crypto.randomUUID();
  await ago(9, () =>
    people.marta.call('question:ask', {
      roomId,
      id: questionId,
      text: 'Can I change groups?',
      anonymous: true,
    }),
  );
  const text = 'When is the recording available?';
  await ago(7, () => people.ines.call('question:ask', { roomId, id: crypto.randomUUID(), text }));
  for (const who of ['ines', 'luis'] as const)
    await people[who].call('question:upvote', { roomId, questionId });
  await people.luis.call('question:highlight', { roomId, questionId });
};

const askOnStage = async (stage: Stage): Promise<{ token: string }> => {
  const { people, roomId } = stage;
  await greet(stage);
  await ask(stage);
  const { questions } = await people.luis.call('question:list', { roomId });
  for (const { id: questionId, anonymous } of questions)
    if (anonymous) await people.luis.call('question:spotlight', { roomId, questionId });
  return asHost(stage);
};

const knock = async ({ people, roomId }: Stage): Promise<void> => {
  await people.luis.call('room:update', {
    roomId,
    lobby: true,
    lobbyMessage: 'We start at ten. Have your ID at hand.',
  });
};

const search = (text: string, wait: string): States[string]['steps'] => [
  shown,
  ['tool', 'search'],
  ['write', 'chat-search input[type=search]', text],
  ['wait', wait],
];

export const panels: States = {
  'questions-host': {
    title: 'Questions of a host',
    before: async (stage) => {
      await greet(stage);
      await ask(stage);
      return asHost(stage);
    },
    steps: [shown, ['tool', 'questions'], ['wait', 'chat-questions .card']],
  },
  'questions-own': {
    title: 'Questions of a participant',
    before: async (stage) => {
      await greet(stage);
      await ask(stage);
    },
    steps: [shown, ['tool', 'questions'], ['wait', 'chat-questions .card']],
  },
  'hands-host': {
    title: 'Raised hands of a host',
    before: async (stage) => {
      await greet(stage);
      await raise(stage);
      const { people, roomId, userId } = stage;
      await people.luis.call('hand:call', { roomId, userId: userId('ines') });
      return asHost(stage);
    },
    steps: [shown, ['tool', 'hands'], ['wait', 'chat-hands li']],
  },
  'hands-own': {
    title: 'Own raised hand',
    before: async (stage) => {
      await greet(stage);
      await raise(stage);
    },
    steps: [shown, ['tool', 'hands'], ['wait', '.hand-bar']],
  },
  spotlight: {
    title: 'Message on stage',
    before: async (stage) => {
      const { people, roomId, say } = stage;
      await greet(stage);
      const messageId = await say('ines', 6, 'Will there be a recording?');
      await people.luis.call('message:spotlight', { roomId, messageId });
      return asHost(stage);
    },
    steps: [shown, ['wait', '.spotlight-bar']],
  },
  'spotlight-question': {
    title: 'Question on stage',
    before: askOnStage,
    steps: [shown, ['tool', 'questions'], ['wait', 'chat-questions .badge']],
  },
  'overlay-links': {
    title: 'Overlay links',
    before: async (stage) => {
      await greet(stage);
      await stage.people.luis.call('overlay:create', { roomId: stage.roomId });
      return asHost(stage);
    },
    steps: [
      shown,
      ['tool', 'overlay'],
      ['wait', 'chat-overlay-links .link'],
      ['press', 'chat-overlay-links [type=submit]'],
      ['wait', 'chat-overlay-links .copy'],
    ],
  },
  attendance: {
    title: 'Attendance',
    before: async (stage) => {
      await greet(stage);
      await stage.people.luis.call('room:update', { roomId: stage.roomId, attendance: true });
      return asHost(stage);
    },
    steps: [shown, ['tool', 'attendance'], ['wait', 'chat-attendance li']],
  },
  'waiting-room': {
    title: 'Waiting room of a user',
    before: async (stage) => {
      await greet(stage);
      await knock(stage);
    },
    steps: [['wait', 'chat-waiting-room .messages, chat-waiting-room form']],
  },
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
  saved: {
    title: 'Saved messages',
    before: async ({ people, roomId, ...stage }) => {
      for (const messageId of await greet({ people, roomId, ...stage }))
        await people.ana.call('message:save', { roomId, messageId });
    },
    steps: [shown, ['tool', 'saved'], ['wait', 'chat-saved .saved']],
  },
  draft: {
    title: 'Draft from another device',
    before: async (stage) => {
      await greet(stage);
      const { people, roomId } = stage;
      await people.ana.call('draft:set', { roomId, text: 'I will be there at' });
    },
    steps: [shown, ['wait', 'chat-composer .send:not([disabled])']],
  },
  'reminder-due': {
    title: 'Reminder of a message',
    before: async (stage) => {
      const [, messageId] = await greet(stage);
      const { people, roomId } = stage;
      await people.ana.call('message:remind', { roomId, messageId, remindAt: Date.now() });
    },
    steps: [shown, ['wait', '.due-reminder']],
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
  approval: {
    title: 'Messages that wait for approval, for moderators',
    before: async (stage) => {
      await greet(stage);
      await wait(stage, 'ines');
      return asHost(stage);
    },
    steps: [shown, ['tool', 'approval'], ['wait', 'chat-approval .card']],
  },
  pending: {
    title: 'Messages that wait for approval, for their author',
    before: async (stage) => {
      await greet(stage);
      await wait(stage, 'ana');
    },
    steps: [shown, ['wait', 'chat-messages .approval-note']],
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
