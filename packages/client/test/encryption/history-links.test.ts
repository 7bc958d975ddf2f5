// How a device reads what was sent before it joined.
import { expect, test } from 'vitest';
import { openLink, sealLink } from '../../src/encryption/history-links.ts';
import { eventually } from '../with-server.ts';
import { deviceStorage, encryptedRoom, shows, textsIn, watchSockets } from './encrypted-room.ts';

const dayMs = 86_400_000;

test('a new device reads all earlier epochs, and each of them has one key', async () => {
  let time = Date.now();
  const { open, clientOf, roomId, rig } = await encryptedRoom(['ann', 'bob', 'cid']);
  const storage = deviceStorage();
  const ann = await open('ann', { storage, now: () => time });
  const bob = await open('bob');
  const missing: number[] = [];
  bob.on('room:updated', ({ room }) => missing.push(...(room.mlsGroup?.missingLinks ?? [])));
  const texts = ['lunes', 'martes', 'miércoles'];
  for (const text of texts) {
    await ann.messages.send({ text });
    time += dayMs + 60_000;
  }
  await shows(bob, texts);
  // Commits of devices that have the key bring the link with them.
  expect(missing.filter((epoch) => epoch > 1)).toEqual([]);
  // Of a device that joins, the link is missing until another one adds it.
  const links = () => rig.chat.as({ id: 'bob', name: 'bob' }).call('encryption:links', { roomId });
  await expect.poll(async () => (await links()).links.map(({ epoch }) => epoch)).toEqual([3, 2, 1]);
  await clientOf(ann).close();
  await clientOf(bob).close();
  const cid = await open('cid');
  await shows(cid, ['no_key', 'no_key', 'no_key']);
  await cid.messages.send({ text: 'jueves' });
  const phone = await open('ann');
  await shows(phone, ['no_key', 'no_key', 'no_key', 'jueves']);
  // One device that was there before is enough.
  const again = await open('ann', { storage });
  for (const room of [again, phone, cid]) await shows(room, [...texts, 'jueves']);
  expect(again.state.get().room?.mlsGroup).toEqual({ epoch: 5 });
});

test('a link that somebody made up opens nothing, and what the device has stays readable', async () => {
  const { open, clientOf, roomId, rig } = await encryptedRoom(['ann', 'bob']);
  const ann = await open('ann');
  await ann.messages.send({ text: 'antes' });
  await clientOf(ann).close();
  const bob = await open('bob');
  await bob.messages.send({ text: 'después' });
  await shows(bob, ['no_key', 'después']);
  const session = rig.chat.as({ id: 'bob', name: 'bob' });
  await session.call('encryption:link', { roomId, epoch: 1, link: 'A'.repeat(80) });
  await expect.poll(() => bob.state.get().room?.mlsGroup).toEqual({ epoch: 1 });
  await bob.messages.send({ text: 'y más' });
  expect(textsIn(bob)).toEqual(['no_key', 'después', 'y más']);
});

test('a link belongs to one room and epoch, and to the key of that epoch', async () => {
  const [own, before] = [new Uint8Array(32).fill(1), new Uint8Array(32).fill(2)];
  const at = { epoch: 4, key: own };
  const link = await sealLink('r', at, before);
  expect(link).toMatch(/^[\w-]{80}$/);
  expect(await openLink('r', at, link)).toEqual(before);
  await expect(openLink('s', at, link)).rejects.toThrow(Error);
  await expect(openLink('r', { ...at, epoch: 5 }, link)).rejects.toThrow(Error);
  await expect(openLink('r', { ...at, key: before }, link)).rejects.toThrow(Error);
  expect(await sealLink('r', at, before)).not.toBe(link);
});

test('a link that is added while others are being loaded opens the history all the same', async () => {
  const { frames, holdResponse } = watchSockets();
  const { open, clientOf, rig, roomId } = await encryptedRoom(['ann', 'bob']);
  const storage = deviceStorage();
  const ann = await open('ann', { storage });
  await ann.messages.send({ text: 'antes' });
  await clientOf(ann).close();
  const deliver = holdResponse('encryption:links');
  const bob = rig.client({ token: 'bob', storage: deviceStorage(), ownConnection: true }).room(roomId);
  const group = () => bob.state.get().room?.mlsGroup;
  await bob.join();
  await eventually(() => expect(group()?.missingLinks).toEqual([1]));
  await eventually(() => expect(frames.some((frame) => frame.includes('encryption:links'))).toBe(true));
  // The server had no link yet; Ann is back before Bob learns of that.
  await open('ann', { storage });
  await eventually(() => expect(group()).toEqual({ epoch: 1 }));
  await deliver();
  await shows(bob, ['antes']);
});
