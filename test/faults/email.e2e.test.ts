// The server is killed while it sends e-mail about unread messages: no mail is sent twice, and a kill loses at most one.
import { existsSync, readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { countOf } from '../run-size.ts';
import { createChance } from '../simulation/chance.ts';
import { patient } from '../unhurried.ts';
import { startKillableServer } from './killable-server.ts';
import { answered, request } from './rest-request.ts';

const rounds = countOf('kill -9 while e-mail is sent', { short: 3, long: 20 });
const users = Array.from({ length: 6 }, (_, index) => `u${index}`);
const rooms = ['plans', 'office'];
/** When another node, or the next process, continues: longer than a lease. */
const leaseMs = 121_000;

test(
  `no e-mail is sent twice, and each kill loses at most one, through ${rounds} times kill -9`,
  { timeout: 600_000 },
  async () => {
    const chance = createChance(57);
    const server = await startKillableServer({ sendsPerSecond: Infinity }, { mails: true });
    const { url } = server;
    for (const id of rooms) {
      answered(await request(url, 'ana', 'POST', '/rooms', { roomId: id, type: 'public', title: id }));
      for (const userId of users) answered(await request(url, userId, 'POST', `/rooms/${id}/join`, {}));
    }
    const mails = (): { to: string; text: string }[] =>
      existsSync(server.mails)
        ? readFileSync(server.mails, 'utf8')
            .split('\n')
            .filter(Boolean)
            .map((line) => JSON.parse(line) as { to: string; text: string })
        : [];
    /** How many mails to a user have a message. */
    const times = (userId: string, text: string): number =>
      mails().filter((mail) => mail.to === `${userId}@example.org` && mail.text.includes(`: ${text}\n`))
        .length;
    const without = (text: string): string[] => users.filter((userId) => times(userId, text) === 0);
    const mention = async (round: number): Promise<string[]> => {
      const texts = rooms.map((id) => `round ${round} in ${id}.`);
      for (const [at, id] of rooms.entries()) {
        const content = { id: crypto.randomUUID(), text: texts[at], mentions: users };
        answered(await request(url, 'ana', 'POST', `/rooms/${id}/messages`, content));
      }
      return texts;
    };

    const all: string[] = [];
    let interrupted = 0;
    for (let round = 0; round < rounds; round += 1) {
      const before = mails().length;
      all.push(...(await mention(round)));
      const some = chance.int(1, users.length - 3);
      await expect
        .poll(() => mails().length, { ...patient, interval: 2 })
        .toBeGreaterThanOrEqual(before + some);
      await pause(chance.int(0, 50));
      await server.kill();
      if (mails().length < before + users.length) interrupted += 1;
      await server.listen();
      await server.step((round + 1) * leaseMs);
      for (const text of all.slice(-rooms.length))
        await expect.poll(() => without(text).length, patient).toBeLessThanOrEqual(1);
    }
    // The server was killed between two mails.
    expect(interrupted).toBeGreaterThan(0);
    const last = await mention(rounds);
    for (const text of last) await expect.poll(() => without(text), patient).toEqual([]);
    for (const text of [...all, ...last])
      for (const userId of users)
        expect([userId, text, times(userId, text)]).toEqual([
          userId,
          text,
          without(text).includes(userId) ? 0 : 1,
        ]);
  },
);
