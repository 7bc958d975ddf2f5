import { expect } from 'vitest';
import type { KillableServer } from './killable-server.ts';

export const crowdSize = 5_000;
/** Requests at a time, as a proxy in front of a crowd keeps connections. */
const atOnce = 64;

/** The users of the crowd, by number. */
export const everyone = Array.from({ length: crowdSize }, (_, number) => number);
export const voterId = (number: number): string => `v${number}`;

/** Runs something for each of these users, many at a time. */
export const forEachUser = async (
  users: readonly number[],
  run: (number: number) => Promise<void>,
): Promise<void> => {
  const waiting = [...users];
  const work = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) await run(next);
  };
  await Promise.all(Array.from({ length: atOnce }, work));
};

/**
 * Lets all vote, and kills the server in the middle. As pages do, those without an acknowledgement vote again after the
 * restart. One user in ten votes again although their vote is stored. `vote` resolves to null without an
 * acknowledgement.
 */
export const voteThroughKill = async (
  server: Pick<KillableServer, 'kill' | 'listen'>,
  vote: (userId: string, number: number) => Promise<object | null>,
): Promise<void> => {
  const voteAll = async (users: readonly number[], onVote?: (count: number) => void): Promise<number[]> => {
    const failed: number[] = [];
    let count = 0;
    await forEachUser(users, async (number) => {
      if ((await vote(voterId(number), number)) === null) failed.push(number);
      else onVote?.((count += 1));
    });
    return failed;
  };
  let killed: Promise<void> | undefined;
  const failed = await voteAll(everyone, (count) => {
    if (count === crowdSize / 2) killed = server.kill();
  });
  await killed;
  expect(failed.length).toBeGreaterThan(0);
  await server.listen();
  const again = new Set([...failed, ...everyone.filter((number) => number % 10 === 0)]);
  expect(await voteAll([...again])).toEqual([]);
};
