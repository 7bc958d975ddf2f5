// Polls in the conversation, and the form that creates one.
import type { NewPoll } from '@chat/client';
import type { Stage } from './stage.ts';
import { greet, shown, type State, type States } from './state.ts';

const steps: State['steps'] = [shown, ['wait', 'chat-messages .poll']];
const options = ['Monday at 10:00', 'Tuesday at 16:30', 'Either of them'];

/** Luis sends a poll. Returns its id. */
const ask = async ({ people, roomId, ago }: Stage, poll: Partial<NewPoll> = {}): Promise<string> => {
  const content = { question: 'When do we meet at the office?', options, ...poll };
  const sent = await ago(9, () =>
    people.luis.call('poll:create', { roomId, id: crypto.randomUUID(), results: 'always', ...content }),
  );
  return sent.id;
};

const vote = async (
  { people, roomId }: Stage,
  messageId: string,
  votes: Partial<Record<keyof Stage['people'], string[]>>,
): Promise<void> => {
  for (const [name, chosen] of Object.entries(votes))
    await people[name as keyof Stage['people']].call('poll:vote', { roomId, messageId, options: chosen });
};

const close = async ({ people, roomId }: Stage, messageId: string): Promise<unknown> =>
  people.luis.call('poll:close', { roomId, messageId });

export const polls: States = {
  'poll-open': {
    title: 'Open poll',
    about: 'The reader has voted.',
    before: async (stage) => {
      await greet(stage);
      const id = await ask(stage, { closesAt: Date.now() + 86_400_000 });
      await vote(stage, id, { ana: ['2'], marta: ['2'], ines: ['1'] });
    },
    steps: [...steps, ['wait', 'chat-messages .poll-vote .icon']],
  },
  'poll-hidden': {
    title: 'Poll with hidden results',
    about: 'Several answers; the results appear once it ends.',
    before: async (stage) => {
      await greet(stage);
      const id = await ask(stage, { multiple: true, anonymous: true, results: 'after-close' });
      await vote(stage, id, { marta: ['1', '2'] });
    },
    steps,
  },
  'poll-closed': {
    title: 'Closed poll',
    before: async (stage) => {
      await greet(stage);
      const id = await ask(stage);
      await vote(stage, id, { ana: ['2'], marta: ['2'], ines: ['1'], luis: ['3'] });
      await close(stage, id);
    },
    steps,
  },
  'poll-anonymous': {
    title: 'Closed anonymous poll',
    before: async (stage) => {
      await greet(stage);
      const id = await ask(stage, { anonymous: true, results: 'after-close' });
      await vote(stage, id, { ana: ['1'], marta: ['2'], ines: ['2'] });
      await close(stage, id);
    },
    steps,
  },
  'poll-quiz': {
    title: 'Quiz',
    about: 'The reader’s answer is wrong.',
    before: async (stage) => {
      await greet(stage);
      const id = await ask(stage, {
        question: 'Which paper proves where you live?',
        options: ['The driving licence', 'The receipt of the town hall', 'A library card'],
        quiz: { correct: ['2'] },
      });
      await vote(stage, id, { ana: ['1'], marta: ['2'] });
      await close(stage, id);
    },
    steps: [...steps, ['wait', 'chat-messages .poll-mark']],
  },
  'poll-results': {
    title: 'Results of a poll',
    about: 'The voters of each option.',
    before: async (stage) => {
      await greet(stage);
      const id = await ask(stage, { allowOptions: true });
      await vote(stage, id, { ana: ['2'], marta: ['2'], ines: ['1'], luis: ['3'] });
    },
    steps: [...steps, ['press', '.poll-count'], ['wait', 'chat-poll-results li']],
  },
  'poll-panel': {
    title: 'Polls, for hosts',
    about: 'Two drafts, and the polls of the room.',
    before: async (stage) => {
      await greet(stage);
      const { people, roomId } = stage;
      for (const question of ['Was this useful?', 'Shall we meet again in March?'])
        await people.luis.call('poll:saveDraft', {
          roomId,
          id: crypto.randomUUID(),
          question,
          options: ['Yes', 'Not sure', 'No'],
        });
      const id = await ask(stage);
      await vote(stage, id, { ana: ['2'], marta: ['2'] });
      const ended = await ask(stage, { question: 'Shall we record this?', options: ['Yes', 'No'] });
      await vote(stage, ended, { ana: ['1'], marta: ['1'], ines: ['2'] });
      await close(stage, ended);
      return { token: stage.token('luis') };
    },
    steps: [...steps, ['tool', 'polls'], ['wait', 'chat-polls .card']],
  },
  'poll-form': {
    title: 'Creating a poll',
    attributes: { features: '+polls' },
    before: greet,
    steps: [
      shown,
      ['tool', 'polls'],
      ['wait', 'chat-poll-form dialog[open]'],
      ['write', 'chat-poll-form .named input', 'When do we meet?'],
    ],
  },
};
