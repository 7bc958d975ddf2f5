// What opens where messages are written, and what forbids to write.
import { greet, shown, type States } from './state.ts';

const megabyte = 1_000_000;
const field = 'chat-composer textarea';

/** Nine o’clock, in so many days. */
const nextMorning = (days = 1): number => new Date(Date.now() + days * 86_400_000).setHours(9, 0, 0, 0);

/** A sentence of the host, with its translation. */
const spoken = [
  ['en-1', 'Luis Ortega', 'en', 'Welcome, everybody. We start with the papers that you have sent.'],
  ['es-1', 'Luis Ortega', 'es', 'Bienvenidos. Empezamos con los papeles que han enviado.'],
  ['en-2', 'Luis Ortega', 'en', 'The office opens at ten o’clock.'],
  ['es-2', 'Luis Ortega', 'es', 'La oficina abre a las diez.'],
] as const;

export const composer: States = {
  emoji: {
    title: 'Emoji picker',
    before: greet,
    steps: [
      shown,
      ['press', 'chat-composer .tool[aria-haspopup=dialog]'],
      ['wait', 'chat-emoji-picker .emoji'],
    ],
  },
  mention: {
    title: 'Mentioning someone',
    before: greet,
    steps: [shown, ['write', field, 'Thanks @'], ['wait', '.suggestions [role=option]']],
  },
  slash: {
    title: 'Slash commands',
    before: greet,
    steps: [shown, ['write', field, '/d'], ['wait', '.suggestions [role=option]']],
  },
  formatting: {
    title: 'Formatting',
    before: greet,
    steps: [
      shown,
      ['write', field, 'Bring the ID card.'],
      ['press', 'chat-composer .format-tools'],
      ['wait', '.formatting button'],
    ],
  },
  'schedule-menu': {
    title: 'Scheduling a message',
    before: greet,
    steps: [
      shown,
      ['write', field, 'Good morning, everyone!'],
      ['press', 'chat-composer .schedule'],
      ['wait', '.menu [role=menuitem].custom'],
    ],
  },
  scheduled: {
    title: 'Scheduled messages',
    about: 'One could not be sent, because its author was muted then.',
    before: async (stage) => {
      await greet(stage);
      const { people, roomId } = stage;
      const later = (text: string, sendAt: number) =>
        people.ana.call('message:schedule', { roomId, id: crypto.randomUUID(), text, sendAt });
      await later('Good morning! The doors open at nine.', nextMorning());
      await later('Thank you all for coming. The slides are on the page of the event.', nextMorning(4));
      await people.luis.call('member:mute', { roomId, userId: 'ana', until: Date.now() + 86_400_000 });
      await later('We start in five minutes.', Date.now()).catch(() => {});
      await people.luis.call('member:mute', { roomId, userId: 'ana', until: null });
    },
    steps: [
      shown,
      ['write', field, ''],
      ['press', 'chat-composer .scheduled-line'],
      ['wait', 'chat-scheduled dialog li'],
    ],
  },
  reply: {
    title: 'Replying',
    before: greet,
    steps: [
      shown,
      ['menu', 'receipt of the application'],
      ['choose', 'reply'],
      ['wait', '.answering'],
      ['write', field, 'I will bring both.'],
    ],
  },
  edit: {
    title: 'Editing',
    before: greet,
    steps: [shown, ['menu', 'a copy of the receipt'], ['choose', 'edit'], ['wait', '.editing']],
  },
  'private-to': {
    title: 'Writing privately',
    before: greet,
    steps: [
      shown,
      ['menu', 'receipt of the application'],
      ['choose', 'private'],
      ['wait', '.private-chip'],
      ['write', field, 'Is there a lift?'],
    ],
  },
  typing: {
    title: 'Others are typing',
    before: greet,
    act: async ({ people, roomId }) => {
      const type = async (): Promise<void> => {
        for (const who of ['luis', 'marta'] as const)
          await people[who].call('typing:set', { roomId, typing: true }).catch(() => {});
      };
      await type();
      // For a minute, so that there is time to look.
      const timer = setInterval(() => void type(), 3_000);
      setTimeout(() => clearInterval(timer), 60_000).unref();
    },
    steps: [shown, ['act'], ['wait', 'chat-composer .typing .who']],
  },
  captions: {
    title: 'Captions',
    about: 'In two languages, for a minute.',
    before: greet,
    act: async ({ people, roomId }) => {
      const speak = async (): Promise<void> => {
        for (const [captionId, speaker, language, text] of spoken)
          await people.luis
            .call('caption:send', { roomId, captionId, speaker, language, text, final: true })
            .catch(() => {});
      };
      await speak();
      const timer = setInterval(() => void speak(), 3_000);
      setTimeout(() => clearInterval(timer), 60_000).unref();
    },
    steps: [shown, ['act'], ['wait', 'chat-captions p', 'ten o’clock']],
  },
  attachment: {
    title: 'A file to send',
    before: greet,
    steps: [shown, ['attach', 'receipt.pdf', '40000'], ['wait', 'chat-composer .tray .tile']],
  },
  'too-large': {
    title: 'A file that is too large',
    before: greet,
    steps: [
      shown,
      ['attach', 'video.mp4', String(60 * megabyte)],
      ['wait', '[role=alert], .problem, .failed'],
    ],
  },
  voice: {
    title: 'Recording a voice note',
    about: 'Asks for the microphone.',
    media: true,
    before: greet,
    steps: [shown, ['press', 'chat-composer .mic'], ['wait', 'chat-voice-recorder .levels']],
  },
  'voice-note': {
    title: 'A voice note',
    about: 'Asks for the microphone, records two seconds and sends them.',
    media: true,
    before: greet,
    steps: [
      shown,
      ['press', 'chat-composer .mic'],
      ['wait', 'chat-voice-recorder .time', '2'],
      ['press', 'chat-voice-recorder .send'],
      ['wait', 'chat-messages chat-voice-note'],
    ],
  },
  'slow-mode': {
    title: 'Slow mode',
    before: async (stage) => {
      await greet(stage);
      await stage.people.luis.call('room:update', { roomId: stage.roomId, slowModeSeconds: 60 });
    },
    steps: [
      shown,
      ['write', field, 'Then I will bring a copy.'],
      ['press', 'chat-composer .send'],
      ['wait', '.slow-mode.waiting'],
    ],
  },
  muted: {
    title: 'Muted',
    before: async (stage) => {
      await greet(stage);
      const { people, roomId, userId } = stage;
      const until = Date.now() + 3_600_000;
      await people.luis.call('member:mute', { roomId, userId: userId('ana'), until });
    },
    steps: [shown, ['wait', 'chat-composer .lock']],
  },
  frozen: {
    title: 'Read-only room',
    about: 'Only moderators write; everyone else reads. In the settings of a room, it is “Lock room”.',
    before: async (stage) => {
      await greet(stage);
      await stage.people.luis.call('room:update', { roomId: stage.roomId, frozen: true });
    },
    steps: [shown, ['wait', 'chat-composer .lock']],
  },
  ended: {
    title: 'Ended room',
    about: 'Everyone can still read.',
    before: async (stage) => {
      await greet(stage);
      await stage.people.luis.call('room:end', { roomId: stage.roomId });
    },
    steps: [shown, ['wait', 'chat-composer .lock']],
  },
};
