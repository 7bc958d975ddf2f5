import type { ChatEvent } from '@chat/protocol';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addIsland, addNewer, addOlder, dropStale } from '../src/messages/log-pages.ts';
import { gapsOf, hasStale } from '../src/messages/message-log.ts';
import { applyRead, unreadOf } from '../src/room/read-state.ts';
import { applyEvent, applySnapshot, emptyCore, placeOf, type RoomCore } from '../src/room/room-state.ts';
import { fakeRoom, rules } from './fake-server.ts';

type Step =
  | { do: 'send'; mine: boolean }
  | { do: 'edit' | 'remove'; seq: number }
  | { do: 'rename' | 'skip' | 'older' | 'newer' | 'below' | 'resume' }
  | { do: 'reach'; seq: number }
  | { do: 'read'; seq: number };

const step: fc.Arbitrary<{ step: Step; fate: 'arrives' | 'twice' | 'lost' | 'late' }> = fc.record({
  step: fc.oneof(
    { weight: 5, arbitrary: fc.record({ do: fc.constant('send' as const), mine: fc.boolean() }) },
    {
      weight: 3,
      arbitrary: fc.record({ do: fc.constantFrom('edit', 'remove'), seq: fc.integer({ min: 1, max: 30 }) }),
    },
    {
      weight: 4,
      arbitrary: fc.record({
        do: fc.constantFrom('rename', 'skip', 'older', 'newer', 'below', 'resume'),
      }),
    },
    {
      weight: 1,
      arbitrary: fc.record({ do: fc.constant('reach' as const), seq: fc.integer({ min: 1, max: 30 }) }),
    },
    {
      weight: 1,
      arbitrary: fc.record({ do: fc.constant('read' as const), seq: fc.integer({ min: 1, max: 30 }) }),
    },
  ),
  fate: fc.constantFrom('arrives', 'arrives', 'arrives', 'twice', 'lost', 'late'),
});

const play = (steps: { step: Step; fate: string }[]) => {
  const server = fakeRoom(5, 8);
  const viewer = { user: server.me, now: 0, ...rules };
  let core: RoomCore = applySnapshot(emptyCore, server.join(null), viewer);
  const late: ChatEvent[] = [];

  const resume = () => {
    core = applySnapshot(core, server.join(core.since, core.readSeq), viewer);
    while (hasStale(core.log)) older(); // what the room does when it is live again
  };
  const older = () => {
    const { from, hasOlder } = core.log.island ?? core.log;
    if (hasOlder || hasStale(core.log)) core = { ...core, log: addOlder(core.log, server.page(from), from) };
  };
  const fill = (side: 'newer' | 'below') => {
    const { island, from } = core.log;
    if (island === null) return;
    const log =
      side === 'below'
        ? addOlder(core.log, server.page(from), from)
        : addNewer(core.log, server.after(island.to), island.to);
    core = { ...core, log };
  };
  const arrive = (event: ChatEvent) => {
    const place = placeOf(core, event);
    if (place === 'next') core = applyEvent(core, event, viewer);
    else if (place === 'missing') resume();
  };

  for (const { step, fate } of steps) {
    if (step.do === 'older') older();
    else if (step.do === 'newer' || step.do === 'below') fill(step.do);
    else if (step.do === 'reach') core = { ...core, log: addIsland(core.log, server.around(step.seq)) };
    else if (step.do === 'resume') resume();
    else if (step.do === 'read') core = applyRead(core, Math.min(step.seq, core.log.items.at(-1)?.seq ?? 0));
    else {
      const event =
        step.do === 'send'
          ? server.send(step.mine ? 'me' : 'other')
          : step.do === 'edit' || step.do === 'remove'
            ? server[step.do](step.seq)
            : server[step.do]();
      if (event === null || fate === 'lost') continue;
      if (fate === 'late') late.push(event);
      else arrive(event);
      if (fate === 'twice') arrive(event);
      if (late.length > 2) late.splice(0).forEach(arrive);
    }
    expect(unreadOf(core, 'me')).toBeGreaterThanOrEqual(0);
  }
  late.forEach(arrive);
  resume();
  return { core, server, viewer };
};

