// Encrypted rooms over two nodes, in each store: one order of commits, and nothing readable.
import { randomUUID } from 'node:crypto';
import { encryptionLimits } from '@chat/protocol';
import { memoryStorage } from '@chat/server';
import { expect, test } from 'vitest';
import { patient } from '../../../../test/unhurried.ts';
import { createAccountKey, createDevice } from '../../../client/src/encryption/device-credential.ts';
import { createKeyPackage, exportGroupInfo } from '../../../client/src/encryption/group.ts';
import { startServer, type Peer } from '../chat/harness.ts';
import { byToken, pairsOfStores, signedIn, twice } from '../live/two-nodes.ts';
import { base64, inputOf, mlsMember, sealed } from './mls-member.ts';
import { groupIn, newRoomId, threeDevices } from './three-devices.ts';

const stores = pairsOfStores();
const stale = { code: 'conflict', reason: 'epoch_stale' };
const readable = { code: 'conflict', reason: 'encrypted_room' };

test.each(stores)(
  '%s: of two commits of an epoch one is accepted, and the loser tries again',
  async (_, make) => {
    const { roomId, ann, bob, devices } = await threeDevices(make);
    const [one, other] = [await devices.ann.prepare(), await devices.bob.prepare()];
    const results = await Promise.allSettled([
      ann.call('encryption:commit', one.input),
      bob.call('encryption:commit', other.input),
    ]);
    const lost = results.filter((each) => each.status === 'rejected');
    expect(lost.map(({ reason }) => reason)).toEqual([expect.objectContaining(stale)]);
    const isAnn = results[0].status === 'fulfilled';
    (isAnn ? one : other).accept();
    // A retry of the winner is known.
    const again = isAnn
      ? ann.call('encryption:commit', one.input)
      : bob.call('encryption:commit', other.input);
    expect(await again).toEqual({ epoch: 3 });
    const loser = isAnn ? devices.bob : devices.ann;
    await loser.catchUp();
    expect(await loser.commit()).toEqual({ epoch: 4 });
    for (const peer of [ann, bob]) await expect.poll(() => groupIn(peer), patient).toEqual({ epoch: 4 });
    const { commits } = await ann.call('encryption:commits', { roomId });
    expect(commits.map(({ epoch }) => epoch)).toEqual([1, 2, 3, 4]);
  },
);

test.each(stores)(
  '%s: a member who was gone and is back before anyone has committed leaves no room without an epoch',
  async (_, make) => {
    const { roomId, ann, bob, cid } = await threeDevices(make);
    for (const userId of ['bob', 'cid']) await ann.call('member:remove', { roomId, userId });
    await expect.poll(() => groupIn(ann), patient).toEqual({ epoch: 2, isStale: true });
    const comeBack = async (peer: Peer, userId: string): Promise<void> => {
      await ann.call('member:add', { roomId, userId });
      await peer.call('member:accept', { roomId });
    };
    await comeBack(cid, 'cid');
    // Another one is still gone.
    await expect(ann.call('message:send', sealed(roomId, 2))).rejects.toMatchObject(stale);
    await comeBack(bob, 'bob');
    await expect.poll(() => groupIn(ann), patient).toEqual({ epoch: 2 });
    expect(await ann.call('message:send', sealed(roomId, 2))).toMatchObject({ text: '' });
  },
);

test.each(stores)(
  '%s: nothing is sent until the device of a member who is gone is removed',
  async (_, make) => {
    const { roomId, ann, bob, cid, devices } = await threeDevices(make);
    const first = sealed(roomId, 2);
    const sent = await bob.call('message:send', first);
    expect(sent).toMatchObject({ text: '', encrypted: first.encrypted });
    await expect(bob.call('message:send', sealed(roomId, 1))).rejects.toMatchObject(stale);
    await ann.call('member:remove', { roomId, userId: 'cid' });
    await expect.poll(() => groupIn(bob), patient).toEqual({ epoch: 2, isStale: true });
    await expect(bob.call('message:send', sealed(roomId, 2))).rejects.toMatchObject(stale);
    // A message that is stored is recognized all the same.
    expect(await bob.call('message:send', first)).toMatchObject({ id: sent.id, seq: sent.seq });
    // An epoch with the device of somebody who is gone changes nothing.
    await devices.ann.commit();
    await expect(ann.call('message:send', sealed(roomId, 3))).rejects.toMatchObject(stale);
    await devices.bob.catchUp();
    expect(await devices.bob.commit({ remove: [devices.bob.leafOf('cid')] })).toEqual({ epoch: 4 });
    const later = await ann.call('message:send', sealed(roomId, 4));
    expect(later.seq).toBe(2);
    // Every `rev`, once.
    const revs = bob.events.flatMap((event) =>
      'rev' in event && event.roomId === roomId ? [event.rev] : [],
    );
    expect(revs).toEqual(revs.map((_rev, at) => (revs[0] ?? 0) + at));
    await expect(cid.call('encryption:group', { roomId })).rejects.toMatchObject({ code: 'not_found' });
  },
);

