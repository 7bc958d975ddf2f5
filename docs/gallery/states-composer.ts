// What opens where messages are written, and what forbids to write.
import { greet, shown, type States } from './state.ts';

const megabyte = 1_000_000;
const field = 'chat-composer textarea';

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
    title: 'Locked room',
    about: 'Only moderators write; everyone else reads.',
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
