// Attendance is recorded while the server is killed: each stay that was listed before is there afterwards.
import type { Output } from '@chat/protocol';
import { createChatClient, type ChatClient } from '@chat/client';
import { expect, onTestFinished, test } from 'vitest';
import { countOf } from '../run-size.ts';
import { patient } from '../unhurried.ts';
import { secret } from './arena.ts';
import { startKillableServer } from './killable-server.ts';
import { signToken } from './sign-token.ts';

const rounds = countOf('kill -9 while attendance is recorded', { short: 2, long: 20 });
const roomId = 'r';
/** As in docs/features/attendance.md: how much of a stay a kill loses at most. */
const mostLostMs = 30_000;

const clientOf = (url: string, userId: string): ChatClient => {
  const client = createChatClient({
    url: `${url}/chat`,
    token: signToken({ sub: userId, name: userId }, secret),
  });
  onTestFinished(() => client.close());
  return client;
};

test(`stays outlive ${rounds} times kill -9`, { timeout: 300_000 }, async () => {
  const server = await startKillableServer({ presenceGraceMs: 200 });
  const host = clientOf(server.url, 'host');
  await host.call('room:create', { roomId, type: 'public', attendance: true });
  const list = (): Promise<Output<'attendance:list'>> => host.call('attendance:list', { roomId });
  const ids = async () => (await list().catch(() => ({ users: [] }))).users.map(({ user }) => user.id);
  for (let round = 0; round < rounds; round += 1) {
    const guest = clientOf(server.url, `guest${round}`);
    await guest.room(roomId).join();
    await expect.poll(ids, patient).toContain(`guest${round}`);
    const before = (await list()).users;
    const killedAt = Date.now();
    await server.kill();
    await guest.close();
    await server.listen();
    await expect.poll(ids, patient).toContain(`guest${round}`);
    const after = (await list()).users;
    for (const { user, intervals } of before) {
      const now = after.find((each) => each.user.id === user.id)?.intervals;
      const [first, last] = [intervals[0], now?.at(-1)];
      expect(now?.[0]?.from).toBe(first?.from);
      expect(last?.to).toBeGreaterThanOrEqual(intervals.at(-1)?.to ?? 0);
    }
    const stay = after.find(({ user }) => user.id === `guest${round}`)?.intervals.at(-1);
    expect(stay?.to).toBeGreaterThanOrEqual(killedAt - mostLostMs);
    // The guest did not return, so the server cannot have seen them later.
    expect(stay?.to).toBeLessThanOrEqual(killedAt);
  }
});
