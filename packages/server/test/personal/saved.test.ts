import { type ChatError, memoryStorage, type ChatServerOptions, type ChatStorage } from '@chat/server';
import { describe, expect, test, vi } from 'vitest';
import { patient } from '../../../../test/unhurried.ts';
import { startNodes } from '../nodes/nodes.ts';
import { storages } from '../chat/data-rights-harness.ts';
import { connect, message, startServer, type Peer } from '../chat/harness.ts';

const begin = async (storage: ChatStorage = memoryStorage(), options: ChatServerOptions = {}) => {
  let at = Date.parse('2026-12-01T12:00:00Z');
  const now = () => (at += 1_000);
  const { url, chat } = await startServer({ storage, now, ...options });
  const ana = await connect(url, { name: 'Ana' });
  const bea = await connect(url, { name: 'Bea' });
  for (const roomId of ['r', 's']) for (const peer of [ana, bea]) await peer.call('room:join', { roomId });
  const send = (text: string, roomId = 'r') => ana.call('message:send', message(roomId, text));
  return { url, chat, ana, bea, send };
};

const target = ({ roomId, id: messageId }: { roomId: string; id: string }) => ({ roomId, messageId });
const savedOf = async (peer: Peer, query: object = {}): Promise<string[]> =>
  (await peer.call('message:saved', query)).saved.map(({ message: { text } }) => text);

describe.each(storages)('%s: a saved message', (_, make) => {
  test('is in the list of its user across rooms, and in nobody else’s', async () => {
    const { url, ana, bea, send } = await begin(make());
    const phone = await connect(url, { token: bea.hello.token! });
    const [one, two, three] = [await send('uno'), await send('dos', 's'), await send('tres')];
    const { savedAt } = await bea.call('message:save', target(one));
    for (const each of [two, three]) await bea.call('message:save', target(each));
    expect(await bea.call('message:save', target(one))).toEqual({ savedAt });
    expect(await savedOf(bea)).toEqual(['tres', 'dos', 'uno']);
    expect(await savedOf(ana)).toEqual([]);
    const page = await bea.call('message:saved', { limit: 2 });
    expect(page).toMatchObject({ saved: [{ message: three }, { message: two }], hasMore: true });
    expect(await savedOf(bea, { before: page.saved[1]!.savedAt })).toEqual(['uno']);
    const event = { type: 'saved:changed', roomId: 'r', messageId: one.id };
    expect(await phone.until(({ type }) => type === 'saved:changed')).toEqual({ ...event, savedAt });
    await bea.call('message:unsave', target(one));
    await bea.call('message:unsave', target(one));
    await phone.until((each) => each.type === 'saved:changed' && each.savedAt === null);
    expect(await savedOf(bea)).toEqual(['tres', 'dos']);
    expect(ana.events.some(({ type }) => type === 'saved:changed')).toBe(false);
  });

  test('leaves the list with the message, the access to its room, and its user', async () => {
    const { chat, ana, bea, send } = await begin(make());
    const [one, two] = [await send('uno'), await send('dos', 's')];
    for (const each of [one, two]) await bea.call('message:save', target(each));
    await ana.call('message:delete', target(one));
    expect(await savedOf(bea)).toEqual(['dos']);
    await ana.call('member:ban', { roomId: 's', userId: bea.hello.user.id });
    expect(await savedOf(bea)).toEqual([]);
    await ana.call('member:unban', { roomId: 's', userId: bea.hello.user.id });
    expect(await savedOf(bea)).toEqual(['dos']);
    const data = async () => await new Response(chat.exportUser(bea.hello.user.id) as never).text();
    expect(await data()).toContain(two.id);
    await chat.eraseUser(bea.hello.user.id);
    expect(await data()).not.toContain(two.id);
  });
});

test('messages that the user may not see cannot be saved', async () => {
  const { ana, bea, send } = await begin(memoryStorage(), { limits: { maxSaved: 1 } });
  const secret = await ana.call('message:send', { ...message('r', 'a mí'), to: [bea.hello.user.id] });
  const refused = (peer: Peer, about: { roomId: string; id: string }) =>
    peer.call('message:save', target(about)).catch(({ code, reason }: ChatError) => reason ?? code);
  const room = await ana.call('room:create', { roomId: 'cita', type: 'private' }).then(() => 'cita');
  await ana.call('room:join', { roomId: room });
  const there = await send('allí', room);
  expect(await refused(bea, there)).toBe('not_found');
  expect(await bea.call('message:unsave', target(there)).catch(({ code }: ChatError) => code)).toBe(
    'not_found',
  );
  expect(await refused(bea, { ...secret, id: crypto.randomUUID() })).toBe('not_found');
  await bea.call('message:save', target(secret));
  expect(await refused(bea, await send('más'))).toBe('too_many_saved');
  await ana.call('room:create', { roomId: 'breve', retention: 'ephemeral' });
  await ana.call('room:join', { roomId: 'breve' });
  expect(await refused(ana, await send('fugaz', 'breve'))).toBe('ephemeral_room');
});

test('devices on other nodes get the change', async () => {
  const { nodes } = await startNodes(2);
  const ana = await connect(nodes[0]!.url, { name: 'Ana' });
  const phone = await connect(nodes[1]!.url, { token: ana.hello.token! });
  await ana.call('room:join', { roomId: 'r' });
  const sent = await ana.call('message:send', message('r', 'uno'));
  const { savedAt } = await ana.call('message:save', target(sent));
  const event = await phone.until(({ type }) => type === 'saved:changed');
  expect(event).toEqual({ type: 'saved:changed', ...target(sent), savedAt });
  await vi.waitFor(async () => expect(await savedOf(phone)).toEqual(['uno']), patient);
});
