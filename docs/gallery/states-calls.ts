// Calls between two, with the camera and the microphone of this machine. The other one is a second page.
import type { Stage } from './stage.ts';
import { shown, type States, type Step } from './state.ts';

const pair = async (stage: Stage): Promise<{ room: string }> => {
  const { people, id, say, ago, userId } = stage;
  const roomId = `pair-${id}`;
  await ago(60, async () => {
    const room = { roomId, type: 'private', title: 'Housing advice' } as const;
    await people.luis.call('room:create', { ...room, userIds: [userId('ana')] });
    await people.ana.call('member:accept', { roomId });
    await people.ana.call('room:join', { roomId });
  });
  await say('ana', 16, 'I have the receipt. Shall we look at it by video?', roomId);
  await say('luis', 15, 'Yes, I’ll call you.', roomId);
  return { room: roomId };
};

const call: readonly Step[] = [shown, ['tool', 'calls'], ['choose', 'video'], ['wait', 'chat-call .stage']];
const accept: readonly Step[] = [
  ['press', 'chat-call .accept'],
  ['wait', 'chat-call .controls'],
];

export const calls: States = {
  'call-incoming': {
    title: 'Incoming call',
    before: pair,
    act: ({ people, id }) => people.luis.call('call:start', { roomId: `pair-${id}`, kind: 'video' }),
    steps: [shown, ['act'], ['wait', 'chat-call .ringing']],
  },
  'call-outgoing': { title: 'Calling', media: true, before: pair, steps: call },
  'call-active': {
    title: 'Call',
    media: true,
    before: pair,
    peer: { as: 'luis', steps: accept },
    steps: [...call, ['wait', 'chat-call .time', ':']],
  },
  'call-captions': {
    title: 'Call with captions',
    media: true,
    before: pair,
    act: ({ people, id }) =>
      people.luis.call('caption:send', {
        roomId: `pair-${id}`,
        captionId: 'c1',
        speaker: 'Luis',
        text: 'Please hold the receipt up to the camera. The date has to be visible at the top.',
      }),
    peer: { as: 'luis', steps: accept },
    steps: [...call, ['wait', 'chat-call .time', ':'], ['act'], ['wait', 'chat-captions .box']],
  },
  'call-muted': {
    title: 'Call, microphone off',
    media: true,
    before: pair,
    peer: { as: 'luis', steps: accept },
    steps: [...call, ['wait', 'chat-call .time', ':'], ['press', 'chat-call .microphone']],
  },
  'call-recording': {
    title: 'A request to record',
    media: true,
    before: pair,
    peer: {
      as: 'luis',
      steps: [
        ...accept,
        ['wait', 'chat-call .time', ':'],
        ['press', 'chat-call .controls .more'],
        ['press', 'chat-call .record'],
      ],
    },
    steps: [...call, ['wait', 'chat-call .consent']],
  },
  'call-ended': {
    title: 'Call ended',
    media: true,
    before: pair,
    peer: { as: 'luis', steps: accept },
    steps: [
      ...call,
      ['wait', 'chat-call .time', ':'],
      ['press', 'chat-call .hangup'],
      ['wait', 'chat-call .ended'],
    ],
  },
  'call-missed': {
    title: 'Missed call',
    before: async (stage) => {
      const { people, ago } = stage;
      const attributes = await pair(stage);
      const { id: callId } = await ago(6, () =>
        people.luis.call('call:start', { roomId: attributes.room, kind: 'video' }),
      );
      await ago(5, () => people.luis.call('call:hangup', { callId }));
      await stage.say('luis', 4, 'Call me when you are back.', attributes.room);
      return attributes;
    },
    steps: [shown, ['wait', '.call-line']],
  },
};
