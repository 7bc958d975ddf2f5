// Edits and deletions of a message that is not stored yet: they run once it is.
import { ChatError, memoryStorage as pageStorage } from '@chat/client';
import { memoryStorage } from '@chat/server';
import { expect, onTestFinished, test } from 'vitest';
import { eventually, withServer } from './with-server.ts';

const enter = async () => {
  let gate = Promise.resolve();
  /** Messages are not stored until that is called off. */
  const hold = () => {
    let open = () => {};
    gate = new Promise((resolve) => (open = resolve));
    return open;
  };
  const rig = await withServer({
    storage: memoryStorage(),
    hooks: {
      'before:message:send': async (_context, { text }) => {
        await gate;
        if (text?.includes('secret')) throw new ChatError('forbidden', 'not that');
      },
    },
  });
  onTestFinished(rig.close);
  const storage = pageStorage();
  const open = async () => {
    const client = rig.client({ name: 'Ana', random: () => 0, storage });
    const room = client.room('r');
    await room.join();
    return { client, room };
  };
  const said = async () => {
    const ben = rig.chat.as({ id: 'ben', name: 'Ben' });
    const { messages } = await ben.call('message:list', { roomId: 'r', limit: 10 });
    return messages.map(({ text, deletedAt }) => (deletedAt === undefined ? text : 'deleted'));
  };
  return { rig, hold, open, said, ...(await open()) };
};

test('a message can be edited repeatedly while it is being sent or queued', async () => {
  const { hold, room, said } = await enter();
  const store = hold();
  const sent = ['one', 'two'].map((text) => room.messages.send({ text }));
  const [first, second] = room.messages.get().items.map(({ id }) => id);
  const edits = [
    room.messages.edit(first!, 'ONE'),
    room.messages.edit(second!, 'Two'),
    room.messages.edit(second!, 'TWO'),
  ];
  store();
  await expect(Promise.all(sent)).resolves.toMatchObject([{ text: 'one' }, { text: 'two' }]);
  await Promise.all(edits);
  expect(room.messages.get().items).toMatchObject([
    { id: first, text: 'ONE', status: 'sent' },
    { id: second, text: 'TWO', status: 'sent' },
  ]);
  expect(await said()).toEqual(['ONE', 'TWO']);
});

test('a message can be deleted while it is being sent', async () => {
  const { room, said } = await enter();
  void room.messages.send({ text: 'one' });
  await room.messages.delete(room.messages.get().items.at(-1)!.id);
  expect(await said()).toEqual(['deleted']);
});

test('a message that was sent and edited offline is sent and edited on reconnect', async () => {
  const { rig, client, room, said } = await enter();
  await rig.stop();
  await eventually(() => expect(client.status).toBe('reconnecting'));
  void room.messages.send({ text: 'one' });
  const edited = room.messages.edit(room.messages.get().items.at(-1)!.id, 'two');
  await rig.start();
  await expect(edited).resolves.toMatchObject({ text: 'two' });
  expect(await said()).toEqual(['two']);
});

test('a queued message that survived a reload can be edited too', async () => {
  const { rig, hold, client, room, open, said } = await enter();
  await rig.stop();
  await eventually(() => expect(client.status).toBe('reconnecting'));
  for (const text of ['one', 'two']) void room.messages.send({ text });
  await client.close();
  const store = hold();
  await rig.start();
  const next = await open();
  const shown = () => next.room.messages.get().items;
  await eventually(() => expect(shown()).toMatchObject([{ status: 'sending' }, { status: 'queued' }]));
  const edited = next.room.messages.edit(shown()[1]!.id, 'TWO');
  store();
  await edited;
  expect(await said()).toEqual(['one', 'TWO']);
});

test('an edit fails with its message if that is rejected or discarded', async () => {
  const { rig, client, room, said } = await enter();
  void room.messages.send({ text: 'a secret' });
  const refused = room.messages.edit(room.messages.get().items.at(-1)!.id, 'nothing');
  await expect(refused).rejects.toMatchObject({ code: 'forbidden', message: 'not that' });
  // It has failed by now: there is nothing to wait for.
  await expect(room.messages.edit(room.messages.get().items.at(-1)!.id, 'nothing')).rejects.toMatchObject({
    code: 'not_found',
  });

  await rig.stop();
  await eventually(() => expect(client.status).toBe('reconnecting'));
  void room.messages.send({ text: 'one' });
  const { id } = room.messages.get().items.at(-1)!;
  const taken = room.messages.edit(id, 'two');
  room.messages.discard(id);
  await rig.start();
  await expect(taken).rejects.toMatchObject({ code: 'not_found' });
  expect(await said()).toEqual([]);
});

test('a pending edit rejects when the client closes', async () => {
  const { rig, client, room } = await enter();
  await rig.stop();
  await eventually(() => expect(client.status).toBe('reconnecting'));
  void room.messages.send({ text: 'one' });
  const edited = room.messages.edit(room.messages.get().items.at(-1)!.id, 'two');
  await client.close();
  await expect(edited).rejects.toMatchObject({ code: 'disconnected' });
});
