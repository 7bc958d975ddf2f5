import { expect, test } from 'vitest';
import { connect, message, startServer } from '../chat/harness.ts';
import { rest, storages } from '../files/file-fixtures.ts';
import { byToken, hears, roomOf, tokenOf } from './people-fixtures.ts';

const fields = { city: { label: 'Ciudad' }, age: { label: 'Edad', type: 'number' as const } };

test('a profile shows what the user entered, in the application’s order of fields', async () => {
  const { peers } = await roomOf(['Ana', 'Bea'], { profiles: { fields } });
  const [ana, bea] = peers as [(typeof peers)[0], (typeof peers)[0]];
  await bea.call('user:update', { about: 'Médica\r\n\r\n\r\nde familia', fields: { age: 40, city: 'Lima' } });
  const userId = bea.hello.user.id;
  const card = {
    user: bea.hello.user,
    status: 'online',
    about: 'Médica\n\nde familia',
    fields: [
      { name: 'city', label: 'Ciudad', value: 'Lima' },
      { name: 'age', label: 'Edad', value: 40 },
    ],
  };
  expect(await ana.call('user:get', { userId })).toEqual(card);
  await bea.call('user:update', { about: '', fields: { age: null } });
  expect(await ana.call('user:get', { userId })).toEqual({
    user: bea.hello.user,
    status: 'online',
    fields: [card.fields[0]],
  });
});

test.each(storages)('a changed name is shown at once, later and after a restart, in %s', async (_, make) => {
  const storage = make();
  const first = await roomOf(['Ana', 'Bea'], { storage });
  const [ana, bea] = first.peers as [(typeof first.peers)[0], (typeof first.peers)[0]];
  const { id } = bea.hello.user;
  expect(await bea.call('user:update', { name: 'Beatriz' })).toMatchObject({
    user: { id, name: 'Beatriz', guest: true },
    own: { canRename: true },
  });
  await hears(ana, id, { name: 'Beatriz' });
  const sent = await bea.call('message:send', message('r', 'soy yo'));
  expect(sent.author.name).toBe('Beatriz');
  const late = await connect(first.url, { name: 'Cy' });
  const { members } = await late.call('room:join', { roomId: 'r' });
  expect(members.map(({ user }) => user.name)).toEqual(['Ana', 'Beatriz', 'Cy']);
  await first.stop();
  const second = await startServer({ storage });
  const again = await connect(second.url, { token: bea.hello.token!, name: 'Bea' });
  expect(again.hello.user).toEqual({ id, name: 'Beatriz', guest: true });
  // A different name replaces the stored one.
  const renamed = await connect(second.url, { token: bea.hello.token!, name: 'Bibi' });
  expect(renamed.hello.user.name).toBe('Bibi');
});

test('a guest cannot take the name of another member', async () => {
  const { peers } = await roomOf(['Ana', 'Bea']);
  const refused = peers[1]!.call('user:update', { name: ' ana ' });
  await expect(refused).rejects.toMatchObject({ code: 'conflict', reason: 'name_taken' });
});

test('users cannot change what the application sets: name, picture, fixed fields', async () => {
  const profiles = { fields: { unit: { label: 'Unidad', fixed: true }, ...fields } };
  const { url, chat } = await startServer({ ...byToken, profiles });
  const token = await tokenOf({ sub: 'ana', name: 'Ana', avatarUrl: '/ana.png' });
  const ana = await connect(url, { token });
  const refusals = [
    [{ name: 'Anita' }, 'forbidden', 'name'],
    [{ avatarUrl: null }, 'forbidden', 'avatarUrl'],
    [{ fields: { unit: 'B' } }, 'forbidden', 'fields'],
    [{ fields: { other: 'x' } }, 'invalid', 'fields'],
    [{ fields: { age: 'x' } }, 'invalid', 'fields'],
    [{ fields: { city: 'x'.repeat(201) } }, 'invalid', 'fields'],
    [{ about: 'x'.repeat(501) }, 'invalid', 'about'],
    [{ about: 'a\u202Eb' }, 'invalid', 'about'],
  ] as const;
  for (const [input, code, field] of refusals) {
    await expect(ana.call('user:update', input)).rejects.toMatchObject({ code, field });
    const status = code === 'forbidden' ? 403 : 400;
    expect(await rest(url, token, 'PATCH', '/profile', input)).toMatchObject({
      status,
      body: { error: { code, field } },
    });
  }
  await chat.as({ id: 'ana', name: 'Ana' }).call('user:update', { fields: { unit: 'B' } });
  expect(await ana.call('user:get', { userId: 'ana' })).toMatchObject({
    fields: [{ name: 'unit', label: 'Unidad', value: 'B' }],
    own: { canRename: false, canPicture: false },
  });
});

