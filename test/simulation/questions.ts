import type { ChatRoom } from '../../packages/client/src/room/chat-room.ts';
import type { Change, CommitResult } from '../../packages/server/src/storage/contract/change.ts';
import { createChance } from './chance.ts';
import type { RoomLedger } from './ledger.ts';
import type { Report } from './report.ts';
import type { World } from './world.ts';

const quietly = (work: Promise<unknown>): void => void work.catch(() => undefined);
const isOfSeed = (seed: number): boolean => seed % 8 === 1;
const hosts: readonly string[] = ['ana', 'bo'];

/** Lets members ask and vote in some seeds, by random numbers of its own: other seeds run as before. */
export const questionsIn = (world: World, seed: number): (() => void) => {
  if (!isOfSeed(seed)) return () => undefined;
  const chance = createChance(seed + 0x7e57);
  const decide = ({ questions, spotlight }: ChatRoom, id: string): void =>
    quietly(
      chance.pick([
        () => questions.highlight(id),
        () => questions.answer(id, chance.hit(0.5) ? 'an answer' : undefined),
        // Rather the one on stage, which leaves it.
        () => questions.dismiss(spotlight.get()?.question?.id ?? id),
        () => spotlight.setQuestion(id),
      ])!(),
    );
  return () => {
    if (!chance.hit(0.7)) return;
    const tab = chance.pick(world.tabs());
    const room = tab?.rooms.get('club');
    if (!tab || !room) return;
    world.inTab(tab, 'question', () => {
      const isHost = hosts.includes(tab.user.id);
      if ((room.state.get().room?.questions ?? 'off') === 'off') {
        if (isHost) quietly(room.settings.update({ questions: 'anonymous' }));
        return;
      }
      const list = room.questions.get();
      if (!list.loaded) return quietly(room.questions.load());
      const found = chance.pick(list.items);
      if (!found || chance.hit(0.2))
        return quietly(
          room.questions.ask({ text: `question ${chance.int(1, 999_999)}`, anonymous: chance.hit(0.4) }),
        );
      if (isHost && chance.hit(0.3)) return decide(room, found.id);
      if (found.mine && chance.hit(0.1)) return quietly(room.questions.withdraw(found.id));
      quietly(room.questions.upvote(found.id, chance.hit(0.7)));
    });
  };
};

interface Asked {
  askedAt: number;
  isOpen: boolean;
  isDismissed: boolean;
  voters: Set<string>;
}

const modelOf = new WeakMap<RoomLedger, Map<string, Asked>>();

/** Takes an accepted change into the model, which counts one vote of each user. */
export const checkQuestion = (
  ledger: RoomLedger,
  change: Change,
  { known, records }: CommitResult & { ok: true },
  report: Report,
): void => {
  const model = modelOf.get(ledger) ?? new Map<string, Asked>();
  modelOf.set(ledger, model);
  if (change.kind === 'ask-question' && records)
    model.set(change.id, {
      askedAt: Math.trunc(change.at),
      isOpen: true,
      isDismissed: false,
      voters: new Set(),
    });
  if (change.kind === 'erase-record' && change.recordKind === 'question') model.delete(change.key);
  if (!('questionId' in change)) return;
  const asked = model.get(change.questionId);
  if (change.kind === 'withdraw-question') return void model.delete(change.questionId);
  if (!asked) return report(`questions: ${change.kind} of ${change.questionId}, which is gone`);
  if (change.kind === 'upvote-question') {
    if (records && !asked.isOpen) report(`questions: a vote for ${change.questionId}, which is not open`);
    if (change.upvoted) asked.voters.add(change.actor.id);
    else asked.voters.delete(change.actor.id);
  }
  if (change.kind === 'answer-question' || change.kind === 'dismiss-question') asked.isOpen = false;
  if (change.kind === 'dismiss-question') asked.isDismissed = true;
  if (change.kind === 'reopen-question' && !known) Object.assign(asked, { isOpen: true, isDismissed: false });
};

/**
 * Every page that shows the open questions shows those of the accepted changes, in the order of their votes. No
 * question that was dismissed, withdrawn or erased is on stage.
 */
export const verifyQuestions = (world: World, seed: number): void => {
  if (!isOfSeed(seed)) return;
  const model = modelOf.get(world.ledger.room('club')) ?? new Map<string, Asked>();
  const open = [...model]
    .filter(([, { isOpen }]) => isOpen)
    .map(([id, { askedAt, voters }]) => ({ id, askedAt, voters }))
    .sort((a, b) => b.voters.size - a.voters.size || a.askedAt - b.askedAt || (a.id < b.id ? -1 : 1));
  for (const tab of world.tabs()) {
    const room = tab.rooms.get('club');
    const onStage = room?.state.get().room?.spotlight?.question?.id;
    if (room?.state.get().status === 'joined' && onStage && model.get(onStage)?.isDismissed !== false)
      world.report(`questions: ${tab.actor.name} has ${onStage} on stage, which is gone`);
    const list = room?.questions.get();
    if (room?.state.get().status !== 'joined' || !list?.loaded || list.hasMore) continue;
    const expected = open.map(({ id, voters }) => `${id} ${voters.size}`);
    const shown = list.items.map(({ id, votes }) => `${id} ${votes}`);
    if (shown.join() !== expected.join())
      world.report(`questions: ${tab.actor.name} shows '${shown.join()}', not '${expected.join()}'`);
  }
};
