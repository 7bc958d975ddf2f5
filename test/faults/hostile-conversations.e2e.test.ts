import { createChatClient } from '@chat/client';
import { expect, test } from 'vitest';
import { limits, openArena } from './arena.ts';
import { converse } from './conversations.ts';

const isLong = process.env['TEST_LONG'] === '1';
const plan = isLong
  ? { packets: 1_000_000, atOnce: 24, longest: 400 }
  : { packets: 6_000, atOnce: 8, longest: 60 };
const seed = Number(process.env['SEED'] ?? 41);

test(
  `${plan.packets} packets of any kind, in any order, over any transport, end nothing but their connections`,
  { timeout: isLong ? 7_200_000 : 300_000 },
  async ({ onTestFinished }) => {
    const arena = await openArena({ seed, listen: () => ({ limits, dialect: true }) });
    onTestFinished(arena.close);
    const witness = createChatClient({ url: arena.url, name: 'witness' });
    onTestFinished(witness.close);
    const lost: string[] = [];
    const room = witness.room('quiet');
    await room.join();
    witness.on('status', (status) => lost.push(status));
    const { pid } = arena.server;
    const look = async (): Promise<void> => {
      await arena.server.ask('connections', undefined); // rejects at once when the server has ended
    };
    const sent = await converse({ url: arena.url, chance: arena.chance, ...plan, look });
    expect(sent.packets).toBeGreaterThanOrEqual(plan.packets);
    await room.messages.send({ text: 'I am still here' });
    const late = createChatClient({ url: arena.url, name: 'latecomer' });
    onTestFinished(late.close);
    await late.room('quiet').join();
    await late.room('quiet').messages.send({ text: 'and I came in' });
    await expect.poll(() => room.messages.get().items.map(({ text }) => text)).toContain('and I came in');
    expect(lost).toEqual([]);
    expect(arena.server).toMatchObject({ alive: true, pid });
    const printed = arena.server.output().replaceAll(/^\[chat\] the event loop is .*$/gm, '');
    expect(printed.trim()).toBe('');
  },
);