test('users choose among the application’s pictures, and no path leads out of its folders', async () => {
  const { url } = await startServer({ ...byToken, profiles: { pictures: ['/avatars/'] } });
  const token = await tokenOf({ sub: 'ana', name: 'Ana' });
  const ana = await connect(url, { token });
  const { user } = await ana.call('user:update', { avatarUrl: '/avatars/7.png' });
  expect(user.avatarUrl).toBe('/avatars/7.png');
  const strange = ['/logout', '/avatars/../logout', '/avatars/%2e%2e/logout', '//evil.example/avatars/1.png'];
  for (const avatarUrl of [...strange, 'https://evil.example/avatars/1.png', '/avatars/a"b'])
    await expect(ana.call('user:update', { avatarUrl })).rejects.toMatchObject({ code: 'invalid' });
  expect((await ana.call('user:update', { avatarUrl: null })).user.avatarUrl).toBeUndefined();
});

test('profiles work the same by REST and by socket; the profile of a stranger is not found', async () => {
  const { url, peers } = await roomOf(['Ana', 'Bea']);
  const [ana, bea] = peers as [(typeof peers)[0], (typeof peers)[0]];
  const { token } = bea.hello;
  const changed = await rest(url, token, 'PATCH', '/profile', { about: 'Hola', name: 'Beatriz' });
  expect(changed).toMatchObject({ status: 200, body: { about: 'Hola', user: { name: 'Beatriz' } } });
  await hears(ana, bea.hello.user.id, { name: 'Beatriz' });
  const read = await rest(url, ana.hello.token, 'GET', `/users/${bea.hello.user.id}`);
  expect(read.body).toEqual(await ana.call('user:get', { userId: bea.hello.user.id }));
  const eve = await connect(url, { name: 'Eve' });
  const shut = await rest(url, eve.hello.token, 'GET', `/users/${bea.hello.user.id}`);
  const nobody = await rest(url, eve.hello.token, 'GET', '/users/nobody');
  const unnamed = ({ status, body: { error } }: typeof shut) => ({
    status,
    error: { ...(error as object), requestId: '' },
  });
  expect(unnamed(shut)).toEqual(unnamed(nobody));
  expect(shut).toMatchObject({ status: 404, body: { error: { code: 'not_found' } } });
});

test('profile changes are rate limited', async () => {
  const { peers } = await roomOf(['Ana'], { limits: { profileChangesPerMinute: 2 } });
  const [ana] = peers as [(typeof peers)[0]];
  await ana.call('user:update', { about: '1' });
  await ana.call('presence:set', { status: 'busy' });
  await expect(ana.call('user:update', { about: '2' })).rejects.toMatchObject({
    code: 'rate_limited',
    retryAfterMs: expect.any(Number),
  });
});

test('concurrent changes of different fields are all applied', async () => {
  const { peers } = await roomOf(['Ana'], { profiles: { fields } });
  const [ana] = peers as [(typeof peers)[0]];
  await Promise.all([
    ana.call('user:update', { fields: { city: 'Lima' } }),
    ana.call('user:update', { fields: { age: 3 } }),
    ana.call('user:update', { about: 'Hola' }),
  ]);
  const { userId } = { userId: ana.hello.user.id };
  expect(await ana.call('user:get', { userId })).toMatchObject({
    about: 'Hola',
    fields: [{ value: 'Lima' }, { value: 3 }],
  });
});
