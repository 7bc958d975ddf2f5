import { memoryStorage } from '@chat/client';
import { expect, onTestFinished, test } from 'vitest';
import { eventually, withServer } from './with-server.ts';

test('what a guest wrote on a page that never reached the server is sent by their next page, once and in order', async () => {
  const rig = await withServer();
  onTestFinished(rig.close);
  const storage = memoryStorage();
  const guest = { storage, name: 'Ana' };
  await rig.stop();
  const before = rig.client(guest);
  for (const text of ['uno', 'dos'])
    void before
      .room('r')
      .messages.send({ text })
      .catch(() => {});
  await before.close();
  expect(await storage.list('outbox:')).toHaveLength(2);
  await rig.start();
  const stranger = rig.client({ storage, name: 'Bea' });
  await stranger.room('r').join();
  const after = rig.client(guest);
  await after.room('r').join();
  void after.room('r').messages.send({ text: 'tres' });
  const shown = (client: typeof after) =>
    client
      .room('r')
      .messages.get()
      .items.map(({ text, mine }) => [text, mine]);
  await eventually(() => expect(shown(after)).toEqual(['uno', 'dos', 'tres'].map((text) => [text, true])));
  await eventually(() =>
    expect(shown(stranger)).toEqual(['uno', 'dos', 'tres'].map((text) => [text, false])),
  );
  await eventually(async () => expect(await storage.list('outbox:')).toEqual([]));
});
