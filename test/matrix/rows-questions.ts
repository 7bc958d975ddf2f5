import { newId, outside, refused, type Row } from './row.ts';
import { roomId, type Person, type Stage } from './stage.ts';

const ids = new WeakMap<Stage, { first: string; second: string }>();
const idsOf = (stage: Stage) => {
  const known = ids.get(stage) ?? { first: newId(), second: newId() };
  ids.set(stage, known);
  return known;
};

/** The questions in both states that members see. */
const questionsSeen = async ({ room }: Person) => {
  if (!room.questions.get().loaded) await room.questions.load();
  const answered = (await room.questions.page({ state: 'answered' })).questions;
  return [...room.questions.get().items, ...answered].map(
    ({ text, votes, author, answer, highlightedAt }) => [
      text,
      votes,
      author?.id,
      answer?.text,
      highlightedAt !== undefined,
      room.spotlight.get()?.question?.text === text,
    ],
  );
};

const target = (stage: Stage) => ({ roomId, questionId: idsOf(stage).first });

export const questionRows: Row[] = [
  {
    feature: 'questions',
    before: ({ ana }) => ana.room.settings.update({ questions: 'anonymous' }),
    does: async (stage) => {
      const { ana, bea } = stage;
      const { first, second } = idsOf(stage);
      await bea.room.questions.ask({ id: first, text: '¿Cuándo?' });
      await bea.room.questions.ask({ id: second, text: '¿Por qué?', anonymous: true });
      await ana.room.questions.upvote(second);
      await ana.room.spotlight.setQuestion(second);
    },
    shows: questionsSeen,
    first: [
      ['¿Por qué?', 1, undefined, undefined, false, true],
      ['¿Cuándo?', 0, 'bea', undefined, false, false],
    ],
    again: async (stage) => {
      const { rest } = stage;
      const { first, second } = idsOf(stage);
      await rest('dan', 'question:upvote', { roomId, questionId: second });
      await rest('ana', 'question:highlight', { roomId, questionId: second });
      await rest('ana', 'question:answer', { roomId, questionId: first, text: 'Mañana' });
      await rest('ana', 'question:spotlight', { roomId, questionId: first });
    },
    after: [
      ['¿Por qué?', 2, undefined, undefined, true, false],
      ['¿Cuándo?', 0, 'bea', 'Mañana', false, true],
    ],
    refused: [
      outside('question:list', () => ({ roomId })),
      outside('question:ask', () => ({ roomId, id: newId(), text: 'no' })),
      outside('question:upvote', target),
      outside('question:withdraw', target),
      outside('question:answer', target),
      outside('question:dismiss', target),
      outside('question:reopen', target),
      outside('question:highlight', target),
      outside('question:spotlight', target),
      refused('mia', 'question:ask', () => ({ roomId, id: newId(), text: 'no' }), 'forbidden', 'muted'),
      refused('dan', 'question:list', () => ({ roomId, state: 'dismissed' }), 'forbidden'),
      refused('dan', 'question:upvote', target, 'conflict', 'question_closed'),
      refused('dan', 'question:withdraw', target, 'not_found'),
      refused('dan', 'question:answer', target, 'forbidden'),
      refused('dan', 'question:dismiss', target, 'forbidden'),
      refused('dan', 'question:reopen', target, 'forbidden'),
      refused('dan', 'question:highlight', target, 'forbidden'),
      refused('dan', 'question:spotlight', target, 'forbidden'),
      refused('ana', 'question:spotlight', () => ({ roomId, questionId: newId() }), 'not_found'),
    ],
  },
];
