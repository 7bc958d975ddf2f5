import type { ChatClient } from '@chat/client';
import { guests } from '@chat/server';
import { expect, onTestFinished, test } from 'vitest';
import { eventually, withServer } from './with-server.ts';

const start = async () => {
  const rig = await withServer({ authenticate: guests({ unique: false }) });
  onTestFinished(rig.close);
  const meet = async (name: string): Promise<ChatClient> => {
    const client = rig.client({ name, storage: false });
    await client.room('plaza').join();
    return client;
  };
  const [ana, bea] = [await meet('Ana'), await meet('Bea')];
  return { rig, ana, bea };
};

const shown = (client: ChatClient) =>
  client.rooms
    .get()
    .items.map(({ room, peer, unread, lastMessage }) => [
      peer?.user.name ?? (room.title || room.id),
      unread,
      lastMessage?.text,
    ]);

test('the list shows the latest active room first, and stays current without joining', async () => {
  const { ana, bea } = await start();
  await bea.rooms.load();
  expect(shown(bea)).toEqual([['plaza', 0, undefined]]);
  const { id } = await ana.rooms.direct(bea.user?.id ?? '');
  await ana.room(id).join();
  const { id: group } = await ana.rooms.create({
    type: 'private',
    title: 'Fiesta',
    userIds: [bea.user?.id ?? ''],
  });
  await eventually(() =>
    expect(bea.rooms.get().items[0]).toMatchObject({ room: { title: 'Fiesta' }, invitation: { members: 1 } }),
  );
  await ana.room(id).messages.send({ text: 'hola' });
  await eventually(() => expect(shown(bea)[0]).toEqual(['Ana', 1, 'hola']));
  await ana.room('plaza').messages.send({ text: 'a todos' });
  await eventually(() => expect(shown(bea).map(([name]) => name)).toEqual(['plaza', 'Ana', 'Fiesta']));
  await bea.rooms.accept(group);
  await bea.room(group).join();
  expect(bea.room(group).state.get().me?.role).toBe('member');
  await eventually(() => expect(bea.rooms.get().items.some(({ invitation }) => invitation)).toBe(false));
  await ana.room(group).join();
  await ana.room(group).members.remove(bea.user?.id ?? '');
  await eventually(() => expect(shown(bea).map(([name]) => name)).not.toContain('Fiesta'));
});

test('changes missed while offline are in the list after a reconnect', async () => {
  const { rig, ana, bea } = await start();
  await bea.room('plaza').leave();
  await bea.rooms.load();
  const bot = rig.chat.as({ id: 'bot', name: 'Bot', role: 'admin' });
  await bot.call('room:join', { roomId: 'plaza' });
  // The server ends her connection; until she is back she hears nothing.
  rig.chat.revoke(bea.user?.id ?? '');
  await bot.call('message:send', { roomId: 'plaza', id: crypto.randomUUID(), text: 'mientras tanto' });
  await eventually(() => expect(shown(bea)).toEqual([['plaza', 1, 'mientras tanto']]));
  await ana.rooms.load();
  expect(ana.room('plaza').state.get().peer).toBeNull();
});

test('silencing applies to every tab, and a direct room names the other user', async () => {
  const { ana, bea } = await start();
  await ana.rooms.load();
  const { id } = await ana.rooms.direct(bea.user?.id ?? '');
  await ana.room(id).join();
  expect(ana.room(id).state.get().peer?.name).toBe('Bea');
  const until = Date.now() + 60_000;
  await ana.rooms.silence(id, until);
  await eventually(() => expect(ana.rooms.get().items[0]?.silencedUntil).toBe(until));
  await ana.rooms.silence(id, null);
  await eventually(() => expect(ana.rooms.get().items[0]).not.toHaveProperty('silencedUntil'));
});

test('a member who disconnects from a group still belongs to it, and their list is up to date', async () => {
  const { ana, bea } = await start();
  const { id } = await ana.rooms.create({ type: 'private', title: 'Fiesta', userIds: [bea.user?.id ?? ''] });
  await bea.rooms.load();
  await bea.rooms.accept(id);
  const [anas, beas] = [ana.room(id), bea.room(id)];
  await Promise.all([anas.join(), beas.join()]);
  await anas.messages.send({ text: 'uno' });
  await eventually(() => expect(beas.messages.get().items).toHaveLength(1));
  beas.receipts.read();
  // A read marker set just before counts.
  await beas.leave({ keep: true });
  const group = () => bea.rooms.get().items.find(({ room }) => room.id === id);
  await eventually(() => expect(group()).toMatchObject({ unread: 0, lastMessage: { text: 'uno' } }));
  await anas.messages.send({ text: 'dos' });
  await eventually(() => expect(group()).toMatchObject({ unread: 1, lastMessage: { text: 'dos' } }));
  await beas.join();
  await beas.leave();
  await eventually(() => expect(group()).toBeUndefined());
  await expect(beas.join()).rejects.toMatchObject({ code: 'not_found' });
});
