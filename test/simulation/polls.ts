import { isFor, type Message, type Poll } from '@chat/protocol';
import type { ChatRoom } from '../../packages/client/src/room/chat-room.ts';
import type { Change, CommitResult } from '../../packages/server/src/storage/contract/change.ts';
import { createChance, type Chance } from './chance.ts';
import type { RoomLedger } from './ledger.ts';
import type { Report } from './report.ts';
import { roomIds } from './actions.ts';
import type { World } from './world.ts';

const quietly = (work: Promise<unknown>): void => void work.catch(() => undefined);
const isOfSeed = (seed: number): boolean => seed % 8 === 4;
const hosts: readonly string[] = ['ana', 'bo'];

const choose = (chance: Chance, { options, multiple }: Poll): string[] => {
  if (chance.hit(0.15)) return [];
  const ids = options.map(({ id }) => id);
  const picked = Array.from({ length: multiple ? 2 : 1 }, () => chance.pick(ids) ?? '1');
  return [...new Set(picked)];
};

const create = (chance: Chance, room: ChatRoom): void =>
  quietly(
    room.polls.create({
      question: `question ${chance.int(1, 999_999)}`,
      options: ['one', 'two', 'three'],
      multiple: chance.hit(0.4),
      anonymous: chance.hit(0.3),
      allowOptions: chance.hit(0.5),
      results: chance.pick(['always', 'after-vote', 'after-close'] as const) ?? 'always',
    }),
  );

/** Lets users create polls, vote, add options and close polls in some seeds, by random numbers of its own. */
export const pollsIn = (world: World, seed: number): (() => void) => {
  if (!isOfSeed(seed)) return () => undefined;
  const chance = createChance(seed + 0x9011);
  return () => {
    if (!chance.hit(0.7)) return;
    const tab = chance.pick(world.tabs());
    const room = tab?.rooms.get(chance.pick(roomIds) ?? '');
    if (!tab || !room) return;
    world.inTab(tab, 'poll', () => {
      const all = room.messages.get().items.filter(({ poll, status }) => poll && status === 'sent');
      const item = chance.pick(all.slice(-3));
      if (!item?.poll || chance.hit(0.1)) return create(chance, room);
      // Closed polls too: the server refuses the vote.
      if (chance.hit(0.8)) return quietly(room.polls.vote(item.id, choose(chance, item.poll)));
      if (chance.hit(0.6)) return quietly(room.polls.addOption(item.id, `more ${chance.int(1, 9)}`));
      if (item.mine || hosts.includes(tab.user.id)) quietly(room.polls.close(item.id));
    });
  };
};

/** Votes of a poll by user id. */
type Votes = Map<string, { options: readonly string[]; isAnonymous: boolean }>;

const modelOf = new WeakMap<RoomLedger, Map<string, Votes>>();
/** Polls that were deleted: if one comes back, it has its results and no votes. */
const deletedIn = new WeakMap<RoomLedger, Set<string>>();

const votesOf = (ledger: RoomLedger, messageId: string): Votes => {
  const model = modelOf.get(ledger) ?? new Map<string, Votes>();
  modelOf.set(ledger, model);
  const votes = model.get(messageId) ?? (new Map() as Votes);
  model.set(messageId, votes);
  return votes;
};

/** Takes an accepted vote into the model, which counts one vote of each user. */
export const checkVote = (
  ledger: RoomLedger,
  change: Change,
  result: CommitResult & { ok: true },
  report: Report,
): void => {
  if (change.kind === 'delete' && !result.known) {
    const deleted = deletedIn.get(ledger) ?? new Set();
    deletedIn.set(ledger, deleted.add(change.messageId));
  }
  if (change.kind === 'erase-record' && change.recordKind === 'vote') {
    const [messageId = '', userId = ''] = change.key.split(':');
    votesOf(ledger, messageId).delete(userId);
  }
  if (change.kind !== 'vote') return;
  const { actor, messageId, options } = change;
  const message = ledger.messages.get(messageId);
  if (message?.poll === undefined || message.deletedAt !== undefined || !isFor(message, actor.id))
    return report(`polls: ${actor.id} votes in ${messageId}, which is no poll`);
  if (message.poll.closedAt !== undefined)
    report(`polls: ${actor.id} votes in ${messageId}, which is closed`);
  if (ledger.members.get(actor.id)?.state === 'banned') report(`polls: ${actor.id} votes, and is banned`);
  const votes = votesOf(ledger, messageId);
  if (options.length === 0) votes.delete(actor.id);
  else votes.set(actor.id, { options, isAnonymous: message.poll.anonymous === true });
};

const tallyOf = (votes: Votes, { options }: Poll): string => {
  const all = [...votes.values()];
  const counts = options.map(({ id }) => all.filter((vote) => vote.options.includes(id)).length);
  return `${all.length} voters: ${counts.join()}`;
};

const shownBy = ({ options, voters }: Poll): string =>
  `${voters} voters: ${options.map(({ votes }) => votes).join()}`;

const verifyPoll = (ledger: RoomLedger, { id, poll, deletedAt }: Message, report: Report): void => {
  if (!poll || deletedAt !== undefined || deletedIn.get(ledger)?.has(id)) return;
  const expected = votesOf(ledger, id);
  if (poll.voters !== expected.size)
    report(`polls: ${id} of ${ledger.id} shows ${poll.voters} voters, not ${expected.size}`);
  if (poll.options[0]?.votes !== undefined && shownBy(poll) !== tallyOf(expected, poll))
    report(`polls: ${id} of ${ledger.id} shows '${shownBy(poll)}', not '${tallyOf(expected, poll)}'`);
};

/** The tally of each poll is that of the accepted votes, and its message shows it. */
export const verifyPolls = (world: World, seed: number): void => {
  if (!isOfSeed(seed)) return;
  for (const ledger of world.ledger.rooms())
    for (const message of ledger.messages.values()) verifyPoll(ledger, message, world.report);
};