test.each(stores)('%s: links to earlier epochs come from devices in the group, and stay', async (_, make) => {
  const { nodes, roomId, ann, bob, cid, devices } = await threeDevices(make, 'all');
  const linkOf = (char: string) => char.repeat(80);
  const linksOf = async (peer: Peer, more: object = {}) =>
    (await peer.call('encryption:links', { roomId, ...more })).links;
  // A device that joins has no key of the epoch before.
  await expect.poll(() => groupIn(bob), patient).toEqual({ epoch: 2, missingLinks: [1, 2] });
  const first = { epoch: 1, link: linkOf('a') };
  expect(await ann.call('encryption:link', { roomId, ...first })).toEqual({ epoch: 2, missingLinks: [2] });
  const late = { roomId, epoch: 1, link: linkOf('b') };
  expect(await bob.call('encryption:link', late)).toEqual({ epoch: 2, missingLinks: [2] });
  await expect.poll(() => groupIn(cid), patient).toEqual({ epoch: 2, missingLinks: [2] });
  await expect(bob.call('encryption:link', { ...late, link: 'b' })).rejects.toMatchObject({ field: 'link' });
  // A commit by a device that has the key has the link with it.
  const { input, accept } = await devices.ann.prepare();
  const third = { epoch: 3, link: linkOf('c') };
  await ann.call('encryption:commit', { ...input, link: third.link });
  accept();
  expect(await linksOf(cid)).toEqual([third, first]);
  expect(await linksOf(cid, { before: 3, limit: 1 })).toEqual([first]);
  // A member without a device in the group has no keys.
  const dan = await signedIn(nodes[0], 'dan');
  const { code } = await ann.call('invite:create', { roomId });
  await dan.call('invite:accept', { roomId, code });
  const second = { roomId, epoch: 2, link: linkOf('d') };
  await expect(dan.call('encryption:link', second)).rejects.toMatchObject({ code: 'forbidden' });
  // New members that do not read the history get no links.
  await ann.call('room:update', { roomId, history: 'since-join' });
  const later = await devices.ann.prepare();
  const stored = await ann.call('encryption:commit', { ...later.input, link: linkOf('e') });
  expect(stored).toEqual({ epoch: 4, missingLinks: [2] });
  expect(await linksOf(dan)).toEqual([third, first]);
});

test('an edit is encrypted in the epoch of the room, and a tombstone has no content', async () => {
  const { roomId, bob, devices } = await threeDevices(() => twice(memoryStorage()));
  const { id: messageId } = await bob.call('message:send', sealed(roomId, 2));
  await devices.ann.commit();
  const edit = (epoch: number) => {
    const { encrypted } = sealed(roomId, epoch);
    return { roomId, messageId, text: '', encrypted };
  };
  await expect(bob.call('message:edit', edit(2))).rejects.toMatchObject(stale);
  const input = edit(3);
  const edited = await bob.call('message:edit', input);
  expect(edited).toMatchObject({ encrypted: input.encrypted, editedAt: expect.any(Number) });
  await expect(bob.call('message:edit', { roomId, messageId, text: 'hola' })).rejects.toMatchObject(readable);
  const deleted = await bob.call('message:delete', { roomId, messageId });
  expect(deleted.encrypted).toBeUndefined();
  expect(await bob.call('message:restore', { roomId, messageId })).toMatchObject({
    encrypted: input.encrypted,
  });
});

