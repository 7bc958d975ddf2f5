import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { noise, temporaryDir } from '../../server/test/files/file-fixtures.ts';
import { eventually, withServer } from './with-server.ts';

const setUp = async () => {
  const rig = await withServer({
    storage: join(temporaryDir(), 'chat.db'),
    limits: { presenceWindowMs: 5, presenceGraceMs: 40 },
    profiles: { fields: { city: { label: 'Ciudad' } } },
  });
  onTestFinished(rig.close);
  const ana = rig.client({ name: 'Ana', storage: false });
  const bea = rig.client({ name: 'Bea', storage: false });
  await ana.room('r').join();
  await bea.room('r').join();
  return { rig, ana, bea };
};

const nameOf = (client: Awaited<ReturnType<typeof setUp>>['ana'], userId: string) =>
  client
    .room('r')
    .members.get()
    .items.find(({ user }) => user.id === userId)?.user.name;

test('a changed name and picture reach other members and other pages, also after a resume', async () => {
  const { rig, ana, bea } = await setUp();
  const { id } = bea.user!;
  const profile = await bea.users.update({ name: 'Beatriz', about: 'Hola', fields: { city: 'Lima' } });
  expect(profile).toMatchObject({ about: 'Hola', own: { canRename: true } });
  expect(bea.user).toMatchObject({ id, name: 'Beatriz', guest: true });
  await eventually(() => expect(nameOf(ana, id)).toBe('Beatriz'));
  await eventually(() => expect(bea.room('r').state.get().me?.user.name).toBe('Beatriz'));
  const picture = await bea.users.setPicture(new Blob([await noise(40, 30).png().toBuffer()]));
  expect(bea.user?.avatarUrl).toBe(picture.user.avatarUrl);
  expect(await ana.users.get(id)).toMatchObject({
    about: 'Hola',
    user: { name: 'Beatriz', avatarUrl: picture.user.avatarUrl },
    fields: [{ name: 'city', label: 'Ciudad', value: 'Lima' }],
  });
  await rig.stop();
  await rig.start();
  for (const { room } of [ana, bea])
    await eventually(() => expect(room('r').state.get().status).toBe('joined'));
  await eventually(() => expect(ana.room('r').presence.get().occupancy).toBe(2));
  expect(nameOf(ana, id)).toBe('Beatriz');
  expect(bea.user).toEqual(picture.user);
  const late = rig.client({ name: 'Cy', storage: false });
  await late.room('r').join();
  const seen = (client: typeof ana) =>
    client
      .room('r')
      .presence.get()
      .users.find(({ user }) => user.id === id);
  await eventually(() => expect(seen(late)).toEqual(seen(ana)));
});

test('a direct room shows the current name of the other user', async () => {
  const { ana, bea } = await setUp();
  const { id } = await ana.rooms.direct(bea.user!.id);
  const peer = () => ana.room(id).state.get().peer?.name;
  await ana.room(id).join();
  await bea.room(id).join();
  expect(peer()).toBe('Bea');
  await bea.users.update({ name: 'Beatriz' });
  await eventually(() => expect(peer()).toBe('Beatriz'));
});

test('another page of the user learns their new name', async () => {
  const { rig, bea } = await setUp();
  const seen: string[] = [];
  bea.on('user', ({ name }) => seen.push(name));
  await rig.chat.as(bea.user!).call('user:update', { name: 'Bibi' });
  await eventually(() => expect(seen).toEqual(['Bibi']));
  expect(bea.user?.name).toBe('Bibi');
});

test("a status can expire, and the user's profile says when", async () => {
  const { ana, bea } = await setUp();
  const until = Date.now() + 60_000;
  await bea.users.setStatus('busy', { text: 'en cita', until });
  expect(await bea.users.get()).toMatchObject({ own: { chosen: 'busy', statusUntil: until } });
  const shown = () =>
    ana
      .room('r')
      .presence.get()
      .users.find(({ user }) => user.id === bea.user!.id);
  await eventually(() => expect(shown()).toMatchObject({ status: 'busy', statusText: 'en cita' }));
  await bea.users.setStatus('online');
  await eventually(() => expect(shown()).toEqual({ user: bea.user, status: 'online' }));
});

test('user search finds only users who share a room', async () => {
  const { rig, ana, bea } = await setUp();
  const other = rig.client({ name: 'Beatriz', storage: false });
  await other.room('elsewhere').join();
  expect(await ana.users.search('be')).toEqual({
    users: [{ user: bea.user, status: 'online' }],
    hasMore: false,
  });
  await other.room('r').join();
  const first = await ana.users.search('be', { limit: 1 });
  const second = await ana.users.search('be', { limit: 1, cursor: first.cursor ?? '' });
  expect([...first.users, ...second.users].map(({ user }) => user.name).sort()).toEqual(['Bea', 'Beatriz']);
  expect(second.hasMore).toBe(false);
});
