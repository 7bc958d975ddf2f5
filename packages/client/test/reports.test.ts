import { memoryStorage } from '@chat/server';
import { onTestFinished, expect, test } from 'vitest';
import { eventually, withServer } from './with-server.ts';

const start = async () => {
  const rig = await withServer();
  onTestFinished(rig.close);
  const [ana, bea] = [rig.client({ name: 'Ana' }), rig.client({ name: 'Bea' })];
  const [hers, his] = [ana.room('r'), bea.room('r')];
  await hers.join();
  await his.join();
  const { id } = await hers.messages.send({ text: 'regla uno' });
  return { rig, hers, his, id };
};

test('a moderator sees new reports live, and a report resolved by another disappears', async () => {
  const { rig, hers, his, id } = await start();
  const bad = await his.messages.send({ text: 'algo feo' });
  const worse = await his.messages.send({ text: 'peor' });
  await hers.reports.load();
  expect(hers.reports.get()).toEqual({ items: [], hasMore: false, loaded: true });
  const caro = rig.client({ name: 'Caro' }).room('r');
  await caro.join();
  await caro.reports.report(bad.id, 'insulta');
  await caro.reports.report(worse.id);
  // A report is never shown to the author of its message.
  await caro.reports.report(id);
  await eventually(() =>
    expect(hers.reports.get().items.map(({ text }) => text)).toEqual(['algo feo', 'peor']),
  );
  const second = rig.client({ name: 'Staff' });
  await second.connect();
  const theirs = second.room('r');
  await theirs.join();
  await hers.members.update(second.user!.id, 'moderator');
  await theirs.reports.load();
  expect(theirs.reports.get().items.map(({ text }) => text)).toEqual(['algo feo', 'peor', 'regla uno']);
  await theirs.reports.resolve(bad.id, 'acted');
  await eventually(() => expect(hers.reports.get().items).toHaveLength(1));
  // A member who is none any more has nothing to see.
  await hers.members.update(second.user!.id, 'member');
  await caro.messages.send({ text: 'sigue' });
  await expect(theirs.reports.load()).rejects.toMatchObject({ code: 'forbidden' });
});

test('reports made while a moderator was offline are there when they return', async () => {
  const rig = await withServer({ storage: memoryStorage() });
  onTestFinished(rig.close);
  const room = rig.client({ name: 'Ana' }).room('r');
  await room.join();
  const his = rig.client({ name: 'Luis' }).room('r');
  await his.join();
  const { id } = await his.messages.send({ text: 'algo' });
  await room.reports.load();
  await rig.stop();
  await rig.start();
  await rig.chat.as({ id: 'bea', name: 'Bea' }).call('message:report', { roomId: 'r', messageId: id });
  expect(room.state.get().status).toBe('stale');
  await eventually(() => expect(room.reports.get().items).toMatchObject([{ messageId: id }]));
});

test('a report shows the current text of its message, and disappears with an erased author', async () => {
  const { rig, hers, his } = await start();
  const [bad, worse] = [
    await his.messages.send({ text: 'algo feo' }),
    await his.messages.send({ text: 'peor' }),
  ];
  const caro = rig.client({ name: 'Caro' });
  await caro.room('r').join();
  await hers.reports.load();
  for (const { id } of [bad, worse]) await caro.room('r').reports.report(id);
  const now = () =>
    hers.reports
      .get()
      .items.map(({ text, message }) => [text, message?.text, message?.deletedAt !== undefined]);
  const [first, second] = [
    ['algo feo', 'algo feo', false],
    ['peor', 'peor', false],
  ];
  await eventually(() => expect(now()).toEqual([first, second]));
  await his.messages.edit(bad.id, 'algo bonito');
  await eventually(() => expect(now()).toEqual([['algo feo', 'algo bonito', false], second]));
  await his.messages.delete(bad.id);
  await eventually(() => expect(now()).toEqual([['algo feo', '', true], second]));
  // A moderator who deletes it has dealt with it.
  await hers.messages.delete(worse.id);
  await eventually(() => expect(now()).toEqual([['algo feo', '', true]]));
  await rig.chat.eraseUser(bad.author.id);
  await eventually(() => expect(now()).toEqual([]));
});
