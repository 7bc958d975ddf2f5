// Many users vote for questions and withdraw their votes, while the server is killed.
import { setTimeout as pause } from 'node:timers/promises';
import type { Output } from '@chat/protocol';
import { expect, test } from 'vitest';
import { countOf } from '../run-size.ts';
import { createChance } from '../simulation/chance.ts';
import { crowdSize, everyone, forEachUser, voterId, voteThroughKill } from './crowd-votes.ts';
import { startKillableServer } from './killable-server.ts';
import { answered, request } from './rest-request.ts';

const rounds = countOf('kill -9 while users vote for questions', { short: 2, long: 20 });
const users = Array.from({ length: 20 }, (_, index) => `u${index}`);
/** The time after a restart within which members see all stored votes, as in docs/guarantees.md. */
const recoveryMs = 6_000;

/** The vote of a user: the last acknowledged one, and the one under way when the server was killed. */
interface Voted {
  acknowledged: boolean;
  interrupted?: boolean;
}

test(
  `each acknowledged vote for a question counts once, through ${rounds} times kill -9`,
  { timeout: 600_000 },
  async () => {
    const chance = createChance(51);
    const server = await startKillableServer({ reactionsPerSecond: Infinity, maxQuestionsPerDay: 1_000 });
    const { url } = server;
    const room = answered(await request<{ id: string }>(url, 'ana', 'POST', '/rooms', { type: 'public' }));
    answered(await request(url, 'ana', 'PATCH', `/rooms/${room.id}`, { questions: 'anonymous' }));
    for (const userId of users) answered(await request(url, userId, 'POST', `/rooms/${room.id}/join`, {}));
    const path = `/rooms/${room.id}/questions`;
    const listOf = async (userId: string) =>
      answered(await request<Output<'question:list'>>(url, userId, 'GET', `${path}?limit=100`)).questions;

    let interrupted = 0;
    for (let round = 0; round < rounds; round += 1) {
      const id = crypto.randomUUID();
      const content = { id, text: `Round ${round}?`, anonymous: true };
      answered(await request(url, 'ana', 'POST', path, content));
      const killAfter = chance.int(10, 100);
      let acknowledged = 0;
      let reached = (): void => {};
      const moment = new Promise<void>((resolve) => (reached = resolve));
      const voting = users.map(async (userId): Promise<Voted> => {
        let last = false;
        for (;;) {
          const upvoted = chance.next() < 0.7;
          const result = await request<{ upvoted: boolean }>(url, userId, 'PUT', `${path}/${id}/upvote`, {
            upvoted,
          });
          if (result === null) return { acknowledged: last, interrupted: upvoted };
          last = result.upvoted;
          acknowledged += 1;
          if (acknowledged === killAfter) reached();
        }
      });
      await moment;
      await server.kill();
      const voted = await Promise.all(voting);
      interrupted += voted.filter((each) => each.interrupted !== undefined).length;
      await server.listen();
      const restartedAt = performance.now();

      // There are no more votes: the server itself publishes those that members have not got.
      const stored = async (): Promise<boolean[]> =>
        Promise.all(
          users.map(async (userId) => {
            const found = (await listOf(userId)).find((question) => question.id === id);
            return found?.upvoted === true;
          }),
        );
      const votesShown = async () => (await listOf('ana')).find((question) => question.id === id)?.votes;
      const expected = async () => (await stored()).filter(Boolean).length;
      while ((await votesShown()) !== (await expected())) {
        expect(performance.now() - restartedAt).toBeLessThan(recoveryMs);
        await pause(50);
      }
      for (const [index, upvoted] of (await stored()).entries()) {
        const { acknowledged: last, interrupted: next = last } = voted[index]!;
        expect([last, next]).toContain(upvoted);
      }
    }
    // The server was killed while users voted.
    expect(interrupted).toBeGreaterThan(rounds);
  },
);

test(
  `${crowdSize} users vote for a question once each, through kill -9 in the middle`,
  {
    timeout: 600_000,
  },
  async () => {
    const server = await startKillableServer({});
    const { url } = server;
    const room = answered(await request<{ id: string }>(url, 'ana', 'POST', '/rooms', { type: 'public' }));
    answered(await request(url, 'ana', 'PATCH', `/rooms/${room.id}`, { questions: 'named' }));
    const path = `/rooms/${room.id}/questions`;
    const id = crypto.randomUUID();
    answered(await request(url, 'ana', 'POST', path, { id, text: 'Where to?' }));
    await voteThroughKill(server, (userId) => request(url, userId, 'PUT', `${path}/${id}/upvote`, {}));

    const listedFor = async (userId: string) =>
      answered(await request<Output<'question:list'>>(url, userId, 'GET', path)).questions.find(
        (question) => question.id === id,
      );
    const endsAt = performance.now() + recoveryMs;
    while ((await listedFor('ana'))?.votes !== crowdSize) {
      expect(performance.now()).toBeLessThan(endsAt);
      await pause(50);
    }
    const without: number[] = [];
    await forEachUser(everyone, async (number) => {
      if (!(await listedFor(voterId(number)))?.upvoted) without.push(number);
    });
    expect(without).toEqual([]);
  },
);
