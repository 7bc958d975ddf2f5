// Messages become due while the server is killed.
import { setTimeout as pause } from 'node:timers/promises';
import type { Message, ScheduledMessage } from '@chat/protocol';
import { expect, test } from 'vitest';
import { countOf } from '../run-size.ts';
import { createChance } from '../simulation/chance.ts';
import { startKillableServer } from './killable-server.ts';
import { answered, request } from './rest-request.ts';

const rounds = countOf('kill -9 while scheduled messages become due', { short: 3, long: 25 });
const mostRounds = 25;
const users = Array.from({ length: 5 }, (_, index) => `u${index}`);
const perUser = 20;
/** A scheduled message is at most this late after a restart, as in docs/features/scheduled.md. */
const recoveryMs = 6_000;

test(
  `each acknowledged scheduled message is sent once, through ${rounds} times kill -9`,
  { timeout: 600_000 },
  async () => {
    const chance = createChance(54);
    const server = await startKillableServer({ sendsPerSecond: Infinity });
    const { url } = server;
    const room = answered(await request<{ id: string }>(url, 'ana', 'POST', '/rooms', { type: 'public' }));
    const path = `/rooms/${room.id}`;
    for (const userId of users) answered(await request(url, userId, 'POST', `${path}/join`, {}));
    const list = async (): Promise<Message[]> => {
      const found: Message[] = [];
      for (let after = 0; ; after = found.at(-1)?.seq ?? 0) {
        const { messages, hasMore } = answered(
          await request<{ messages: Message[]; hasMore: boolean }>(
            url,
            'ana',
            'GET',
            `${path}/messages?after=${after}&limit=100`,
          ),
        );
        found.push(...messages);
        if (!hasMore) return found;
      }
    };
    const waiting = async (userId: string): Promise<ScheduledMessage[]> =>
      answered(
        await request<{ scheduled: ScheduledMessage[] }>(url, userId, 'GET', `${path}/scheduled?limit=100`),
      ).scheduled;

    const expected: string[] = [];
    let unsent = 0;
    // A few rounds may all miss the moment at which messages are due: then more follow.
    for (let round = 0; round < rounds || (unsent === 0 && round < mostRounds); round += 1) {
      const begin = Date.now() + 500;
      for (const userId of users)
        for (let index = 0; index < perUser; index += 1) {
          const text = `${round} ${userId} ${index}`;
          const content = { id: crypto.randomUUID(), text, sendAt: begin + chance.int(0, 1_000) };
          answered(await request(url, userId, 'POST', `${path}/scheduled`, content));
          expected.push(text);
        }
      await pause(Math.max(0, begin - Date.now()) + chance.int(100, 900));
      await server.kill();
      await server.listen();
      const restartedAt = performance.now();
      const sent = (await list()).length;
      if (sent < expected.length) unsent += 1;
      while ((await list()).length < expected.length) {
        expect(performance.now() - restartedAt).toBeLessThan(recoveryMs);
        await pause(50);
      }
      for (const userId of users) expect(await waiting(userId)).toEqual([]);
    }
    await pause(500);
    expect((await list()).map(({ text }) => text).sort()).toEqual(expected.sort());
    // The server was killed while messages were due.
    expect(unsent).toBeGreaterThan(0);
  },
);
