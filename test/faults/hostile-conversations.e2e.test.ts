import { createChatClient } from '@chat/client';
import { expect, onTestFinished, test } from 'vitest';
import { isLong } from '../run-size.ts';
import { unhurried } from '../unhurried.ts';
import { limits, openArena } from './arena.ts';
import { converse, type Plan } from './conversations.ts';
import type { ListenOrder } from './server-orders.ts';

const plan = isLong ? { atOnce: 24, longest: 400 } : { atOnce: 8, longest: 60 };
const packetsOf = (long: number, short: number): number => (isLong ? long : short);
const seed = Number(process.env['SEED'] ?? 41);

/** Without rates the server reads every packet; with its own it disconnects floods. */
const ways: [packets: number, rates: string, options: Partial<Plan> & Pick<ListenOrder, 'limits'>][] = [
  [packetsOf(700_000, 6_000), 'no rates', { limits }],
  [
    packetsOf(300_000, 12_000),
    'the default rates',
    { limits: unhurried, addresses: packetsOf(8, 2), floodEvery: 12 },
  ],
];

test.each(ways)(
  '%i arbitrary packets in any order, over any transport, affect only their own connections, with %s',
  { timeout: isLong ? 7_200_000 : 300_000 },
  async (packets, rates, { limits: given, ...conversations }) => {
    const arena = await openArena({
      seed,
      listen: () => ({ limits: given, dialect: true, proxied: true }),
    });
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
    const { url, chance } = arena;
    const counts = await converse({ url, chance, packets, ...plan, ...conversations, look });
    if (isLong) process.stdout.write(`${rates}: ${JSON.stringify(counts)}\n`);
    expect(counts.packets).toBeGreaterThanOrEqual(packets);
    const hasRates = given !== limits;
    expect([counts.rateLimited > 0, counts.cutOff > 0]).toEqual([hasRates, hasRates]);
    await room.messages.send({ text: 'I am still here' });
    const late = createChatClient({ url: arena.url, name: 'latecomer' });
    onTestFinished(late.close);
    await late.room('quiet').join();
    await late.room('quiet').messages.send({ text: 'and I came in' });
    await expect.poll(() => room.messages.get().items.map(({ text }) => text)).toContain('and I came in');
    expect(lost).toEqual([]);
    expect(arena.server).toMatchObject({ alive: true, pid });
    const printed = arena.server.output().replaceAll(/^\[chat\] the event loop is .*$/gm, '');
    // An address whose commands keep being refused is logged, once a minute.
    const ofRates = /^\[chat\] a request was refused: too many [^}]*\}$/gm;
    expect((hasRates ? printed.replaceAll(ofRates, '') : printed).trim()).toBe('');
  },
);
