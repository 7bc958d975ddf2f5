// What messages look like, and what opens from them.
import { greet, shown, type States } from './state.ts';

const lines = Array.from(
  { length: 30 },
  (_, at) => `${at + 1}. Page ${at + 1} of the form asks for an address, a date and a signature.`,
).join('\n');

export const messages: States = {
  conversation: {
    title: 'Conversation',
    before: async (stage) => {
      await greet(stage);
      await stage.say('luis', 11, 'Yes, a copy is fine.');
      await stage.say('luis', 10, 'If anything is missing, I’ll tell you here.');
      await stage.say('ana', 8, 'Perfect, thank you 😊');
      await stage.say('marta', 6, '🎉🎉');
    },
    steps: [shown],
  },
  empty: { title: 'Empty room', steps: [['wait', 'chat-messages .blank-title']] },
  unread: {
    title: 'Unread messages',
    about: 'The divider and the mark for a mention.',
    before: async (stage) => {
      await greet(stage);
      const { people, roomId, say, userId } = stage;
      await people.ana.call('receipt:read', { roomId, seq: 3 });
      await say('luis', 9, 'A copy is fine.');
      await say('marta', 8, { text: '@Ana Robles, are you coming by train?', mentions: [userId('ana')] });
    },
    steps: [shown, ['wait', 'chat-messages .unread']],
  },
  text: {
    title: 'Formatted text',
    before: async ({ say }) => {
      await say(
        'luis',
        9,
        'You need *three* things:\n\n1. an **ID card**\n2. the receipt\n3. ~~two photos~~ one photo\n\n> Copies are fine.\n\nThe code is `AX-204`; more at https://office.example.org/appointments',
      );
      await say('ana', 7, 'Got it. _Thanks_ for the list.');
    },
    steps: [shown],
  },
  long: {
    title: 'Long text',
    about: 'Show more opens it.',
    before: async ({ say }) => {
      await say('luis', 9, lines);
      await say('ana', 7, 'That is a long form.');
    },
    steps: [shown, ['wait', '.show-more']],
  },
  code: {
    title: 'Code',
    about: 'Highlighted, with a copy button.',
    before: async ({ say }) => {
      await say(
        'luis',
        9,
        '```ts\n// Sends a message and waits until it is stored.\nconst sent = await room.messages.send({ text: "Hello", mentions: ["ana"], attachments: [] });\nif (sent.seq > 100) console.log(`number ${sent.seq}`);\n```',
      );
      await say('ana', 7, 'Short: `npm start`');
    },
    steps: [shown, ['wait', 'pre[tabindex]']],
  },
  reactions: {
    title: 'Reactions',
    before: async (stage) => {
      const [first, second] = await greet(stage);
      const { people, roomId } = stage;
      const react = (who: 'luis' | 'marta' | 'ines' | 'ana', messageId: string, emoji: string) =>
        people[who].call('reaction:add', { roomId, messageId, emoji });
      for (const who of ['marta', 'ines', 'ana'] as const) await react(who, second, '👍');
      await react('luis', second, '🎉');
      await react('luis', first, '👋');
    },
    steps: [shown, ['wait', '.reactions']],
  },
  replies: {
    title: 'Replies',
    before: async (stage) => {
      const [, second, third] = await greet(stage);
      await stage.say('luis', 10, { text: 'Yes, a copy is fine.', replyTo: third });
      await stage.say('ana', 8, { text: 'And if my ID card has expired?', replyTo: second });
    },
    steps: [shown, ['wait', '.quote']],
  },
  private: {
    title: 'Private message',
    before: async (stage) => {
      await greet(stage);
      await stage.say('luis', 9, { text: 'Ana, shall we meet in room 3?', to: [stage.userId('ana')] });
      await stage.say('ana', 8, { text: 'Yes, that one is free.', to: [stage.userId('luis')] });
    },
    steps: [shown],
  },
  'link-cards': {
    title: 'Link cards',
    about: 'The page of a link. Its author can remove it.',
    before: async (stage) => {
      const url = 'https://www.office.example.org/appointments';
      const theirs = await stage.say('luis', 12, `Everything about appointments: ${url}`);
      await stage.card('luis', theirs, {
        url,
        title: 'Appointments: documents, opening hours and how to get there',
        description:
          'What to bring to each kind of appointment, when we are open, and which buses stop nearby.',
        image: { fileId: await stage.picture('luis', '../pictures/office.png'), width: 640, height: 320 },
      });
      const form = 'https://forms.example.com/housing';
      const mine = await stage.say('ana', 10, `Is it this form? ${form}`);
      await stage.card('ana', mine, { url: form, title: 'Housing form' });
      await stage.say('luis', 9, 'Yes, that one.');
    },
    steps: [shown, ['wait', '.link-card']],
  },
  translation: {
    title: 'Translated messages',
    about: 'Two messages in Spanish; the second one shows its original again.',
    before: async (stage) => {
      await stage.say('luis', 9, 'Buenos días, Ana. ¿Puedes traer el **recibo** el jueves?');
      await stage.say('luis', 8, '¿O prefieres el viernes a las diez?');
      await stage.say('ana', 6, 'Friday is fine.');
    },
    steps: [
      shown,
      ['menu', 'el jueves'],
      ['choose', 'translation'],
      ['menu', 'el viernes'],
      ['choose', 'translation'],
      ['wait', '.other.last .translation button'],
      ['press', '.other.last .translation button'],
    ],
  },
  'translation-language': {
    title: 'Choosing a language',
    before: greet,
    steps: [shown, ['tool', 'translation'], ['wait', 'chat-translation-settings input']],
  },
  location: {
    title: 'Location',
    about: 'Coordinates and links; no map is loaded.',
    attributes: { features: '+location' },
    before: async (stage) => {
      await greet(stage);
      const location = { latitude: 40.41678, longitude: -3.70379, accuracy: 12 };
      await stage.say('luis', 9, { text: 'The entrance is here:', location });
      await stage.say('ana', 8, { text: '', location: { latitude: 40.4175, longitude: -3.7042 } });
    },
    steps: [shown, ['wait', '.location']],
  },
  blocks: {
    title: 'Blocked user',
    about: 'The messages of a user whom the reader has blocked are collapsed.',
    before: async (stage) => {
      const [, second] = await greet(stage);
      await stage.say('marta', 9, 'Buy cheap documents from me!');
      await stage.say('luis', 8, 'The copy is fine.');
      await stage.say('marta', 7, { text: 'No, buy mine!', replyTo: second });
      await stage.people.ana.call('user:block', { userId: stage.userId('marta') });
    },
    steps: [shown, ['wait', '.blocked-note']],
  },
  files: {
    title: 'Files and pictures',
    before: async (stage) => {
      const { people, roomId, say } = stage;
      const bytes = Buffer.from('%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n');
      const { fileId } = await people.luis.upload(roomId, { name: 'receipt-of-the-application.pdf', bytes });
      const picture = await stage.picture('luis', 'portal.png');
      await say('luis', 12, { text: 'The form and the receipt.', attachments: [{ fileId }] });
      await say('luis', 11, { text: '', attachments: [{ fileId: picture }] });
    },
    steps: [shown, ['wait', 'chat-messages .picture img']],
  },
  gallery: {
    title: 'Gallery of pictures',
    about: 'All pictures of a room, with author, date and count.',
    before: async (stage) => {
      for (const file of ['portal.png', 'features/pins.png', 'features/search.png']) {
        const fileId = await stage.picture('luis', file);
        await stage.say('luis', 12, { text: '', attachments: [{ fileId }] });
      }
    },
    steps: [
      shown,
      ['wait', 'chat-messages .picture img'],
      ['press', 'chat-messages .picture'],
      ['wait', 'chat-lightbox dialog[open] img'],
    ],
  },
  deleted: {
    title: 'Deleted message',
    about: 'Undo brings it back for ten seconds.',
    before: async (stage) => {
      await greet(stage);
      await stage.say('ana', 8, 'This was for another room.');
    },
    steps: [shown, ['menu', 'another room'], ['choose', 'delete'], ['wait', '.undo']],
  },
  menu: {
    title: 'Actions of a message',
    about: 'A menu; on a touch screen and in a narrow window a sheet.',
    before: async (stage) => {
      await greet(stage);
      await stage.say('luis', 11, 'Yes, a copy is fine.');
    },
    steps: [shown, ['menu', 'a copy is fine']],
  },
  sheet: {
    title: 'Actions on a phone',
    width: 390,
    before: async (stage) => {
      await greet(stage);
      await stage.say('luis', 11, 'Yes, a copy is fine.');
    },
    steps: [shown, ['menu', 'a copy is fine']],
  },
  versions: {
    title: 'Edit history',
    before: async (stage) => {
      await greet(stage);
      const { people, roomId, say, ago } = stage;
      const messageId = await say('ana', 11, 'I can come at 10.');
      await ago(10, () =>
        people.ana.call('message:edit', { roomId, messageId, text: 'I can come at 10:30.' }),
      );
      await ago(9, () =>
        people.ana.call('message:edit', { roomId, messageId, text: 'I can come at 10:40.' }),
      );
    },
    steps: [shown, ['menu', '10:40'], ['choose', 'versions'], ['wait', 'dialog[open] li']],
  },
  receipts: {
    title: 'Read by',
    before: async (stage) => {
      await greet(stage);
      const { people, roomId } = stage;
      for (const who of ['luis', 'marta'] as const)
        await people[who].call('receipt:read', { roomId, seq: 3 });
    },
    steps: [shown, ['menu', 'a copy of the receipt'], ['choose', 'receipts'], ['wait', '.panel']],
  },
  forward: {
    title: 'Forwarding',
    before: async (stage) => {
      await greet(stage);
      const room = await stage.people.ana.call('room:create', { type: 'public', title: 'Family' });
      await stage.people.ana.call('room:join', { roomId: room.id });
    },
    steps: [
      shown,
      ['menu', 'receipt of the application'],
      ['choose', 'forward'],
      ['wait', 'chat-forward dialog[open]'],
    ],
  },
  date: {
    title: 'Jump to a date',
    before: async (stage) => {
      await stage.say('luis', 2 * 24 * 60, 'The office opens on Monday.');
      await stage.say('marta', 24 * 60, 'Thanks for the reminder.');
      await greet(stage);
    },
    steps: [shown, ['press', '.day-button'], ['wait', 'chat-date-jump .menu']],
  },
  bot: {
    title: 'A bot',
    before: async (stage) => {
      const { openBot } = await import('./stage.ts');
      await openBot(stage);
      await stage.say('luis', 12, 'The assistant knows the most common answers.');
      await stage.say('ana', 1, 'Which documents do I need?');
    },
    steps: [shown, ['wait', 'chat-messages [data-message]', 'Please bring']],
  },
};
