import type { ListedReminder } from '@chat/protocol';
import { type ChatError, memoryStorage, type ChatServerOptions, type ChatStorage } from '@chat/server';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { patient } from '../../../../test/unhurried.ts';
import { startNodes } from '../nodes/nodes.ts';
import { storages } from '../chat/data-rights-harness.ts';
import { connect, message, startServer, type Peer } from '../chat/harness.ts';

const hour = 3_600_000;
const noon = Date.parse('2026-12-01T12:00:00Z');

/** A clock, and rounds of the server that are run by hand. */
const startClock = () => {
  vi.useFakeTimers({ toFake: ['setInterval'] });
  onTestFinished(() => void vi.useRealTimers());
  const clock = { at: noon };
  return {
    now: () => clock.at,
    to: (at: number): void => {
      clock.at = at;
      vi.advanceTimersByTime(5_000);
    },
  };
};

const begin = async (storage: ChatStorage = memoryStorage(), options: ChatServerOptions = {}) => {
  const clock = startClock();
  const all = { storage, now: clock.now, ...options };
  const { url, chat, stop } = await startServer(all);
  const ana = await connect(url, { name: 'Ana' });
  const bea = await connect(url, { name: 'Bea' });
  for (const peer of [ana, bea]) await peer.call('room:join', { roomId: 'r' });
  const sent = await ana.call('message:send', message('r', 'trae el DNI'));
  return { url, chat, stop, ana, bea, clock, all, sent };
};

const target = ({ roomId, id: messageId }: { roomId: string; id: string }) => ({ roomId, messageId });
const listOf = async (peer: Peer): Promise<ListedReminder[]> =>
  (await peer.call('message:reminders', {})).reminders;
const changesOf = ({ events }: Peer) => events.filter((event) => event.type === 'reminder:changed');
const dueEvents = (peer: Peer): number => changesOf(peer).filter(({ reminder }) => reminder?.due).length;

describe.each(storages)('%s: a reminder of a message', (_, make) => {
  test('comes once, at its time, on all devices of its user, and nobody else learns of it', async () => {
    const { url, ana, bea, clock, sent } = await begin(make());
    const phone = await connect(url, { token: bea.hello.token! });
    const reminder = { ...target(sent), remindAt: noon + hour };
    expect(await bea.call('message:remind', { ...target(sent), remindAt: noon + 2 * hour })).toMatchObject({
      remindAt: noon + 2 * hour,
    });
    expect(await bea.call('message:remind', reminder)).toEqual(reminder);
    expect(await listOf(bea)).toEqual([{ ...reminder, message: sent, title: '' }]);
    expect(await listOf(ana)).toEqual([]);
    clock.to(noon + hour - 1);
    expect((await listOf(bea))[0]?.due).toBeUndefined();
    clock.to(noon + hour);
    for (const peer of [bea, phone])
      expect(await peer.until((event) => event.type === 'reminder:changed' && !!event.reminder?.due)).toEqual(
        {
          type: 'reminder:changed',
          ...target(sent),
          reminder: { ...reminder, due: true },
        },
      );
    clock.to(noon + 3 * hour);
    clock.to(noon - hour);
    clock.to(noon + 4 * hour);
    await vi.waitFor(async () => expect(await listOf(bea)).toMatchObject([{ due: true }]), patient);
    expect([dueEvents(bea), dueEvents(phone), dueEvents(ana)]).toEqual([1, 1, 0]);
    await phone.call('message:cancelReminder', target(sent));
    await bea.until((event) => event.type === 'reminder:changed' && event.reminder === null);
    expect(await listOf(bea)).toEqual([]);
  });

  test('waits while the server is down, and ends with the message, and with its user', async () => {
    const { stop, chat, ana, bea, clock, all, sent } = await begin(make());
    const other = await ana.call('message:send', message('r', 'otra cosa'));
    for (const each of [sent, other])
      await bea.call('message:remind', { ...target(each), remindAt: noon + hour });
    await ana.call('message:delete', target(other));
    expect(await listOf(bea)).toHaveLength(1);
    const data = await new Response(chat.exportUser(bea.hello.user.id) as never).text();
    expect(data).toContain(sent.id);
    await stop();
    clock.to(noon + 5 * hour);
    const again = await startServer(all);
    const back = await connect(again.url, { token: bea.hello.token! });
    await vi.waitFor(async () => expect(await listOf(back)).toMatchObject([{ due: true }]), patient);
    await again.chat.eraseUser(bea.hello.user.id);
    const rest = await new Response(again.chat.exportUser(bea.hello.user.id) as never).text();
    expect(rest).not.toContain(sent.id);
  });
});

test('one of several nodes reminds', async () => {
  const clock = startClock();
  const { nodes } = await startNodes(2, { now: clock.now });
  const ana = await connect(nodes[0]!.url, { name: 'Ana' });
  const phone = await connect(nodes[1]!.url, { token: ana.hello.token! });
  await ana.call('room:join', { roomId: 'r' });
  const sent = await Promise.all(
    ['uno', 'dos', 'tres'].map((text) => ana.call('message:send', message('r', text))),
  );
  for (const each of sent) await ana.call('message:remind', { ...target(each), remindAt: noon + hour });
  // The other node reads a reminder when it learns of it: a late one would be due by then.
  await vi.waitFor(() => expect(changesOf(phone)).toHaveLength(3), patient);
  // A node that loses against another one tries again in its next round.
  await vi.waitFor(() => {
    clock.to(noon + hour);
    expect([dueEvents(ana), dueEvents(phone)]).toEqual([3, 3]);
  }, patient);
  clock.to(noon + 2 * hour);
  expect(await listOf(phone)).toMatchObject([{ due: true }, { due: true }, { due: true }]);
  expect([dueEvents(ana), dueEvents(phone)]).toEqual([3, 3]);
});

test('there is no reminder of a message that the user may not see, nor too many, nor too far ahead', async () => {
  const { ana, bea, sent } = await begin(memoryStorage(), {
    limits: { maxReminders: 1, maxScheduleMs: hour },
  });
  const refused = (about: { roomId: string; id: string }, remindAt = noon) =>
    bea
      .call('message:remind', { ...target(about), remindAt })
      .catch(({ code, reason }: ChatError) => reason ?? code);
  await ana.call('room:create', { roomId: 'cita', type: 'private' });
  await ana.call('room:join', { roomId: 'cita' });
  const there = await ana.call('message:send', message('cita', 'allí'));
  expect(await refused(there)).toBe('not_found');
  expect(await bea.call('message:cancelReminder', target(there)).catch(({ code }: ChatError) => code)).toBe(
    'not_found',
  );
  expect(await refused(sent, noon + 2 * hour)).toBe('too_large');
  await bea.call('message:remind', { ...target(sent), remindAt: noon + hour });
  const more = await ana.call('message:send', message('r', 'más'));
  expect(await refused(more)).toBe('too_many_reminders');
});
