// Encrypted rooms: real clients and a real server, which never sees a text.
import { expect, test } from 'vitest';
import type { ClientStorage } from '@chat/client';
import { memoryStorage } from '@chat/server';
import { eventually } from '../with-server.ts';
import { deviceStorage, encryptedRoom, recordSends, shows, watchSockets } from './encrypted-room.ts';

/** The epochs whose keys a device has stored. */
const epochsIn = async (storage: ClientStorage): Promise<number[]> =>
  (await storage.list('encryption:'))
    .flatMap(({ key }) => /:key-(\d+)$/.exec(key)?.[1] ?? [])
    .map(Number)
    .sort((a, b) => a - b);

test('two users with three devices read each other, and a reload reads everything again', async () => {
  const { open, clientOf } = await encryptedRoom(['ann', 'bob']);
  const storage = deviceStorage();
  const ann = await open('ann', { storage });
  const bob = await open('bob');
  expect((await ann.messages.send({ text: 'hola' })).text).toBe('hola');
  await shows(bob, ['hola']);
  const heard: string[] = [];
  ann.on('message:created', ({ message }) => heard.push(message.text));
  await bob.messages.send({ text: 'buenas', replyTo: bob.messages.get().items[0]?.id });
  await shows(ann, ['hola', 'buenas']);
  expect(heard).toEqual(['buenas']);
  const phone = await open('ann');
  await phone.messages.send({ text: 'desde el móvil' });
  await shows(ann, ['hola', 'buenas', 'desde el móvil']);
  for (const room of [bob, phone]) await shows(room, ['hola', 'buenas', 'desde el móvil']);
  await eventually(() => {
    expect(ann.encryption.get()).toMatchObject({ status: 'ready', newKeys: ['ann'] });
    expect(ann.encryption.get()?.devices).toHaveLength(3);
  });
  await clientOf(ann).close();
  const again = await open('ann', { storage });
  await shows(again, ['hola', 'buenas', 'desde el móvil']);
  expect(again.encryption.get()?.devices).toHaveLength(3);
});

test('messages written offline arrive, and a device that was away reads what it has missed', async () => {
  const { open, clientOf, rig } = await encryptedRoom(['ann', 'bob'], { storage: memoryStorage() });
  const storage = deviceStorage();
  const ann = await open('ann');
  const bob = await open('bob', { storage });
  await bob.messages.send({ text: 'uno' });
  await shows(ann, ['uno']);
  await clientOf(bob).close();
  // Two epochs without Bob.
  await open('ann');
  const tablet = await open('ann');
  await tablet.messages.send({ text: 'dos' });
  await shows(ann, ['uno', 'dos']);
  await rig.stop();
  const offline = [ann.messages.send({ text: 'tres' }), ann.messages.send({ text: 'cuatro' })];
  await rig.start();
  await Promise.all(offline);
  const back = await open('bob', { storage });
  await shows(back, ['uno', 'dos', 'tres', 'cuatro']);
  expect(await epochsIn(storage)).toEqual([1, 2, 3]);
});

test('of two devices that remove a member at once one does, and both messages arrive', async () => {
  const { open, rig, roomId } = await encryptedRoom(['ann', 'bob', 'cid']);
  const storage = deviceStorage();
  const [ann, bob] = [await open('ann'), await open('bob')];
  const cid = await open('cid', { storage });
  await ann.messages.send({ text: 'para tres' });
  for (const room of [bob, cid]) await shows(room, ['para tres']);
  const epochOf = (room = ann) => room.state.get().room?.mlsGroup;
  await ann.members.remove('cid');
  for (const room of [ann, bob]) await eventually(() => expect(epochOf(room)?.isStale).toBe(true));
  const before = epochOf()?.epoch ?? 0;
  await Promise.all([ann.messages.send({ text: 'a' }), bob.messages.send({ text: 'b' })]);
  for (const room of [ann, bob]) await eventually(() => expect(room.messages.get().items).toHaveLength(3));
  for (const room of [ann, bob])
    await eventually(() =>
      expect(
        room.messages
          .get()
          .items.map(({ text }) => text)
          .toSorted(),
      ).toEqual(['a', 'b', 'para tres']),
    );
  // The loser has applied the commit of the winner, and made none of its own.
  expect(epochOf()).toEqual({ epoch: before + 1 });
  expect(ann.encryption.get()?.devices.map(({ userId }) => userId)).toEqual(['ann', 'bob']);
  // The device that is gone has no key of the new epoch, and cannot get one.
  expect(Math.max(...(await epochsIn(storage)))).toBe(before);
  const session = rig.chat.as({ id: 'cid', name: 'cid' });
  await expect(session.call('encryption:group', { roomId })).rejects.toMatchObject({ code: 'not_found' });
  await expect(session.call('encryption:commits', { roomId })).rejects.toMatchObject({ code: 'not_found' });
});

