import { memoryStorage, type ChatError, type ChatServerOptions, type ChatStorage } from '@chat/server';
import { describe, expect, test, vi } from 'vitest';
import { patient } from '../../../../test/unhurried.ts';
import { startNodes } from '../nodes/nodes.ts';
import { storages } from '../chat/data-rights-harness.ts';
import { connect, message, startServer, type Peer } from '../chat/harness.ts';

const roomId = 'r';

const begin = async (storage: ChatStorage = memoryStorage(), options: ChatServerOptions = {}) => {
  let at = Date.parse('2026-12-01T12:00:00Z');
  const now = () => (at += 1_000);
  const { url, chat } = await startServer({ storage, now, ...options });
  const ana = await connect(url, { name: 'Ana' });
  const bea = await connect(url, { name: 'Bea' });
  for (const room of ['r', 's'])
    for (const peer of [ana, bea]) await peer.call('room:join', { roomId: room });
  const phone = await connect(url, { token: ana.hello.token! });
  return { url, chat, ana, bea, phone };
};

const textsOf = async (peer: Peer): Promise<string[]> =>
  (await peer.call('draft:list', {})).drafts.map(({ text }) => text);
const changed = (peer: Peer, version: number) =>
  peer.until((event) => event.type === 'draft:changed' && event.draft.version === version);

describe.each(storages)('%s: a draft', (_, make) => {
  test('follows its user to other devices, by room and thread', async () => {
    const { ana, bea, phone } = await begin(make());
    const { id: threadId } = await bea.call('message:send', message('r', 'hola'));
    expect(await ana.call('draft:set', { roomId, text: 'bue' })).toEqual({ version: 1 });
    expect(await changed(phone, 1)).toMatchObject({ roomId, draft: { roomId, text: 'bue' } });
    expect(await phone.call('draft:set', { roomId, text: 'buenas' })).toEqual({ version: 2 });
    expect(await changed(ana, 2)).toMatchObject({ draft: { text: 'buenas' } });
    expect(await ana.call('draft:set', { roomId, text: 'buenas' })).toEqual({ version: 2 });
    await ana.call('draft:set', { roomId, threadId, text: 'en el hilo' });
    await ana.call('draft:set', { roomId: 's', text: 'en la otra' });
    expect(await textsOf(phone)).toEqual(['en la otra', 'en el hilo', 'buenas']);
    expect((await phone.call('draft:list', {})).drafts[1]).toMatchObject({ roomId, threadId, version: 1 });
    expect(await textsOf(bea)).toEqual([]);
    expect(bea.events.filter(({ type }) => type === 'draft:changed')).toEqual([]);
  });

  test('is discarded by its message, unless it has changed since', async () => {
    const { ana, phone } = await begin(make());
    const { version } = await ana.call('draft:set', { roomId, text: 'uno' });
    const other = await ana.call('draft:set', { roomId: 's', text: 'otro' });
    const sent = { ...message('r', 'uno'), draft: version };
    await ana.call('message:send', sent);
    expect(await changed(phone, 2)).toMatchObject({ draft: { text: '' } });
    expect(await textsOf(ana)).toEqual(['otro']);
    // The version goes on, so that no device mistakes a new draft for an old one.
    expect(await phone.call('draft:set', { roomId, text: 'dos' })).toEqual({ version: 3 });
    await ana.call('message:send', sent);
    await ana.call('message:send', { ...message('r', 'tarde'), draft: 2 });
    await ana.call('message:send', message('r', 'sin borrador'));
    await ana.call('message:send', { ...message('s', ' '), draft: other.version }).catch(() => null);
    expect(await textsOf(ana)).toEqual(['dos', 'otro']);
    await phone.call('draft:set', { roomId, text: ' \n' });
    await phone.call('draft:set', { roomId, text: '' });
    expect(await changed(ana, 4)).toMatchObject({ draft: { text: '', version: 4 } });
    expect(await textsOf(ana)).toEqual(['otro']);
  });

  test('ends with its thread, waits while its room is closed, and is erased with its user', async () => {
    const { chat, ana, bea } = await begin(make());
    const { id: threadId } = await ana.call('message:send', message('r', 'hola'));
    await bea.call('draft:set', { roomId, threadId, text: 'en el hilo' });
    await bea.call('draft:set', { roomId: 's', text: 'secreto' });
    await ana.call('message:delete', { roomId, messageId: threadId });
    expect(await textsOf(bea)).toEqual(['secreto']);
    const { id: userId } = bea.hello.user;
    await ana.call('member:ban', { roomId: 's', userId });
    expect(await textsOf(bea)).toEqual([]);
    await ana.call('member:unban', { roomId: 's', userId });
    expect(await textsOf(bea)).toEqual(['secreto']);
    const data = async () => await new Response(chat.exportUser(userId) as never).text();
    expect(await data()).toContain('secreto');
    await chat.eraseUser(userId);
    expect(await data()).not.toContain('secreto');
  });
});

