import type { Member } from './member.ts';
import { messageId } from './message-id.ts';
import type { StaffedEvent } from './event-staff.ts';
import type { Counted } from './tally.ts';

const options = ['Sea', 'Hills', 'Town', 'Home'];

interface Results {
  poll: { options: { id: string; votes: number }[]; voters: number };
  voters: { user: { id: string; name: string }; options: string[] }[];
  hasMore: boolean;
}

const resultsIn = (answer: string): Results => (JSON.parse(answer) as [{ value: Results }])[0].value;

/** Sends a poll in which all members vote. */
export const createPoll = async (
  { id: roomId, moderator }: StaffedEvent,
  members: readonly Member[],
): Promise<Counted> => {
  const people = members.length;
  const poll = { roomId, messageId: messageId() };
  await moderator.call(['poll:create', { roomId, id: poll.messageId, question: 'Where to?', options }]);
  /** Not the same number for each option. */
  const choiceOf = (number: number): string => String(((number * number) % options.length) + 1);

  const check = async (): Promise<void> => {
    const stored = new Map<string, string>();
    let state: Results;
    let after: string | undefined;
    do {
      const query = { ...poll, voters: true, limit: 100, ...(after === undefined ? {} : { after }) };
      state = resultsIn(await moderator.call(['poll:results', query]));
      for (const { user, options: chosen } of state.voters) {
        if (stored.has(user.name)) throw new Error(`${user.name} has two votes`);
        stored.set(user.name, chosen.join());
      }
      after = state.voters.at(-1)?.user.id;
    } while (state.hasMore);
    const votes = new Map(options.map((_, index) => [String(index + 1), 0]));
    for (const [number, { name }] of members.entries()) {
      const choice = choiceOf(number);
      votes.set(choice, (votes.get(choice) ?? 0) + 1);
      if (stored.get(name) !== choice) throw new Error(`the vote of ${name} is not stored`);
    }
    if (stored.size !== people || state.poll.voters !== people)
      throw new Error(`${stored.size} votes are stored and ${state.poll.voters} counted of ${people}`);
    for (const { id, votes: counted } of state.poll.options)
      if (counted !== votes.get(id))
        throw new Error(`option ${id} has ${counted} votes, not ${votes.get(id)}`);
  };

  return {
    act: (number) => ['poll:vote', { ...poll, options: [choiceOf(number)] }],
    update: '"change":"poll"',
    final: `"voters":${people}}`,
    check,
  };
};
