// Calls whose store fails, or contains conflicting calls when the server restarts.
import { ChatError, type RoomCall, type User } from '@chat/protocol';
import { memoryStorage } from '@chat/server';
import { expect, test, vi } from 'vitest';
import { patient } from '../../../../test/unhurried.ts';
import { inDirectRoom, is, state } from './call-room.ts';
import { connect, startServer } from './harness.ts';

test('if the first device’s accept cannot be stored, the second device gets the call', async () => {
  const storage = memoryStorage();
  let asked = 0;
  const hooks = { 'before:call:accept': () => void (asked += 1) };
  const { ana, bea, roomId, tabOf } = await inDirectRoom(() => storage, {}, { hooks });
  const tab = await tabOf(bea);
  const { id: callId } = await ana.call('call:start', { roomId, kind: 'audio', device: 'a' });
  for (const peer of [bea, tab]) await peer.until(state('ringing'));
  const { commit } = storage.timeline;
  let fail: (() => void) | undefined;
  storage.timeline.commit = async (id, changes) => {
    if (fail || !changes.some(({ kind }) => kind === 'answer-call')) return commit(id, changes);
    return new Promise((_, reject) => {
      fail = () => reject(new ChatError('storage_full', 'the disk is full'));
    });
  };
  const first = bea.call('call:accept', { callId, device: 'b1' });
  await vi.waitFor(() => expect(fail).toBeDefined(), patient);
  const second = tab.call('call:accept', { callId, device: 'b2' });
  await vi.waitFor(() => expect(asked).toBe(2), patient);
  fail?.();
  await expect(first).rejects.toMatchObject({ code: 'storage_full' });
  expect(await second).toMatchObject({ state: 'active', callee: { device: 'b2' } });
  await ana.until(is(({ callee }) => callee.device === 'b2' && callee.away === undefined));
  await ana.call('call:signal', { callId, device: 'a', signal: { candidate: null } });
  await tab.until(({ type }) => type === 'call:signal');
});

test('a restarted server that finds a user in two calls ends both as missed', async () => {
  const storage = memoryStorage();
  const people: Record<string, User> = {
    ana: { id: 'ana', name: 'Ana' },
    bea: { id: 'bea', name: 'Bea' },
    cai: { id: 'cai', name: 'Cai' },
  };
  const options = {
    storage,
    authenticate: ({ name = '' }) => people[name] ?? null,
    limits: { callGraceMs: 200 },
  };
  const before = await startServer(options);
  const rooms: string[] = [];
  for (const user of Object.values(people)) await before.chat.as(user).call('room:join', { roomId: 'plaza' });
  for (const name of ['bea', 'cai']) {
    const { id } = await before.chat
      .as(people['ana']!)
      .call('room:create', { type: 'direct', userIds: [name] });
    rooms.push(id);
  }
  await before.stop();
  // As two nodes leave it where both were called in the same moment.
  for (const [index, name] of ['bea', 'cai'].entries()) {
    const [begun] = await storage.timeline.commit(rooms[index]!, [
      {
        kind: 'start-call',
        actor: people[name]!,
        at: Date.now(),
        callId: `01a8f7c0-0000-7000-8000-00000000000${index}`,
        media: 'audio',
        callee: 'ana',
      },
    ]);
    expect(begun?.ok).toBe(true);
  }
  const { url } = await startServer(options);
  const ana = await connect(url, { name: 'ana' });
  for (const roomId of rooms) {
    const missed = async (): Promise<RoomCall['outcome']> => {
      const { messages } = await ana.call('message:list', { roomId });
      return messages.at(-1)?.call?.outcome;
    };
    await vi.waitFor(async () => expect(await missed()).toBe('missed'), patient);
  }
});