describe('after lost, doubled or late events, a resume makes the room', () => {
  test('equal to a fresh fetch in messages, room and revision', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 80 }), (steps) => {
        const { core, server, viewer } = play(steps);
        let fresh = applySnapshot(emptyCore, server.join(null, core.readSeq), viewer);
        while (fresh.log.hasOlder && fresh.log.from > core.log.from) {
          fresh = { ...fresh, log: addOlder(fresh.log, server.page(fresh.log.from), fresh.log.from) };
        }
        const start = Math.max(core.log.from, fresh.log.from);
        const from = (log: RoomCore['log']) => log.items.filter((message) => message.seq >= start);
        expect(from(core.log)).toEqual(from(fresh.log));
        expect(core.log.from).toBeLessThanOrEqual(Math.max(fresh.log.from, core.log.from));
        expect(core.since).toEqual(fresh.since);
        expect(core.room).toEqual(fresh.room);
        expect(unreadOf(core, 'me')).toBe(unreadOf(fresh, 'me'));
      }),
      { numRuns: 500 },
    );
  });

  test('complete: every message from the oldest loaded one on, outside of known gaps', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 80 }), (steps) => {
        const { core, server } = play(steps);
        const { island, items, from } = core.log;
        const newest = items.filter(({ seq }) => seq >= from);
        const seqs = newest.map(({ seq }) => seq);
        expect(seqs).toEqual(seqs.map((_, index) => (seqs[0] ?? 0) + index));
        expect(items.filter(({ seq }) => seq < from)).toEqual(
          island === null ? [] : server.between(island.from, island.to),
        );
        const next = (items.find(({ seq }) => seq >= from)?.seq ?? 0) - 1;
        expect(gapsOf(core.log).map(({ before }) => before)).toEqual(
          island === null || island.to === next ? [] : [from],
        );
      }),
      { numRuns: 300 },
    );
  });
});

describe('a reset that does not reach the loaded messages', () => {
  const before = () => {
    const server = fakeRoom(5, 3);
    const viewer = { user: server.me, now: 0, ...rules };
    for (let count = 0; count < 5; count++) server.send('other');
    const core = applySnapshot(emptyCore, server.join(null), viewer);
    for (let count = 0; count < 12; count++) server.send('other');
    return { server, core: applySnapshot(core, server.join(core.since), viewer) };
  };

  test('leaves a gap that pages fill', () => {
    const { server, core } = before();
    expect(gapsOf(core.log)).toEqual([{ after: 5, before: 13 }]);
    const once = addOlder(core.log, server.page(13), 13);
    expect(gapsOf(once)).toEqual([{ after: 5, before: 8 }]);
    const twice = addOlder(once, server.page(8), 8);
    expect(gapsOf(twice)).toEqual([]);
    expect(twice.items).toHaveLength(17);
  });

  test('fetches changed messages again with those pages', () => {
    const { server, core } = before();
    server.remove(5);
    const log = addOlder(addOlder(core.log, server.page(13), 13), server.page(8), 8);
    expect(log.items[4]).toMatchObject({ seq: 5, text: '', deletedAt: 18 });
  });

  test('drops messages that were not fetched again', () => {
    const { core } = before();
    expect(dropStale(core.log).items.map((message) => message.seq)).toEqual([13, 14, 15, 16, 17]);
    expect(dropStale(core.log).hasOlder).toBe(true);
  });

  test('ignores a page that was requested before it', () => {
    const { server, core } = before();
    expect(addOlder(core.log, server.page(3), 3)).toBe(core.log);
  });
});

test('a page read before a change that arrived first does not undo it', () => {
  const server = fakeRoom(5, 8);
  const viewer = { user: server.me, now: 0, ...rules };
  for (let count = 0; count < 10; count++) server.send('other');
  const core = applySnapshot(emptyCore, server.join(null), viewer);
  const page = server.page(core.log.from);
  const changed = applyEvent(core, server.remove(2) as ChatEvent, viewer);
  expect(addOlder(changed.log, page, core.log.from).items[1]).toMatchObject({ seq: 2, text: '' });
});

