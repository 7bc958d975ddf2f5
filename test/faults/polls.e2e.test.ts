// Many users vote in a poll and change their votes, while the server is killed.
import { setTimeout as pause } from 'node:timers/promises';
import type { Message, Output, Poll } from '@chat/protocol';
import { expect, test } from 'vitest';
import { countOf } from '../run-size.ts';
import { createChance } from '../simulation/chance.ts';
import { crowdSize, everyone, voterId, voteThroughKill } from './crowd-votes.ts';
import { startKillableServer } from './killable-server.ts';
import { answered, request } from './rest-request.ts';

const rounds = countOf('kill -9 while users vote in a poll', { short: 3, long: 25 });
const users = Array.from({ length: 20 }, (_, index) => `u${index}`);
const optionIds = ['1', '2', '3'];
/** The time after a restart within which members see all stored votes, as in docs/guarantees.md. */
const recoveryMs = 6_000;

const tallyOf = ({ options, voters }: Poll) => ({ votes: options.map(({ votes }) => votes), voters });

/** The votes of a user: the last acknowledged one, and the one under way when the server was killed. */
interface Voted {
  acknowledged: string[];
  interrupted?: string[];
}

test(
  `each acknowledged vote counts once, through ${rounds} times kill -9`,
  { timeout: 600_000 },
  async () => {
    const chance = createChance(53);
    const server = await startKillableServer({ reactionsPerSecond: Infinity });
    const { url } = server;
    const room = answered(await request<{ id: string }>(url, 'ana', 'POST', '/rooms', { type: 'public' }));
    for (const userId of users) answered(await request(url, userId, 'POST', `/rooms/${room.id}/join`, {}));

    let interrupted = 0;
    let unsent = 0;
    for (let round = 0; round < rounds; round += 1) {
      const content = { id: crypto.randomUUID(), question: 'Where to?', options: ['Sea', 'Hills', 'Town'] };
      const sent = answered(
        await request<Message>(url, 'ana', 'POST', `/rooms/${room.id}/polls`, { ...content, multiple: true }),
      );
      const path = `/rooms/${room.id}/polls/${sent.id}`;
      const killAfter = chance.int(10, 100);
      let acknowledged = 0;
      let reached = (): void => {};
      const moment = new Promise<void>((resolve) => (reached = resolve));
      const voting = users.map(async (userId): Promise<Voted> => {
        let last: string[] = [];
        for (;;) {
          const options = optionIds.filter(() => chance.next() < 0.5);
          const result = await request<{ mine: string[] }>(url, userId, 'PUT', `${path}/vote`, { options });
          if (result === null) return { acknowledged: last, interrupted: options };
          expect(result.mine).toEqual(options);
          last = options;
          acknowledged += 1;
          if (acknowledged === killAfter) reached();
        }
      });
      await moment;
      await server.kill();
      const voted = await Promise.all(voting);
      interrupted += voted.filter((each) => each.interrupted).length;
      await server.listen();
      const restartedAt = performance.now();

      const shown = async () => {
        const messagePath = `/rooms/${room.id}/messages/${sent.id}`;
        return tallyOf(answered(await request<Message>(url, 'ana', 'GET', messagePath)).poll!);
      };
      const state = answered(
        await request<Output<'poll:results'>>(url, 'ana', 'GET', `${path}?voters=true&limit=100`),
      );
      const stored = new Map(state.voters?.map(({ user, options }) => [user.id, options]));
      expect(stored.size).toBe(state.voters?.length);
      for (const [index, { acknowledged: last, interrupted: next }] of voted.entries())
        expect([last, next ?? last]).toContainEqual(stored.get(users[index]!) ?? []);
      const counted = {
        votes: optionIds.map((id) => [...stored.values()].filter((options) => options.includes(id)).length),
        voters: stored.size,
      };
      expect(tallyOf(state.poll)).toEqual(counted);

      // There are no more votes: the server itself finds those that the message does not show.
      const isShown = async () => JSON.stringify(await shown()) === JSON.stringify(counted);
      if (!(await isShown())) unsent += 1;
      while (!(await isShown())) {
        expect(performance.now() - restartedAt).toBeLessThan(recoveryMs);
        await pause(50);
      }
    }
    // The server was killed while users voted, before it had updated the message.
    expect(interrupted).toBeGreaterThan(rounds);
    expect(unsent).toBeGreaterThan(0);
  },
);

test(`${crowdSize} users vote once each, through kill -9 in the middle`, { timeout: 600_000 }, async () => {
  const server = await startKillableServer({});
  const { url } = server;
  const room = answered(await request<{ id: string }>(url, 'ana', 'POST', '/rooms', { type: 'public' }));
  const content = { id: crypto.randomUUID(), question: 'Where to?', options: ['Sea', 'Hills', 'Town'] };
  const sent = answered(await request<Message>(url, 'ana', 'POST', `/rooms/${room.id}/polls`, content));
  const path = `/rooms/${room.id}/polls/${sent.id}`;
  const choiceOf = (number: number): string => optionIds[(number * number) % optionIds.length]!;

  const shownVoters = async (): Promise<number> =>
    answered(await request<Message>(url, 'ana', 'GET', `/rooms/${room.id}/messages/${sent.id}`)).poll!.voters;

  await voteThroughKill(server, (userId, number) =>
    request<{ mine: string[] }>(url, userId, 'PUT', `${path}/vote`, { options: [choiceOf(number)] }),
  );

  const stored = new Map<string, string>();
  let state: Output<'poll:results'>;
  let after = '';
  do {
    const query = `voters=true&limit=100${after && `&after=${after}`}`;
    state = answered(await request<Output<'poll:results'>>(url, 'ana', 'GET', `${path}?${query}`));
    for (const { user, options } of state.voters ?? []) {
      expect(stored.has(user.id)).toBe(false);
      stored.set(user.id, options.join());
    }
    after = state.voters?.at(-1)?.user.id ?? '';
  } while (state.hasMore);
  expect(everyone.filter((number) => stored.get(voterId(number)) !== choiceOf(number))).toEqual([]);
  expect(stored.size).toBe(crowdSize);
  const votes = optionIds.map((id) => everyone.filter((number) => choiceOf(number) === id).length);
  expect(tallyOf(state.poll)).toEqual({ votes, voters: crowdSize });

  const endsAt = performance.now() + recoveryMs;
  while ((await shownVoters()) !== crowdSize) {
    expect(performance.now()).toBeLessThan(endsAt);
    await pause(50);
  }
});
