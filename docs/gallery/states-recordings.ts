// A room that is being recorded, and its chat next to the recording afterwards.
import type { Stage } from './stage.ts';
import { greet, shown, type State, type States } from './state.ts';

const minuteMs = 60_000;
const recordingId = 'talk';

/** Luis recorded the last twenty minutes. */
const record = async (stage: Stage): Promise<void> => {
  const { people, roomId, ago, say } = stage;
  const at = Date.now() - 20 * minuteMs;
  const set = (duration?: number): Promise<unknown> =>
    people.luis.call('recording:set', {
      roomId,
      recordingId,
      segments: [{ at, offset: 0, ...(duration === undefined ? {} : { duration }) }],
    });
  await ago(20, () => set());
  const [, answer] = await greet(stage);
  for (const name of ['ana', 'marta', 'ines'] as const)
    await ago(13, () => people[name].call('reaction:add', { roomId, messageId: answer, emoji: '👍' }));
  const poll = await ago(11, () =>
    people.luis.call('poll:create', {
      roomId,
      id: crypto.randomUUID(),
      question: 'Shall we meet again in March?',
      options: ['Yes', 'Not sure', 'No'],
    }),
  );
  await ago(10, () => people.marta.call('poll:vote', { roomId, messageId: poll.id, options: ['1'] }));
  await say('marta', 2, 'This was written later.');
  await set(20 * minuteMs);
};

const replay: Pick<State, 'tag' | 'attributes'> = {
  tag: 'chat-replay',
  attributes: { for: 'film', recording: recordingId },
};

export const recordings: States = {
  'recording-live': {
    title: 'Room that is being recorded',
    before: async (stage) => {
      await greet(stage);
      const { people, roomId } = stage;
      const segments = [{ at: Date.now(), offset: 0 }];
      await people.luis.call('recording:set', { roomId, recordingId, segments });
    },
    steps: [shown, ['wait', 'chat-room .recording']],
  },
  replay: {
    ...replay,
    title: 'Chat of a recording',
    about: 'As it was at the position of the video: with the reactions and the votes of that moment.',
    before: record,
    steps: [
      ['wait', 'chat-messages'],
      ['seek', '660'],
      ['wait', 'chat-messages .poll'],
      ['wait', 'chat-messages .reaction'],
    ],
  },
  'replay-loading': {
    ...replay,
    title: 'Chat of a recording, loading',
    attributes: { ...replay.attributes, recording: 'loading' },
    steps: [['wait', 'chat-replay [role=status]']],
  },
  'replay-failed': {
    ...replay,
    title: 'Chat of a recording that cannot be loaded',
    attributes: { ...replay.attributes, recording: 'none' },
    steps: [['wait', '[role=alert] button']],
  },
};
