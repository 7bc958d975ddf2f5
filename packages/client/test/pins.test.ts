import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Message } from '@chat/protocol';
import { memoryStorage, type ChatStorage } from '@chat/server';
import { sqliteStorage } from '@chat/server/sqlite';
import { noPins, updatePins, setPins, beginReadingPins } from '../src/room/pinned-messages.ts';
import { eventually, withServer, type Rig } from './with-server.ts';

const storages: [string, () => ChatStorage][] = [
  ['in memory', () => memoryStorage()],
  ['in SQLite', () => sqliteStorage(':memory:')],
];
const root = { id: 'root', name: 'Root', role: 'admin' } as const;
const uuid = (n: number) => `00000000-0000-7000-8000-${String(n).padStart(12, '0')}`;

describe.each(storages)('pins, %s', (_, make) => {
  let rig: Rig;
  let storage: ChatStorage;
  beforeEach(async () => {
    storage = make();
    rig = await withServer({ storage, limits: { resumeChanges: 20 } });
  });
  afterEach(async () => {
    await rig.close();
    await storage.close();
  });

  const joined = async (name: string) => {
    const room = rig.client({ name }).room('r');
    await room.join();
    return room;
  };
  const texts = (room: Awaited<ReturnType<typeof joined>>) => room.pins.get().items.map(({ text }) => text);
  /** Sixty messages: the first of them are far above what a joining client holds. */
  const longRoom = async () => {
    const owner = rig.chat.as(root);
    await owner.call('room:create', { roomId: 'r' });
    for (let n = 1; n <= 60; n++)
      await owner.call('message:send', { roomId: 'r', id: uuid(n), text: `n.º ${n}` });
    return owner;
  };
  const commitPin = (n: number, pinned: boolean, at: number) =>
    storage.timeline.commit('r', [
      { kind: 'pin', actor: root, at, messageId: uuid(n), pinned, visibleAfter: 0, most: 50 },
    ]);

  test('are listed latest first, with the current text of old messages too', async () => {
    const owner = await longRoom();
    await commitPin(1, true, 10);
    await commitPin(60, true, 20);
    await commitPin(2, true, 30);
    const ana = await joined('Ana');
    expect(ana.pins.get()).toEqual({ items: [], loaded: false });
    await ana.pins.load();
    expect(texts(ana)).toEqual(['n.º 2', 'n.º 60', 'n.º 1']);
    await owner.call('message:edit', { roomId: 'r', messageId: uuid(1), text: 'corregido' });
    await owner.call('message:unpin', { roomId: 'r', messageId: uuid(2) });
    await owner.call('message:pin', { roomId: 'r', messageId: uuid(3) });
    await eventually(() => expect(texts(ana)).toEqual(['n.º 3', 'n.º 60', 'corregido']));
    await owner.call('message:delete', { roomId: 'r', messageId: uuid(60) });
    await eventually(() => expect(texts(ana)).toEqual(['n.º 3', 'corregido']));
    const late = await joined('Late');
    await late.pins.load();
    expect(late.pins.get().items).toEqual(ana.pins.get().items);
  });

  test('are up to date after a reconnect, with a resume or a reset', async () => {
    await longRoom();
    await commitPin(1, true, 10);
    await commitPin(2, true, 20);
    const ana = await joined('Ana');
    await ana.pins.load();
    for (const [more, expected] of [
      [0, ['n.º 3', 'n.º 2']],
      [30, ['n.º 4', 'n.º 2']],
    ] as const) {
      await rig.stop();
      await eventually(() => expect(ana.state.get().status).toBe('stale'));
      await commitPin(more ? 3 : 1, false, 30);
      await commitPin(more ? 4 : 3, true, 40);
      for (let n = 0; n < more; n++)
        await storage.timeline.commit('r', [
          { kind: 'edit', actor: root, at: 50, messageId: uuid(30 + n), text: 'otro' },
        ]);
      await rig.start();
      await eventually(() => {
        expect(ana.state.get().status).toBe('joined');
        expect(texts(ana)).toEqual(expected);
      });
    }
  });

  test('include changes that were made while they load', async () => {
    const owner = await longRoom();
    await commitPin(1, true, 10);
    await commitPin(2, true, 20);
    const ana = await joined('Ana');
    await Promise.all([
      ana.pins.load(),
      owner.call('message:unpin', { roomId: 'r', messageId: uuid(1) }),
      owner.call('message:pin', { roomId: 'r', messageId: uuid(5) }),
    ]);
    await eventually(() => expect(texts(ana)).toEqual(['n.º 5', 'n.º 2']));
  });

  test('are set by members with the right, and shown at once', async () => {
    const ana = await joined('Ana');
    const bo = await joined('Bo');
    const { id } = await bo.messages.send({ text: 'la clave' });
    await Promise.all([ana.pins.load(), bo.pins.load()]);
    expect([ana.state.get().can?.['message:pin'], bo.state.get().can?.['message:pin']]).toEqual([
      true,
      false,
    ]);
    await expect(bo.pins.pin(id)).rejects.toMatchObject({ code: 'forbidden' });
    await ana.pins.pin(id);
    expect(texts(ana)).toEqual(['la clave']);
    await eventually(() => expect(texts(bo)).toEqual(['la clave']));
    await ana.pins.unpin(id);
    expect(texts(ana)).toEqual([]);
    await eventually(() => expect(texts(bo)).toEqual([]));
  });
});

test('a change that arrives while pins load is newer than the response', () => {
  const pin = (n: number, rev: number, pinnedAt?: number): Message => ({
    id: uuid(n),
    roomId: 'r',
    seq: n,
    rev,
    kind: 'text',
    author: root,
    text: '',
    attachments: [],
    mentions: [],
    reactions: [],
    createdAt: 0,
    ...(pinnedAt ? { pinnedAt } : {}),
  });
  const told = [pin(1, 9), pin(2, 10, 10), pin(3, 2, 1)].reduce(updatePins, beginReadingPins(noPins));
  const read = setPins(told, [pin(1, 5, 5), pin(3, 7), pin(4, 6, 6)]);
  expect([...read.known.keys()].toSorted()).toEqual([uuid(2), uuid(4)]);
  expect(updatePins(read, pin(5, 11))).toBe(read);
  expect(updatePins(noPins, pin(5, 11, 11))).toBe(noPins);
  // The answer to a pin that comes after the event of its end.
  const ended = [pin(4, 12), pin(4, 6, 6)].reduce(updatePins, read);
  expect(ended.known.get(uuid(4))).toMatchObject({ rev: 12 });
});
