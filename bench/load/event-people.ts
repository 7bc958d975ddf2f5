import { setTimeout as sleep } from 'node:timers/promises';
import type { Contender } from '../contender.ts';
import type { Deliveries } from './deliveries.ts';
import { createHistogram } from './histogram.ts';
import { connectMember, type Member } from './member.ts';
import { pace } from './pace.ts';

/** Further requests of a chat page when it enters a room. */
export const asksOfAPage = (roomId: string): unknown[][] => [
  ['room:list', { type: 'direct', limit: 100 }],
  ['message:pins', { roomId, limit: 100 }],
];

/** The users who enter one event, and how long that takes. */
export interface Arrivals {
  /** Connects, comes in and asks what a page asks; the time until they are in, from when they were due, is noted. */
  come(name: string, deliveries: Pick<Deliveries, 'take'>, dueAt?: number): Promise<Member>;
  readonly joinMs: { quantile(share: number): number };
}

const tries = 5;
const againMs = 1_000;

/** Tries again like a page, but as a new guest: the name of a lost connection stays reserved for a while. */
export const comeIn = async (
  { port, wire }: Contender,
  roomId: string,
  name: string,
  deliveries: Pick<Deliveries, 'take'>,
): Promise<Member> => {
  for (let left = tries; ; left--) {
    try {
      const called = name.replace(' ', ` ${'again '.repeat(tries - left)}`);
      const member = await connectMember(port, wire, called, deliveries);
      await member.join(roomId);
      return member;
    } catch (error) {
      if (left === 1) throw new Error(`${name} did not come in`, { cause: error });
      await sleep(againMs);
    }
  }
};

export const createArrivals = (server: Contender, roomId: string, asks: readonly unknown[][]): Arrivals => {
  const joinMs = createHistogram();
  return {
    joinMs,
    come: async (name, deliveries, dueAt = performance.now()) => {
      const member = await comeIn(server, roomId, name, deliveries);
      joinMs.add(performance.now() - dueAt);
      await Promise.all(asks.map((args) => member.call(args).catch(() => undefined)));
      return member;
    },
  };
};

/** Lets so many come at a fixed rate, whether or not those before them are in. */
export const letCome = async (
  count: number,
  perSecond: number,
  come: (number: number, dueAt: number) => Promise<Member>,
): Promise<Member[]> => {
  const coming: Promise<Member>[] = [];
  const act = (turn: number, dueAt: number): void => {
    if (turn >= count) return;
    const one = come(turn, dueAt);
    one.catch(() => undefined); // looked at when all have been let in
    coming.push(one);
  };
  await pace([{ perSecond, act }], (count / perSecond) * 1_000, createHistogram());
  while (coming.length < count) act(coming.length, performance.now());
  return Promise.all(coming);
};
