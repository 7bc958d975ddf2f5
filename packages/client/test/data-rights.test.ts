import { memoryStorage, type ChatStorage } from '@chat/server';
import { memoryStorage as deviceStorage } from '@chat/client';
import { afterEach, expect, test, vi } from 'vitest';
import { eventually, withServer, type Rig } from './with-server.ts';

let rig: Rig;
afterEach(async () => {
  await rig.close();
  vi.useRealTimers();
});

test("a transcript and the user's data can be downloaded from the URLs of the client", async () => {
  rig = await withServer({ storage: memoryStorage() });
  const client = rig.client({ name: 'Ana' });
  const room = client.room('r');
  await room.join();
  await room.messages.send({ text: 'hola' });
  expect(await (await fetch(await room.export({ format: 'text' }))).text()).toContain('    hola\n');
  const mine = await (await fetch(await client.data.export())).json();
  expect(mine).toMatchObject({ user: { user: { name: 'Ana' } }, rooms: [{ messages: [{ text: 'hola' }] }] });
});

test('erasing oneself removes the user for others and clears the device', async () => {
  rig = await withServer({ storage: memoryStorage() });
  const storage = deviceStorage();
  const bea = rig.client({ name: 'Bea', storage });
  const ana = rig.client({ name: 'Ana' }).room('r');
  await bea.room('r').join();
  await ana.join();
  await bea.room('r').messages.send({ text: 'de Bea' });
  await eventually(() => expect(ana.messages.get().items).toHaveLength(1));
  const before = bea.user?.id;
  await bea.data.erase();
  await eventually(() => expect(bea.status).toBe('refused'));
  expect(bea.error?.reason).toBe('erased');
  await eventually(() =>
    expect(ana.messages.get().items[0]).toMatchObject({ text: '', author: { name: '' } }),
  );
  await eventually(async () =>
    expect(await storage.list('')).toEqual([expect.objectContaining({ key: 'device' })]),
  );
  await bea.close();
  // The same device comes back as a new user.
  const again = rig.client({ name: 'Bea', storage });
  await again.room('r').join();
  expect(again.user?.id).not.toBe(before);
  expect(
    again
      .room('r')
      .messages.get()
      .items.filter(({ deletedAt }) => !deletedAt),
  ).toEqual([]);
});

test('a device that forgets a guest stores nothing of them, and gets a new user next time', async () => {
  rig = await withServer({ storage: memoryStorage() });
  const storage = deviceStorage();
  const bea = rig.client({ name: 'Bea', storage });
  await bea.room('r').join();
  const before = bea.user?.id;
  const other = rig.client({ name: 'Eva', storage });
  await other.room('r').join();
  const keys = async () => (await storage.list('')).map(({ key }) => key.replace(/:.*:/s, ' '));
  expect(await keys()).toEqual(['device', 'guest bea', 'guest eva']);
  // Messages still in transit do not stay behind either.
  await rig.stop();
  void bea.room('r').messages.send({ text: 'unsent' });
  await eventually(async () => expect(await storage.list('outbox:')).toHaveLength(1));
  await bea.data.forgetDevice();
  expect(bea.status).toBe('closed');
  expect(await keys()).toEqual(['guest eva']);
  await rig.start();
  const again = rig.client({ name: 'Bea', storage });
  await again.room('r').join();
  expect(again.user?.id).not.toBe(before);
});

test('expired messages disappear from the page, also after an absence', async () => {
  let at = Date.now();
  vi.useFakeTimers({ toFake: ['setInterval'] });
  const storage: ChatStorage = memoryStorage();
  rig = await withServer({ storage, now: () => at });
  const [ana, bea] = [rig.client({ name: 'Ana' }).room('r'), rig.client({ name: 'Bea' }).room('r')];
  await ana.join();
  await bea.join();
  await ana.messages.send({ text: 'vieja' });
  await ana.settings.update({ retention: { days: 1 } });
  await ana.pins.pin(ana.messages.get().items[0]!.id);
  await bea.pins.load();
  await eventually(() => expect(bea.pins.get().items).toHaveLength(1));
  await eventually(() => expect(bea.messages.get().items).toHaveLength(1));
  at += 86_400_001;
  await ana.messages.send({ text: 'nueva' });
  vi.advanceTimersByTime(30_000);
  const shown = (room: typeof ana) => room.messages.get().items.map(({ text }) => text);
  await eventually(() => expect([shown(ana), shown(bea)]).toEqual([['nueva'], ['nueva']]));
  expect(bea.messages.get().hasOlder).toBe(false);
  expect(bea.pins.get().items).toEqual([]);
});

test('an expired mention no longer counts as unread', async () => {
  let at = Date.now();
  vi.useFakeTimers({ toFake: ['setInterval'] });
  rig = await withServer({ storage: memoryStorage(), now: () => at });
  const bea = rig.client({ name: 'Bea' });
  await bea.room('r').join();
  const room = rig.client({ name: 'Ana' }).room('r');
  await room.join();
  const receipts = bea.room('r').receipts;
  await bea.room('r').settings.update({ retention: { days: 1 } });
  await room.messages.send({ text: 'hola', mentions: [bea.user!.id] });
  await eventually(() => expect(receipts.get()).toMatchObject({ unread: 1, unreadMentions: 1 }));
  at += 86_400_001;
  await room.messages.send({ text: 'nueva' });
  vi.advanceTimersByTime(30_000);
  await eventually(() => expect(receipts.get()).toMatchObject({ unread: 1, unreadMentions: 0 }));
});

test('a page that opens after an erasure deletes the unsent messages of the erased user', async () => {
  rig = await withServer({ storage: memoryStorage() });
  const storage = deviceStorage();
  const bea = rig.client({ name: 'Bea', storage });
  await bea.room('r').join();
  const { id } = bea.user!;
  await rig.stop();
  bea
    .room('r')
    .messages.send({ text: 'sin enviar' })
    .catch(() => undefined);
  const kept = async () => (await storage.list('outbox:')).length;
  await eventually(async () => expect(await kept()).toBe(1));
  await bea.close();
  await rig.start();
  await rig.chat.eraseUser(id);
  const again = rig.client({ name: 'Bea', storage });
  again
    .room('r')
    .join()
    .catch(() => undefined);
  await eventually(() => expect(again.error?.reason).toBe('erased'));
  await eventually(async () => expect(await kept()).toBe(0));
});