test('a message is sent again as it was until its epoch is over, and stored once', async () => {
  const sends = recordSends();
  const { silenceFrom } = watchSockets();
  const { open, rig, roomId, clientOf } = await encryptedRoom(['ann', 'bob'], { hooks: sends.hooks });
  const storage = deviceStorage();
  const ann = await open('ann', { storage, timeoutMs: 300 });
  const bob = await open('bob');
  // It is stored, and the response is lost with the page.
  silenceFrom('message:send');
  void ann.messages.send({ text: 'una vez' }).catch(() => {});
  await shows(bob, ['una vez']);
  await clientOf(ann).close();
  // So many that the page does not load it again, and sends it again.
  const later = Array.from({ length: 51 }, (_, at) => `${at}`);
  await Promise.all(later.map((text) => bob.messages.send({ text })));
  const [first = '', ...others] = sends.ciphertexts();
  const again = await open('ann', { storage });
  await eventually(() => expect(sends.ciphertexts()).toEqual([first, ...others, first]));
  await eventually(() =>
    expect(new Set(again.messages.get().items.map(({ status }) => status))).toEqual(new Set(['sent'])),
  );
  // It is not stored, and the epoch ends meanwhile.
  sends.forget();
  sends.holdNext();
  const sending = again.messages.send({ text: 'otra vez' });
  await eventually(() => expect(sends.ciphertexts()).toHaveLength(1));
  await open('bob');
  sends.release();
  await sending;
  await shows(bob, ['una vez', ...later, 'otra vez']);
  expect(sends.ciphertexts()[1]).toBe(sends.ciphertexts()[0]);
  expect(new Set(sends.ciphertexts()).size).toBe(2);
  const list = { roomId, limit: 100 };
  const { messages } = await rig.chat.as({ id: 'bob', name: 'bob' }).call('message:list', list);
  expect(messages).toHaveLength(53);
});

test('a commit is not lost with its response, before or after a reload', async () => {
  const { loseResponse } = watchSockets();
  const { open, clientOf, roomId, rig } = await encryptedRoom(['bob', 'ann', 'cid']);
  const storage = deviceStorage();
  const bob = await open('bob');
  loseResponse('encryption:commit');
  const ann = await open('ann', { storage, timeoutMs: 300 });
  await ann.messages.send({ text: 'uno' });
  await open('cid');
  // The removal, by a device whose page closes before it learns of it.
  await bob.members.remove('cid');
  await eventually(() => expect(ann.state.get().room?.mlsGroup?.isStale).toBe(true));
  loseResponse('encryption:commit');
  void ann.messages.send({ text: 'dos' }).catch(() => {});
  await eventually(() => expect(bob.state.get().room?.mlsGroup).toEqual({ epoch: 3 }));
  await clientOf(ann).close();
  await bob.messages.send({ text: 'tres' });
  const again = await open('ann', { storage });
  for (const room of [again, bob]) await shows(room, ['uno', 'tres', 'dos']);
  const { commits } = await rig.chat.as({ id: 'ann', name: 'ann' }).call('encryption:commits', { roomId });
  expect(commits.map(({ epoch }) => epoch)).toEqual([1, 2, 3]);
});

test('messages of known epochs are shown while newer keys are on their way', async () => {
  const { holdResponse } = watchSockets();
  const { open, clientOf, rig, roomId } = await encryptedRoom(['ann', 'bob']);
  const storage = deviceStorage();
  const [ann, bob] = [await open('ann'), await open('bob', { storage })];
  await ann.messages.send({ text: 'uno' });
  await shows(bob, ['uno']);
  await clientOf(bob).close();
  const phone = await open('ann');
  await phone.messages.send({ text: 'dos' });
  const deliver = holdResponse('encryption:commits');
  const again = rig.client({ token: 'bob', storage, ownConnection: true }).room(roomId);
  await again.join();
  await shows(again, ['uno', '']);
  expect(again.encryption.get()?.status).toBe('starting');
  await deliver();
  await shows(again, ['uno', 'dos']);
});

test('two tabs of a device are one device, and neither loses the group to the other', async () => {
  const { open } = await encryptedRoom(['ann', 'bob']);
  const storage = deviceStorage();
  const [one, two] = await Promise.all([open('ann', { storage }), open('ann', { storage })]);
  const bob = await open('bob');
  await Promise.all([one.messages.send({ text: 'uno' }), two.messages.send({ text: 'dos' })]);
  await eventually(() => expect(bob.messages.get().items).toHaveLength(2));
  for (const room of [one, two, bob])
    await eventually(() => {
      expect(
        room.messages
          .get()
          .items.map(({ text }) => text)
          .toSorted(),
      ).toEqual(['dos', 'uno']);
      expect(room.encryption.get()?.devices.map(({ userId }) => userId)).toEqual(['ann', 'bob']);
    });
});

test('an edit, a thread and a quote are read like messages', async () => {
  const { open, clientOf } = await encryptedRoom(['ann', 'bob']);
  const storage = deviceStorage();
  const [ann, bob] = [await open('ann', { storage }), await open('bob')];
  const { id } = await ann.messages.send({ text: 'hla' });
  await shows(bob, ['hla']);
  const changes: string[] = [];
  bob.on('message:updated', ({ message, change }) => changes.push(`${change}: ${message.text}`));
  expect((await ann.messages.edit(id, 'hola')).text).toBe('hola');
  await shows(bob, ['hola']);
  expect(changes).toEqual(['edit: hola']);
  await bob.thread(id).send({ text: 'en el hilo' });
  const stop = ann.thread(id).subscribe(() => {});
  await eventually(() =>
    expect(
      ann
        .thread(id)
        .get()
        .items.map(({ text }) => text),
    ).toEqual(['en el hilo']),
  );
  stop();
  await ann.pins.load();
  expect((await ann.pins.pin(id)).text).toBe('hola');
  expect(ann.pins.get().items.map(({ text }) => text)).toEqual(['hola']);
  await ann.messages.delete(id);
  await clientOf(ann).close();
  const again = await open('ann', { storage });
  await shows(again, ['']);
});