test('a draft of a message that waits for approval is discarded', async () => {
  const { url, ana, bea } = await begin();
  await ana.call('room:update', { roomId, approval: 'everyone' });
  const phone = await connect(url, { token: bea.hello.token! });
  const { version } = await bea.call('draft:set', { roomId, text: 'uno' });
  const sending = bea.call('message:send', { ...message('r', 'uno'), draft: version });
  await expect(sending).rejects.toMatchObject({ reason: 'pending_approval' });
  expect(await changed(phone, 2)).toMatchObject({ draft: { text: '' } });
});

test('drafts that cannot be stored are refused', async () => {
  const { ana, bea } = await begin(memoryStorage(), { limits: { maxDrafts: 1, maxTextLength: 10 } });
  const refused = (peer: Peer, input: { roomId: string; text: string; threadId?: string }) =>
    peer.call('draft:set', input).then(
      () => null,
      ({ code, reason }: ChatError) => reason ?? code,
    );
  const secret = await ana.call('message:send', message('r', 'a solas'));
  await ana.call('message:delete', { roomId, messageId: secret.id });
  expect(await refused(bea, { roomId, text: 'hola', threadId: secret.id })).toBe('not_found');
  expect(await refused(bea, { roomId: 'ninguna', text: 'hola' })).toBe('not_found');
  expect(await refused(bea, { roomId: 'ninguna', text: '' })).toBe('not_found');
  expect(await refused(bea, { roomId, text: 'demasiado largo' })).toBe('too_large');
  expect(await refused(bea, { roomId, text: 'hola' })).toBeNull();
  expect(await refused(bea, { roomId: 's', text: 'hola' })).toBe('too_many_drafts');
  expect(await refused(bea, { roomId, text: 'adiós' })).toBeNull();
  await ana.call('member:ban', { roomId, userId: bea.hello.user.id });
  expect(await refused(bea, { roomId, text: 'hola' })).toBe('banned');
  expect(await refused(bea, { roomId, text: '' })).toBeNull();
  expect(await refused(bea, { roomId: 's', text: 'hola' })).toBeNull();
  await ana.call('room:create', { roomId: 'breve', retention: 'ephemeral' });
  await ana.call('room:join', { roomId: 'breve' });
  expect(await refused(ana, { roomId: 'breve', text: 'fugaz' })).toBe('ephemeral_room');
});

test('devices on other nodes get drafts, and that they were sent', async () => {
  const { nodes } = await startNodes(2);
  const ana = await connect(nodes[0]!.url, { name: 'Ana' });
  const phone = await connect(nodes[1]!.url, { token: ana.hello.token! });
  for (const peer of [ana, phone]) await peer.call('room:join', { roomId });
  const { version } = await ana.call('draft:set', { roomId, text: 'uno' });
  expect(await changed(phone, version)).toMatchObject({ draft: { text: 'uno' } });
  await phone.call('message:send', { ...message('r', 'uno'), draft: version });
  expect(await changed(ana, version + 1)).toMatchObject({ draft: { text: '' } });
  await vi.waitFor(async () => expect(await textsOf(ana)).toEqual([]), patient);
});
