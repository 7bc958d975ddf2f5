import { setTimeout as sleep } from 'node:timers/promises';
import type { Figures } from '../compare.ts';
import type { Contender } from '../contender.ts';
import { createHistogram } from './histogram.ts';
import type { Member } from './member.ts';
import { pace } from './pace.ts';

/** Something on which every user acts once, and which the server counts: a poll, a question. */
export interface Counted {
  /** The command of a user. */
  act(number: number): unknown[];
  /** Text that every event with a tally contains, and no other frame. */
  update: string;
  /** Text that the event with the final tally contains, and no other frame. */
  final: string;
  /** Rejects unless the server has stored each act once and counted it exactly. */
  check(): Promise<void>;
}

/** Watches the frames of many members for the tallies of one thing at a time. */
export interface TallyWatch {
  take(bytes: Buffer, from: number, to: number): void;
  /** Calls `onFinal` whenever a member receives the final tally. */
  start(counted: Pick<Counted, 'update' | 'final'>, onFinal: () => void): void;
  /** Tallies received since `start`, by all members together. */
  readonly updates: number;
}

export const createTallyWatch = (): TallyWatch => {
  let markers: { update: Buffer; final: Buffer; onFinal(): void } | null = null;
  let updates = 0;
  return {
    take: (bytes, from, to) => {
      if (markers === null) return;
      const frame = bytes.subarray(from, to);
      if (!frame.includes(markers.update)) return;
      updates++;
      if (frame.includes(markers.final)) markers.onFinal();
    },
    start: ({ update, final }, onFinal) => {
      markers = { update: Buffer.from(update), final: Buffer.from(final), onFinal };
      updates = 0;
    },
    get updates() {
      return updates;
    },
  };
};

const patienceMs = 10_000;

/** Lets every member act within `forMs`, and measures the time until all have the final tally. */
export const measureTally = async (
  server: Contender,
  members: readonly Member[],
  watch: TallyWatch,
  counted: Counted,
  forMs: number,
): Promise<Figures> => {
  const finals = createHistogram();
  const acks = createHistogram();
  const lateness = createHistogram();
  const refusals: unknown[] = [];
  let acted = 0;
  let lastAt = 0;
  watch.start(counted, () => finals.add(performance.now() - lastAt));
  const act = (turn: number, dueAt: number): void => {
    const member = members[turn];
    if (member === undefined) return;
    acted++;
    lastAt = performance.now();
    member.call(counted.act(turn)).then(
      () => acks.add(performance.now() - dueAt),
      (error: unknown) => refusals.push(error),
    );
  };

  const [cpuBefore, ownBefore, from] = [await server.cpuMicros(), process.cpuUsage(), performance.now()];
  await pace([{ perSecond: (members.length * 1_000) / forMs, act }], forMs, lateness);
  while (acted < members.length) act(acted, performance.now());
  const isDone = (): boolean =>
    finals.count >= members.length && acks.count + refusals.length >= members.length;
  while (!isDone() && refusals.length === 0 && performance.now() < lastAt + patienceMs) await sleep(5);
  const seconds = (performance.now() - from) / 1_000;
  const cpuMicros = (await server.cpuMicros()) - cpuBefore;
  const { user, system } = process.cpuUsage(ownBefore);
  if (refusals.length > 0) throw new Error(`${refusals.length} were refused`, { cause: refusals[0] });
  if (finals.count !== members.length)
    throw new Error(`${finals.count} of ${members.length} members got the final tally`);
  await counted.check();
  return {
    countedShare: acks.count / members.length,
    sendP50Ms: acks.quantile(0.5),
    sendP99Ms: acks.quantile(0.99),
    finalP50Ms: finals.quantile(0.5),
    finalP99Ms: finals.quantile(0.99),
    talliesPerSecond: watch.updates / members.length / seconds,
    cpuMicrosPerClient: cpuMicros / members.length,
    serverLoad: cpuMicros / 1e6 / seconds,
    generatorLateMs: lateness.quantile(0.99),
    generatorLoad: (user + system) / 1e6 / seconds,
  };
};
