import { connectAll } from './crowd.ts';
import type { Member } from './member.ts';
import { messageId } from './message-id.ts';
import type { StaffedEvent } from './event-staff.ts';
import type { Counted } from './tally.ts';

interface Listed {
  id: string;
  askedAt: number;
  votes: number;
  upvoted?: true;
}

const valueIn = (answer: string): { question: Listed; questions: Listed[] } =>
  (JSON.parse(answer) as [{ value: { question: Listed; questions: Listed[] } }])[0].value;

/** Asks a question which all members upvote. */
export const createQuestion = async (
  { id: roomId, moderator }: StaffedEvent,
  members: readonly Member[],
): Promise<Counted> => {
  const people = members.length;
  await moderator.call(['room:update', { roomId, questions: 'anonymous' }]);
  const content = { id: messageId(), text: 'Where do we go?', anonymous: true };
  const asked = await moderator.call(['question:ask', { roomId, ...content }]);
  const { id: questionId, askedAt } = valueIn(asked).question;

  /** The question as the store has it for a member, with whether they voted. */
  const listedFor = async (member: Member): Promise<Listed | undefined> => {
    const query = { roomId, sort: 'time', limit: 1 };
    const answer = await member.call(['question:list', query]);
    return valueIn(answer).questions.find(({ id }) => id === questionId);
  };

  return {
    act: () => ['question:upvote', { roomId, questionId }],
    update: '"type":"question:changed"',
    final: `"askedAt":${askedAt},"state":"open","votes":${people},`,
    check: async () => {
      // Nobody can list the voters, but every member sees their own vote. The count shows that it is stored once.
      const listed = await connectAll(people, (number) => listedFor(members[number] as Member));
      const without = listed.filter((question) => !question?.upvoted).length;
      if (without > 0) throw new Error(`the votes of ${without} members are not stored`);
      const wrong = listed.find((question) => question?.votes !== people);
      if (wrong) throw new Error(`${wrong.votes} votes are counted of ${people}`);
    },
  };
};
