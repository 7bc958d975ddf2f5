// A message that was sent while a page was offline, and changed while the server reads it, is new to that
// page.
import { memoryStorage } from '@chat/server';
import { expect, onTestFinished, test } from 'vitest';
import { eventually, withServer } from './with-server.ts';

test.each(['changed', 'deleted'] as const)(
  'a message that is %s while a resume is read is created once and in order',
  async (how) => {
    const storage = memoryStorage();
    let whileReading = async () => {};
    const { changes } = storage.timeline;
    storage.timeline.changes = async (...query) => {
      await whileReading();
      return changes(...query);
    };
    const rig = await withServer({ storage });
    onTestFinished(rig.close);
    const client = rig.client({ name: 'Ana', random: () => 0 });
    const room = client.room('r');
    await room.join();
    const told: string[] = [];
    for (const type of ['message:created', 'message:updated', 'message:deleted'] as const)
      room.on(type, ({ rev, message }) => void told.push(`${type} ${rev} ${message.seq} ${message.text}`));
    await rig.stop();
    await eventually(() => expect(client.status).toBe('reconnecting'));

    // Written at a server that Ana is not at, and no longer in the memory of the next.
    const elsewhere = await withServer({ storage });
    const ben = elsewhere.chat.as({ id: 'ben', name: 'Ben' });
    const { id } = await ben.call('message:send', { roomId: 'r', id: crypto.randomUUID(), text: 'uno' });
    await elsewhere.close();
    whileReading = async () => {
      whileReading = async () => {};
      const ben = rig.chat.as({ id: 'ben', name: 'Ben' });
      const message = { roomId: 'r', messageId: id };
      await ben.call('message:send', { roomId: 'r', id: crypto.randomUUID(), text: 'dos' });
      if (how === 'changed') await ben.call('message:edit', { ...message, text: 'UNO' });
      else await ben.call('message:delete', message);
      await ben.call('message:send', { roomId: 'r', id: crypto.randomUUID(), text: 'tres' });
    };
    await rig.start();

    const text = how === 'changed' ? 'UNO' : '';
    await eventually(() =>
      expect(told).toEqual([
        'message:created 3 2 dos',
        `message:created 4 1 ${text}`,
        'message:created 5 3 tres',
      ]),
    );
  },
);
