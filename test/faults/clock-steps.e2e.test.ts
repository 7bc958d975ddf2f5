import { createChatClient, type ChatClient } from '@chat/client';
import { expect, test, vi } from 'vitest';
import { longTest } from '../long-test.ts';
import { openArena, revisedRoom } from './arena.ts';
import { unhurried } from '../unhurried.ts';

const hourMs = 3_600_000;
/** Longer than any reply takes, and short compared with the steps. */
const aMomentMs = 60_000;

longTest(
  'a server clock that steps by hours loses no message and locks no user out',
  { timeout: 180_000 },
  async ({ onTestFinished }) => {
    // Ordinary rate limits: a client that exceeds them must still get in again.
    const limits = { ...unhurried, typingTimeoutMs: 1_000, requestsPerSecond: 1e9, joinsPerSecond: 1e9 };
    const arena = await openArena({ seed: 13, listen: () => ({ limits }) });
    onTestFinished(arena.close);
    const crowd = arena.gather();
    const timer = setInterval(() => crowd.write(revisedRoom), 1_000);
    onTestFinished(() => clearInterval(timer));
    const open = async (name: string, roomId: string): Promise<ChatClient> => {
      const client = createChatClient({ url: arena.url, name });
      onTestFinished(client.close);
      await client.room(roomId).join();
      return client;
    };
    const olga = await open('olga', 'slow');
    await olga.call('room:update', { roomId: 'slow', slowModeSeconds: 1 });
    const sam = await open('sam', 'slow');
    await olga.call('room:create', { roomId: 'kept', retention: { days: 1 } });
    await olga.room('kept').join();
    const kept: string[] = [];

    for (const stepMs of [0, 5 * hourMs, -5 * hourMs, 0]) {
      await arena.server.ask('step', stepMs);
      expect(await crowd.acked(20, 60_000)).toBe(true);
      await crowd.reloadOne();
      expect(await crowd.acked(20, 60_000)).toBe(true);
      const { id, createdAt } = await olga.room('kept').messages.send({ text: `at ${stepMs}` });
      kept.push(id);
      expect(Math.abs(createdAt - Date.now() - stepMs)).toBeLessThan(aMomentMs);
      expect((await olga.call('message:list', { roomId: 'kept' })).messages.map((each) => each.id)).toEqual(
        kept,
      );
      // Slow mode asks for a second, whatever the clock showed before.
      await sam.room('slow').messages.send({ text: `at ${stepMs}` });
      // Typing comes, and goes by itself.
      const typists = () => olga.room('slow').typing.get().count;
      sam.call('typing:set', { roomId: 'slow', typing: true }).catch(() => {});
      await vi.waitFor(() => expect(typists()).toBe(1), { timeout: 30_000, interval: 10 });
      await vi.waitFor(() => expect(typists()).toBe(0), { timeout: 30_000, interval: 10 });
      await open(`newcomer ${kept.length}`, 'slow');
    }
    clearInterval(timer);
    const { violations } = await arena.verify();
    expect(violations).toEqual([]);
  },
);

test('a page keeps working if its clock steps by hours', { timeout: 120_000 }, async ({ onTestFinished }) => {
  const arena = await openArena({
    seed: 14,
    listen: () => ({ limits: { ...unhurried, typingTimeoutMs: 2_000 } }),
  });
  onTestFinished(arena.close);
  let stepMs = 0;
  const ana = createChatClient({ url: arena.url, name: 'ana', now: () => Date.now() + stepMs });
  const ben = createChatClient({ url: arena.url, name: 'ben' });
  onTestFinished(async () => void (await Promise.all([ana.close(), ben.close()])));
  await Promise.all([ana, ben].map((client) => client.room('r').join()));
  const texts: string[] = [];
  for (stepMs of [0, 5 * hourMs, -5 * hourMs]) {
    ana.room('r').typing.start();
    await vi.waitFor(() => expect(ben.room('r').typing.get().count).toBe(1), {
      timeout: 30_000,
      interval: 10,
    });
    const written = [`at ${stepMs}`, `at ${stepMs}, and more`];
    texts.push(...written);
    await Promise.all(written.map((text) => ana.room('r').messages.send({ text })));
    await vi.waitFor(() => expect(ben.room('r').typing.get().count).toBe(0), {
      timeout: 30_000,
      interval: 10,
    });
    ana.room('r').typing.start();
    await vi.waitFor(() => expect(ben.room('r').typing.get().count).toBe(1), {
      timeout: 30_000,
      interval: 10,
    });
  }
  expect(
    ben
      .room('r')
      .messages.get()
      .items.map(({ text }) => text),
  ).toEqual(texts);
});
