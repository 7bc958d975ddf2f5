import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { ChatEvent } from '@chat/protocol';
import type { ChatRoom } from '@chat/client';
import { eventually, withServer, type Rig } from './with-server.ts';

const thumb = '\u{1F44D}';
const heart = '\u2764\uFE0F';

let rig: Rig;
beforeEach(async () => {
  rig = await withServer({ limits: { reactionsPerSecond: Infinity } });
});
afterEach(() => rig.close());

const joined = async (name: string) => {
  const client = rig.client({ name });
  const room = client.room('r');
  await room.join();
  return { client, room, id: client.user!.id };
};
const shown = (room: ChatRoom) =>
  room.messages.get().items[0]?.reactions.map(({ emoji, count, by }) => [emoji, count, by]);

describe('reactions', () => {
  test('are shown at once, and to others when the event arrives', async () => {
    const ana = await joined('Ana');
    const ben = await joined('Ben');
    const { id } = await ana.room.messages.send({ text: 'hola' });
    await eventually(() => expect(ben.room.messages.get().items).toHaveLength(1));
    const [before] = ben.room.messages.get().items;
    const adding = ben.room.reactions.add(id, thumb);
    expect(shown(ben.room)).toEqual([[thumb, 1, [ben.id]]]);
    expect(ben.room.messages.get().items[0]).not.toBe(before);
    await adding;
    expect(shown(ben.room)).toEqual([[thumb, 1, [ben.id]]]);
    await eventually(() => expect(shown(ana.room)).toEqual([[thumb, 1, [ben.id]]]));
  });

  test('toggle what is shown, even in quick succession', async () => {
    const ana = await joined('Ana');
    const { id } = await ana.room.messages.send({ text: 'hola' });
    const toggles = [1, 2, 3].map(() => ana.room.reactions.toggle(id, thumb));
    expect(shown(ana.room)).toEqual([[thumb, 1, [ana.id]]]);
    await Promise.all(toggles);
    expect(shown(ana.room)).toEqual([[thumb, 1, [ana.id]]]);
    await ana.room.reactions.toggle(id, thumb);
    expect(shown(ana.room)).toEqual([]);
  });

  test('disappear if the server rejects them', async () => {
    const ana = await joined('Ana');
    const ben = await joined('Ben');
    const { id } = await ana.room.messages.send({ text: 'hola' });
    await eventually(() => expect(ben.room.messages.get().items).toHaveLength(1));
    await ana.room.settings.update({ frozen: true });
    const adding = ben.room.reactions.add(id, thumb);
    expect(shown(ben.room)).toEqual([[thumb, 1, [ben.id]]]);
    await expect(adding).rejects.toMatchObject({ code: 'forbidden', reason: 'frozen' });
    expect(shown(ben.room)).toEqual([]);
  });

  test("mark the user's own among many, from events and from snapshots", async () => {
    const ana = await joined('Ana');
    const { id } = await ana.room.messages.send({ text: 'hola' });
    const react = async (name: string, emoji: string, added = true) => {
      const session = rig.chat.as({ id: name, name });
      await session.call('room:join', { roomId: 'r' });
      await session.call(added ? 'reaction:add' : 'reaction:remove', { roomId: 'r', messageId: id, emoji });
      session.close();
    };
    for (let index = 0; index < 52; index += 1) await react(`u${index}`, thumb);
    await ana.room.reactions.add(id, thumb);
    const mine = (room: ChatRoom) => room.messages.get().items[0]?.reactions[0]?.by.includes(ana.id);
    const count = (room: ChatRoom) => room.messages.get().items[0]?.reactions[0]?.count;
    expect([count(ana.room), mine(ana.room)]).toEqual([53, true]);
    // By events of others, which name the first fifty.
    await react('late', thumb);
    await react('late', heart);
    await eventually(() => expect(shown(ana.room)?.map(([, total]) => total)).toEqual([54, 1]));
    expect(mine(ana.room)).toBe(true);
    // In another tab: by a snapshot, then by the events of what the first one does.
    const tab = rig.chat.as({ id: ana.id, name: 'Ana' });
    const other = rig.client({ session: tab, storage: false }).room('r');
    await other.join();
    expect(mine(other)).toBe(true);
    expect(other.messages.get().items).toEqual(ana.room.messages.get().items);
    await ana.room.reactions.remove(id, thumb);
    await eventually(() => expect([count(other), mine(other)]).toEqual([53, false]));
    await ana.room.reactions.add(id, thumb);
    await eventually(() => expect([count(other), mine(other)]).toEqual([54, true]));
    expect(other.messages.get().items).toEqual(ana.room.messages.get().items);
  });

  test('emit what changed, and can be listed with names', async () => {
    const ana = await joined('Ana');
    const ben = await joined('Ben');
    const { id } = await ana.room.messages.send({ text: 'hola' });
    const told: ChatEvent[] = [];
    ana.room.on('message:updated', (event) => told.push(event));
    await ben.room.reactions.add(id, thumb);
    await eventually(() =>
      expect(told).toMatchObject([
        { by: ben.id, change: 'reaction', reaction: { emoji: thumb, added: true }, message: { id } },
      ]),
    );
    expect(await ana.room.reactions.list(id, thumb)).toMatchObject({ users: [{ name: 'Ben' }] });
  });

  test('reach all members as bursts', async () => {
    const ana = await joined('Ana');
    const ben = await joined('Ben');
    const seen: string[] = [];
    for (const { room } of [ana, ben])
      room.on('reaction:burst', ({ emoji, count }) => seen.push(`${emoji} ${count}`));
    await ben.room.reactions.burst(heart);
    await eventually(() => expect(seen).toEqual([`${heart} 1`, `${heart} 1`]));
    await expect(ben.room.reactions.burst('no')).rejects.toMatchObject({ code: 'invalid', field: 'emoji' });
  });
});

test('reactions added while offline arrive with the resume', async () => {
  const ana = await joined('Ana');
  const ben = await joined('Ben');
  const { id } = await ana.room.messages.send({ text: 'hola' });
  await eventually(() => expect(ben.room.messages.get().items).toHaveLength(1));
  const told: ChatEvent[] = [];
  ben.room.on('message:updated', (event) => told.push(event));
  // Taken off the line without a word, as by a dead network.
  for (const socket of await rig.chat.io.fetchSockets())
    if ((socket.handshake.auth as { name?: string }).name === 'Ben') socket.disconnect(true);
  await ana.room.reactions.add(id, thumb);
  await eventually(() => expect(shown(ben.room)).toEqual([[thumb, 1, [ana.id]]]));
  expect(told).toMatchObject([{ type: 'message:updated', change: 'reaction' }]);
  const fresh = await joined('Clara');
  const strip = (room: ChatRoom) => room.messages.get().items.map((item) => ({ ...item, mine: false }));
  expect(strip(ben.room)).toEqual(strip(fresh.room));
});