test('an encrypted room has nothing that the server would have to read', async () => {
  const { roomId, ann, bob } = await threeDevices(() => twice(memoryStorage()));
  const text = { roomId, id: randomUUID(), text: 'hola' };
  const file = { fileId: randomUUID() };
  const { encrypted } = sealed(roomId, 2);
  const send = (more: object) => () => ann.call('message:send', { ...text, text: '', encrypted, ...more });
  const calls: (() => Promise<unknown>)[] = [
    () => ann.call('message:send', text),
    send({ encrypted: undefined, text: '' }),
    send({ text: 'hola' }),
    send({ data: { text: 'hola' } }),
    send({ location: { latitude: 1, longitude: 1 } }),
    send({ to: ['bob'] }),
    () => ann.call('message:schedule', { ...text, sendAt: Date.now() + 60_000 }),
    () => ann.call('draft:set', { roomId, text: 'hola' }),
    () => ann.call('poll:create', { roomId, id: randomUUID(), question: '¿?', options: ['a', 'b'] }),
    () => ann.call('poll:saveDraft', { roomId, id: randomUUID(), question: '¿?', options: ['a', 'b'] }),
    () => ann.call('message:search', { roomId, q: 'hola' }),
    () => ann.call('slash:run', { roomId, name: 'hora' }),
    () => ann.call('caption:send', { roomId, captionId: 'c', text: 'hola' }),
    () => ann.call('room:export', { roomId }),
    () => ann.call('overlay:create', { roomId }),
    () => ann.call('room:update', { roomId, approval: 'everyone' }),
    () => ann.call('room:update', { roomId, emojiOnly: true }),
    () => ann.call('room:update', { roomId, allowLinks: false }),
    () => ann.call('room:update', { roomId, questions: 'named' }),
    () => ann.call('room:update', { roomId, lobby: true }),
  ];
  for (const call of calls) await expect(call()).rejects.toMatchObject(readable);
  await expect(send({ attachments: [file] })()).rejects.toMatchObject({ code: 'invalid' });
  const question = { roomId, id: randomUUID(), text: '¿?' };
  await expect(ann.call('question:ask', question)).rejects.toMatchObject({ reason: 'questions_off' });
  expect((await ann.call('slash:list', { roomId })).commands).toEqual([]);
  const { can } = await bob.call('room:join', { roomId });
  expect([can['message:send'], can['poll:create'], can['file:upload']]).toEqual([true, false, true]);
  // The setting belongs to the creation.
  await expect(ann.call('room:update', { roomId, encryption: 'e2ee' } as never)).rejects.toMatchObject({
    code: 'invalid',
  });
});

test('only private rooms can be encrypted, and a plain room takes nothing encrypted', async () => {
  const roomId = newRoomId();
  const ann = await signedIn(await startServer({ files: false, authenticate: byToken }), 'ann');
  const create = (input: object) => ann.call('room:create', { encryption: 'e2ee', ...input });
  await expect(create({ type: 'public' })).rejects.toMatchObject(readable);
  await expect(create({ type: 'private', retention: 'ephemeral' })).rejects.toMatchObject(readable);
  await ann.call('room:create', { roomId, type: 'private' });
  await ann.call('room:join', { roomId });
  const plain = { code: 'conflict', reason: 'not_encrypted' };
  await expect(create({ roomId, type: 'private', ifExists: 'return' })).rejects.toMatchObject(plain);
  await expect(ann.call('message:send', sealed(roomId, 0))).rejects.toMatchObject(plain);
  await expect(ann.call('encryption:group', { roomId })).rejects.toMatchObject(plain);
  const device = await mlsMember(ann, 'ann', roomId);
  await expect(device.create()).rejects.toMatchObject(plain);
});

test('a direct room is encrypted if its first user asks for it', async () => {
  const node = await startServer({ files: false, authenticate: byToken });
  const [ann, bob, cid] = [
    await signedIn(node, 'ann'),
    await signedIn(node, 'bob'),
    await signedIn(node, 'cid'),
  ];
  for (const peer of [ann, bob, cid]) await peer.call('room:join', { roomId: 'plaza' });
  const direct = (userId: string, more: object = {}) =>
    ann.call('room:create', { type: 'direct', userIds: [userId], ...more });
  const { id } = await direct('bob', { encryption: 'e2ee' });
  expect(await direct('bob')).toMatchObject({ id, encryption: 'e2ee' });
  await direct('cid');
  await expect(direct('cid', { encryption: 'e2ee' })).rejects.toMatchObject({ reason: 'not_encrypted' });
});

