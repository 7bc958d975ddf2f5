// Many users enter by an invite link of a few uses at once, while the server is killed.
import { setTimeout as pause } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { countOf } from '../run-size.ts';
import { createChance } from '../simulation/chance.ts';
import { secret } from './arena.ts';
import { startKillableServer } from './killable-server.ts';
import { signToken } from './sign-token.ts';

const rounds = countOf('kill -9 while users enter by an invite link', { short: 5, long: 25 });
const users = Array.from({ length: 30 }, (_, index) => `u${index}`);
const again = Symbol('the server is away');

/** Runs a command over REST; returns its status and body, or `again` if the server is killed meanwhile. */
const request = async (url: string, userId: string, method: string, path: string, body?: object) => {
  try {
    const response = await fetch(`${url}/chat/api${path}`, {
      method,
      headers: {
        authorization: `Bearer ${signToken({ sub: userId, name: userId }, secret)}`,
        'content-type': 'application/json',
      },
      ...(body && { body: JSON.stringify(body) }),
    });
    return { status: response.status, json: (await response.json()) as Record<string, unknown> };
  } catch {
    return again;
  }
};

/** The same, until the server responds. */
const insist = async (...asked: Parameters<typeof request>) => {
  for (;;) {
    const answer = await request(...asked);
    if (answer !== again && answer.status < 500) return answer;
    await pause(20);
  }
};

test(`a link of N uses admits N users, through ${rounds} times kill -9`, { timeout: 600_000 }, async () => {
  const chance = createChance(47);
  const server = await startKillableServer({ roomGuessesPerHour: Infinity, invitationsPerHour: Infinity });
  const { url } = server;

  let interrupted = 0;
  for (let round = 0; round < rounds; round += 1) {
    const maxUses = chance.int(3, 12);
    const room = await insist(url, 'ana', 'POST', '/rooms', { type: 'private' });
    const roomId = String(room.json['id']);
    const { json } = await insist(url, 'ana', 'POST', `/rooms/${roomId}/invite-links`, { maxUses });
    const path = `/rooms/${roomId}/invite-links/accept`;
    const killAfter = chance.int(1, maxUses);
    const moreMs = chance.next() * 4;
    let admitted = 0;
    let reached = (): void => {};
    const moment = new Promise<void>((resolve) => (reached = resolve));
    const entering = users.map(async (userId) => {
      const first = await request(url, userId, 'POST', path, { code: json['code'] });
      if (first === again) interrupted += 1;
      else if (first.status === 200 && ++admitted === killAfter) reached();
      const last = first === again ? await insist(url, userId, 'POST', path, { code: json['code'] }) : first;
      return { userId, ...last };
    });
    await moment;
    if (moreMs >= 1) await pause(moreMs);
    await server.kill();
    await server.listen();

    const results = await Promise.all(entering);
    const entered = results.filter(({ status }) => status === 200).map(({ userId }) => userId);
    const refused = results.filter(({ status }) => status !== 200);
    expect(refused.map((each) => each.json['error'])).toEqual(
      refused.map(() => expect.objectContaining({ reason: 'invite_invalid' })),
    );
    const list = await insist(url, 'ana', 'GET', `/rooms/${roomId}/members?limit=100`);
    const members = (list.json['members'] as { user: { id: string } }[]).map(({ user }) => user.id);
    expect(members.sort()).toEqual(['ana', ...entered].sort());
    expect(entered).toHaveLength(maxUses);
  }
  // The server was killed while users entered.
  expect(interrupted).toBeGreaterThan(rounds);
});