describe('a page around an old message', () => {
  const before = () => {
    const server = fakeRoom(5, 8);
    const viewer = { user: server.me, now: 0, ...rules };
    for (let count = 0; count < 30; count++) server.send('other');
    const core = applySnapshot(emptyCore, server.join(null), viewer);
    return { server, viewer, core, log: addIsland(core.log, server.around(10)) };
  };
  const seqs = ({ items }: RoomCore['log']) => items.map(({ seq }) => seq);

  test('stands above a gap that fills from both sides', () => {
    const { server, log } = before();
    expect(seqs(log)).toEqual([8, 9, 10, 11, 12, 26, 27, 28, 29, 30]);
    expect(gapsOf(log)).toEqual([{ after: 12, before: 26 }]);
    const up = addOlder(log, server.page(26), 26);
    expect(gapsOf(up)).toEqual([{ after: 12, before: 21 }]);
    const down = addNewer(up, server.after(12), 12);
    expect(gapsOf(down)).toEqual([{ after: 17, before: 21 }]);
    const whole = addNewer(down, server.after(17), 17);
    expect([gapsOf(whole), whole.from, whole.hasOlder, whole.island]).toEqual([[], 8, true, null]);
    expect(seqs(addOlder(whole, server.page(8), 8))).toEqual(Array.from({ length: 28 }, (_, at) => at + 3));
  });

  test('extends upward, and follows changes', () => {
    const { server, viewer, core, log } = before();
    const older = addOlder(log, server.page(8), 8);
    expect([older.items[0]?.seq, older.island]).toEqual([3, { from: 3, to: 12, hasOlder: true }]);
    const changed = applyEvent({ ...core, log: older }, server.remove(9) as ChatEvent, viewer);
    expect(changed.log.items.find(({ seq }) => seq === 9)?.deletedAt).toBeDefined();
  });

  test('does not undo a change that arrived before it', () => {
    const { server, viewer, core } = before();
    const page = server.around(10);
    const changed = applyEvent(core, server.remove(10) as ChatEvent, viewer);
    const log = addIsland(changed.log, page);
    expect(log.items.find(({ seq }) => seq === 10)?.deletedAt).toBeDefined();
    const next = server.after(12);
    const again = applyEvent({ ...changed, log }, server.remove(14) as ChatEvent, viewer);
    expect(addNewer(again.log, next, 12).items.find(({ seq }) => seq === 14)?.deletedAt).toBeDefined();
  });

  test('is replaced by another such page, and dropped by a reset', () => {
    const { server, viewer, core, log } = before();
    expect(seqs(addIsland(log, server.around(3)))).toEqual([1, 2, 3, 4, 5, 26, 27, 28, 29, 30]);
    expect(addIsland(log, server.around(28))).toBe(log);
    for (let count = 0; count < 12; count++) server.send('other');
    const reset = applySnapshot({ ...core, log }, server.join(core.since), viewer);
    expect([seqs(reset.log).slice(0, 5), reset.log.island]).toEqual([[26, 27, 28, 29, 30], null]);
  });
});

test('another epoch drops everything', () => {
  const server = fakeRoom(5, 8);
  const viewer = { user: server.me, now: 0, ...rules };
  for (let count = 0; count < 3; count++) server.send('other');
  const core = applySnapshot(emptyCore, server.join(null), viewer);
  const restored = { ...fakeRoom(5, 8).join(null), epoch: 'f', mode: 'reset' as const };
  expect(applySnapshot(core, restored, viewer)).toMatchObject({
    since: { epoch: 'f', rev: 0 },
    log: { items: [] },
  });
});

test('a mention already in a snapshot but not yet counted becomes unread with its event', () => {
  const server = fakeRoom(5, 8);
  const viewer = { user: server.me, now: 0, ...rules };
  const { rev, seq, ...counted } = server.join(null);
  const event = server.send('other');
  if (!('message' in event)) throw new Error('an event without a message');
  const message = { ...event.message, mentions: [server.me.id] };
  const core = applySnapshot(emptyCore, { ...counted, rev, seq, messages: [message] }, viewer);
  const told = applyEvent(core, { ...event, message }, viewer);
  expect(told.mentions).toEqual([message.seq]);
  expect(unreadOf(told, server.me.id)).toBe(1);
});
