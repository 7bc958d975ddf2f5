import { newId, outside, refused, type Row } from './row.ts';
import { roomId, type Person, type Stage } from './stage.ts';

const ids = new WeakMap<Stage, { first: string; second: string }>();
const idsOf = (stage: Stage) => {
  const known = ids.get(stage) ?? { first: newId(), second: newId() };
  ids.set(stage, known);
  return known;
};

const content = { question: '¿Adónde?', options: ['Mar', 'Monte'] };

const pollsSeen = ({ room }: Person) =>
  room.messages
    .get()
    .items.flatMap(({ text, poll }) =>
      poll
        ? [[text, poll.voters, poll.closedAt !== undefined, ...poll.options.map(({ votes }) => votes)]]
        : [],
    );

export const pollRows: Row[] = [
  {
    feature: 'polls',
    does: async (stage) => {
      const { ana, bea } = stage;
      const { first, second } = idsOf(stage);
      await ana.room.polls.create({ id: first, ...content, allowOptions: true });
      await ana.room.polls.create({ id: second, ...content, results: 'after-close', anonymous: true });
      for (const id of [first, second]) await bea.room.polls.vote(id, ['2']);
    },
    shows: pollsSeen,
    first: [
      ['¿Adónde?', 1, false, 0, 1],
      ['¿Adónde?', 1, false, undefined, undefined],
    ],
    again: async (stage) => {
      const { rest } = stage;
      const { first, second } = idsOf(stage);
      await rest('dan', 'poll:addOption', { roomId, messageId: first, text: 'Casa' });
      await rest('dan', 'poll:vote', { roomId, messageId: first, options: ['3'] });
      await rest('dan', 'poll:vote', { roomId, messageId: second, options: ['1'] });
      await rest('ana', 'poll:close', { roomId, messageId: second });
    },
    after: [
      ['¿Adónde?', 2, false, 0, 1, 1],
      ['¿Adónde?', 2, true, 1, 1],
    ],
    refused: [
      outside('poll:create', () => ({ roomId, id: newId(), ...content })),
      outside('poll:vote', (stage) => ({ roomId, messageId: idsOf(stage).first, options: ['1'] })),
      outside('poll:close', (stage) => ({ roomId, messageId: idsOf(stage).first })),
      outside('poll:addOption', (stage) => ({ roomId, messageId: idsOf(stage).first, text: 'no' })),
      outside('poll:results', (stage) => ({ roomId, messageId: idsOf(stage).first })),
      refused('mia', 'poll:create', () => ({ roomId, id: newId(), ...content }), 'forbidden', 'muted'),
      refused(
        'dan',
        'poll:vote',
        (stage) => ({ roomId, messageId: idsOf(stage).first, options: ['1', '2'] }),
        'invalid',
      ),
      refused(
        'dan',
        'poll:vote',
        (stage) => ({ roomId, messageId: idsOf(stage).second, options: ['2'] }),
        'conflict',
        'poll_closed',
      ),
      refused('dan', 'poll:close', (stage) => ({ roomId, messageId: idsOf(stage).first }), 'forbidden'),
      refused(
        'dan',
        'poll:addOption',
        (stage) => ({ roomId, messageId: idsOf(stage).second, text: 'no' }),
        'forbidden',
      ),
    ],
  },
  {
    feature: 'drafts of polls',
    does: (stage) => stage.bea.room.polls.saveDraft({ id: idsOf(stage).first, ...content }),
    shows: async ({ room }, stage) => [
      (await room.polls.drafts()).drafts.map(({ question }) => question),
      (await stage.ana.room.polls.drafts()).drafts,
    ],
    first: [['¿Adónde?'], []],
    again: async (stage) => {
      const { first, second } = idsOf(stage);
      await stage.rest('bea', 'poll:saveDraft', { roomId, id: second, ...content, question: '¿Cuándo?' });
      await stage.rest('bea', 'poll:deleteDraft', { roomId, id: first });
    },
    // Eva has none.
    after: {
      bea: [['¿Cuándo?'], []],
      tablet: [['¿Cuándo?'], []],
      fresh: [['¿Cuándo?'], []],
      late: [[], []],
    },
    refused: [
      outside('poll:saveDraft', () => ({ roomId, id: newId(), ...content })),
      outside('poll:deleteDraft', () => ({ roomId, id: newId() })),
      outside('poll:drafts', () => ({ roomId })),
      refused('mia', 'poll:saveDraft', () => ({ roomId, id: newId(), ...content }), 'forbidden', 'muted'),
    ],
  },
];
