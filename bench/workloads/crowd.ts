import { readGatherMs } from '../../packages/client/src/room/read-reporter.ts';
import { compare, type Comparison, type Measured, type Run } from '../compare.ts';
import { liveEvents, plain } from '../contenders.ts';
import { startContender, type Kind } from '../contender.ts';
import { createPoll } from '../load/event-poll.ts';
import { createQuestion } from '../load/event-question.ts';
import { asksOfAPage, createArrivals, letCome } from '../load/event-people.ts';
import { createEvent, type StaffedEvent } from '../load/event-staff.ts';
import { quiet } from '../load/quiet.ts';
import type { Member } from '../load/member.ts';
import { createTallyWatch, measureTally, type Counted } from '../load/tally.ts';
import { diffMs, evening, type Evening } from './evening.ts';
import type { Workload } from './workload.ts';

const people = 5_000;
const comeWithinSeconds = 10;
const messages = 10;
const voteWithinSeconds = 3;

const planOf = (run: Run, count: number, isWhole: boolean): Evening => ({
  people: count,
  comePerSecond: run.quick ? count : count / comeWithinSeconds,
  turnover: isWhole ? 0.01 : 0,
  night: isWhole
    ? {
        messages,
        reactions: 10,
        bursts: 300,
        typists: 48,
        // A page sends its read marker this long after the first unread message.
        readEveryMs: readGatherMs(count) + 500 / messages,
      }
    : { messages, reactions: 0, bursts: 0, typists: 0, readEveryMs: Infinity },
  forMs: run.quick ? 1_000 : isWhole ? 60_000 : 20_000,
});

/** A process of its own, and one evening: a minute with thousands is a median in itself. */
const once = (run: Run, kind: Kind, plan: Evening) => ({
  name: kind.name,
  enter: async () => {
    const server = await startContender(kind, run.folder);
    return { measure: () => evening(server, plan), close: server.stop };
  },
});

/** Creates what all members vote on. */
type Create = (event: StaffedEvent, members: readonly Member[]) => Promise<Counted>;

/** All vote once on what `create` makes, in one round after the other. */
const voting = (run: Run, kind: Kind, count: number, create: Create): Comparison['entrants'][number] => ({
  name: kind.name,
  enter: async () => {
    const server = await startContender(kind, run.folder);
    const event = await createEvent(server);
    const arrivals = createArrivals(server, event.id, asksOfAPage(event.id));
    const watch = createTallyWatch();
    const comePerSecond = run.quick ? count : count / comeWithinSeconds;
    const members = await letCome(count, comePerSecond, (number, dueAt) =>
      arrivals.come(`Guest ${number}`, watch, dueAt),
    );
    return {
      measure: async () => {
        const counted = await create(event, members);
        await quiet(members, diffMs);
        return measureTally(server, members, watch, counted, run.quick ? 500 : voteWithinSeconds * 1_000);
      },
      close: server.stop,
    };
  },
});

export const crowd: Workload = {
  name: 'crowd',
  tall: true,
  about:
    `${people} guests, each with their own address, in one event of the unmodified [live-events](../examples/live-events/README.md) ` +
    'on SQLite. They join within ten seconds. Then, for a minute: 10 messages a second in slow mode, 300 bursts and 10 reactions a ' +
    'second, 48 users typing, 1 % a second who leave and are replaced, read markers as a page sends them, and a moderator who ' +
    'removes five users, who must receive nothing after that. Open loop; the time until in also counts from the moment the join was ' +
    'due. Counted at the nine of ten who stay. For comparison the same messages alone, for 20 seconds, also with plain Socket.IO. ' +
    'One round each, one after the other. Resident: the growth of the process since it was empty. Last, all vote within three seconds ' +
    'in one poll after the other, and then for one question after the other. Every vote in a poll is checked afterwards by the list ' +
    'of voters, every vote for a question by the list of questions that its voter gets, and the tally with it. The final tally is ' +
    'timed at every member, from the moment the last vote was sent.',
  run: async (run) => {
    const count = run.quick ? 40 : people;
    const results: Measured[] = [];
    for (const isWhole of [true, false]) {
      const plan = planOf(run, count, isWhole);
      for (const kind of isWhole ? [liveEvents] : [liveEvents, plain]) {
        const setting = isWhole ? `${count} people` : `${count}, messages only`;
        const entrants = [once(run, kind, plan)];
        results.push(
          ...(await compare({ ...run, rounds: 1 }, { workload: 'crowd', setting, entrants, warmUps: 0 })),
        );
      }
    }
    for (const { verb, create } of [
      { verb: 'vote', create: createPoll },
      { verb: 'upvote', create: createQuestion },
    ]) {
      const setting = `${count} ${verb} in ${voteWithinSeconds} s`;
      const entrants = [voting(run, liveEvents, count, create)];
      results.push(...(await compare(run, { workload: 'crowd', setting, entrants, warmUps: 0 })));
    }
    return results;
  },
};