test('the server refuses what is not a commit of the caller, for this room and epoch', async () => {
  const { roomId, ann, bob, devices } = await threeDevices(() => twice(memoryStorage()));
  const invalid = (field: string) => ({ code: 'invalid', field });
  const { input } = await devices.ann.prepare({ remove: [devices.ann.leafOf('cid')] });
  const commit = (peer: Peer, changed: object) => peer.call('encryption:commit', { ...input, ...changed });
  await expect(commit(ann, { commit: 'AAAA' })).rejects.toMatchObject(invalid('commit'));
  await expect(commit(ann, { commit: `${input.commit}AAAA` })).rejects.toMatchObject(invalid('commit'));
  await expect(commit(ann, { groupInfo: input.commit })).rejects.toMatchObject(invalid('groupInfo'));
  await expect(commit(ann, { epoch: 4 })).rejects.toMatchObject({ code: 'invalid' });
  // It is Ann's, and the information is that of the epoch before.
  await expect(commit(bob, {})).rejects.toMatchObject(invalid('commit'));
  const before = base64(await exportGroupInfo(devices.ann.current()));
  await expect(commit(ann, { groupInfo: before })).rejects.toMatchObject(invalid('groupInfo'));
  // It removes Cid, and the information still has the device.
  const unchanged = await devices.ann.prepare();
  await expect(commit(ann, { groupInfo: unchanged.input.groupInfo })).rejects.toMatchObject(
    invalid('commit'),
  );
  // The device of a user who is not a member.
  const outsider = await createKeyPackage(await createDevice('eve', await createAccountKey()), Date.now());
  await expect(devices.ann.commit({ add: [outsider.bytes] })).rejects.toMatchObject(invalid('commit'));
  await ann.call('room:create', { roomId: 'other', type: 'private', encryption: 'e2ee' });
  await ann.call('room:join', { roomId: 'other' });
  const other = await mlsMember(ann, 'ann', 'other');
  await other.create();
  await expect(
    ann.call('encryption:commit', {
      ...(await inputOf(roomId, other.current())),
      commit: input.commit,
      epoch: 3,
    }),
  ).rejects.toMatchObject(invalid('groupInfo'));
  expect(await commit(ann, {})).toEqual({ epoch: 3 });
});

test('the id of an erased user leaves the group with their device', async () => {
  const { nodes, roomId, ann, devices } = await threeDevices(() => twice(memoryStorage()));
  await nodes[0].chat.eraseUser('cid');
  expect((await ann.call('encryption:commits', { roomId })).commits).toEqual([]);
  await expect.poll(() => groupIn(ann), patient).toEqual({ epoch: 2, isStale: true });
  await devices.ann.commit({ remove: [devices.ann.leafOf('cid')] });
  const { groupInfo } = await ann.call('encryption:group', { roomId });
  expect(Buffer.from(groupInfo, 'base64url').includes('cid')).toBe(false);
  expect(await ann.call('message:send', sealed(roomId, 3))).toMatchObject({ seq: 1 });
});

test(`an encrypted room has at most ${encryptionLimits.members} members`, async () => {
  const roomId = newRoomId();
  const { chat } = await startServer({ files: false, authenticate: byToken });
  const as = (id: string) => chat.as({ id, name: id });
  const owner = as('owner');
  await owner.call('room:create', { roomId, type: 'private', encryption: 'e2ee' });
  const { code } = await owner.call('invite:create', { roomId });
  for (let index = 1; index < encryptionLimits.members; index += 1)
    await as(`u${index}`).call('invite:accept', { roomId, code });
  const late = () => as('late').call('invite:accept', { roomId, code });
  await expect(late()).rejects.toMatchObject({ code: 'conflict', reason: 'room_full' });
  await as('u1').call('room:leave', { roomId });
  await late();
});
