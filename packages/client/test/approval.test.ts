import { onTestFinished, expect, test } from 'vitest';
import type { ChatRoom } from '@chat/client';
import { eventually, withServer } from './with-server.ts';

const start = async () => {
  const authenticate = ({ token = '' }: { token?: string }) => ({ id: token, name: token });
  const rig = await withServer({ authenticate });
  onTestFinished(rig.close);
  const ana = rig.client({ token: 'Ana' }).room('r');
  const bea = rig.client({ token: 'Bea' }).room('r');
  for (const room of [ana, bea]) await room.join();
  await ana.settings.update({ approval: 'everyone' });
  await eventually(() => expect(bea.state.get().room?.approval).toBe('everyone'));
  return { rig, ana, bea };
};
const items = (room: ChatRoom) =>
  room.messages.get().items.map(({ text, status, error }) => [text, status, error?.reason]);
const queued = (room: ChatRoom) => room.approval.get().items.map(({ message }) => message.text);
const waits = { code: 'forbidden', reason: 'pending_approval' };

test('a message is shown as pending to its author, and as sent once it is approved', async () => {
  const { ana, bea } = await start();
  await ana.approval.load();
  await expect(bea.messages.send({ text: 'una' })).rejects.toMatchObject(waits);
  expect(items(bea)).toEqual([['una', 'pending', 'pending_approval']]);
  await eventually(() => expect([ana.approval.get().count, queued(ana)]).toEqual([1, ['una']]));
  expect(items(ana)).toEqual([]);
  const [waiting] = ana.approval.get().items;
  expect(await ana.approval.approve(waiting!.message.id)).toMatchObject({ text: 'una', seq: 1 });
  expect([ana.approval.get().count, queued(ana)]).toEqual([0, []]);
  for (const room of [ana, bea])
    await eventually(() => expect(items(room)).toEqual([['una', 'sent', undefined]]));
});

test('it is pending on all devices and after a reload, and can be withdrawn on each', async () => {
  const { rig, ana, bea } = await start();
  await expect(bea.messages.send({ text: 'una' })).rejects.toMatchObject(waits);
  await expect(bea.messages.send({ text: 'dos' })).rejects.toMatchObject(waits);
  const tablet = rig.client({ token: 'Bea', storage: false }).room('r');
  await tablet.join();
  await eventually(() =>
    expect(items(tablet)).toEqual([
      ['una', 'pending', 'pending_approval'],
      ['dos', 'pending', 'pending_approval'],
    ]),
  );
  const first = tablet.messages.get().items[0]!;
  expect(first).toMatchObject({ mine: true, seq: 0, author: { name: 'Bea' } });
  await tablet.approval.withdraw(first.id);
  for (const room of [tablet, bea])
    await eventually(() => expect(items(room)).toEqual([['dos', 'pending', 'pending_approval']]));
  // A message that the author sends on one device is pending on the other.
  await expect(bea.messages.send({ text: 'tres' })).rejects.toMatchObject(waits);
  await eventually(() => expect(items(tablet).map(([text]) => text)).toEqual(['dos', 'tres']));
  await ana.approval.load();
  await ana.approval.trust(ana.approval.get().items[0]!.message.id);
  await eventually(() =>
    expect(items(tablet).map(([text, status]) => [text, status])).toEqual([
      ['dos', 'sent'],
      ['tres', 'pending'],
    ]),
  );
});

test('a rejected message is failed with the reason until its author dismisses it', async () => {
  const { ana, bea } = await start();
  await expect(bea.messages.send({ text: 'una' })).rejects.toMatchObject(waits);
  await ana.approval.load();
  const { id } = ana.approval.get().items[0]!.message;
  await ana.approval.reject(id, 'fuera de tema');
  expect(queued(ana)).toEqual([]);
  await eventually(() => expect(items(bea)).toEqual([['una', 'failed', 'not_approved']]));
  expect(bea.messages.get().items[0]?.error?.message).toBe('fuera de tema');
  // Another moderator had it on the screen.
  await ana.approval.reject(id);
  await bea.approval.withdraw(id);
  expect(items(bea)).toEqual([]);
});

test('the queue stays current, by pages and for moderators only', async () => {
  const { rig, ana, bea } = await start();
  await expect(bea.approval.load()).rejects.toMatchObject({ code: 'forbidden' });
  await ana.approval.load();
  for (let n = 1; n <= 3; n++) await bea.messages.send({ text: `${n}` }).catch(() => {});
  await eventually(() => expect(queued(ana)).toEqual(['1', '2', '3']));
  await rig.stop();
  await rig.start();
  // Memory is gone with the server, and the queue with it.
  await eventually(() => expect([ana.approval.get().count, queued(ana)]).toEqual([0, []]));
});
