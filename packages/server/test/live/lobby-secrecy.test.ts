// A canary in the room: no path shows it to a user who waits in the lobby.
import { randomUUID } from 'node:crypto';
import { commandNames, type CommandName } from '@chat/protocol';
import { memoryStorage } from '@chat/server';
import { expect, test } from 'vitest';
import { inRoom } from '../../../../test/matrix/sample-inputs.ts';
import { patient } from '../../../../test/unhurried.ts';
import { message, type Peer } from '../chat/harness.ts';
import { joined, signedIn, startTwo, twice } from './two-nodes.ts';

const roomId = 'r';
const canary = 'canary-7f3a';

/** Runs every command on the room, and returns all that comes back. */
const everything = async (peer: Peer, messageId: string): Promise<string> => {
  const replies: unknown[] = [];
  // Knocking and writing to the hosts is what a waiting user may do.
  const own = new Set<CommandName>(['room:knock', 'lobby:leave', 'lobby:send']);
  for (const [name, input] of Object.entries(inRoom(roomId, messageId))) {
    if (own.has(name as CommandName)) continue;
    const reply = await peer.call(name as CommandName, input as never).catch((error: unknown) => error);
    expect({ name, code: (reply as { code?: string }).code }).toEqual({
      name,
      code: expect.stringMatching(/^(forbidden|not_found)$/),
    });
    replies.push(reply);
  }
  for (const [name, input] of [
    ['room:list', {}],
    ['message:searchAll', { q: canary }],
    ['user:search', { q: canary }],
    ['room:knock', { roomId }],
  ] as const)
    if (commandNames.includes(name))
      replies.push(await peer.call(name as CommandName, input as never).catch((error: unknown) => error));
  return JSON.stringify([replies, peer.events]);
};

test.each(['who has never been in the room', 'who was in the room before'])(
  'a waiting user %s sees nothing of it',
  async (which) => {
    const isKnown = which.includes('before');
    const [first, second] = await startTwo(twice(memoryStorage()), { limits: { presenceGraceMs: 100 } });
    const host = await joined(first, 'host');
    const ana = await signedIn(second, 'ana');
    if (isKnown) {
      await ana.call('room:join', { roomId });
      await ana.call('room:list', {});
    }
    await host.call('room:update', { roomId, lobby: true });
    // A user without a membership no longer gets events, and is not shown as present.
    const left = async () => (await host.call('member:list', { roomId })).members.map(({ user }) => user.id);
    await expect.poll(left, patient).toEqual(['host']);
    ana.events.length = 0;
    await ana.call('room:knock', { roomId });
    await host.call('room:update', { roomId, title: canary, data: { canary } });
    const sent = await host.call('message:send', { ...message(roomId, `${canary} @ana`), mentions: [] });
    await host.call('message:pin', { roomId, messageId: sent.id });
    await host.call('reaction:add', { roomId, messageId: sent.id, emoji: '👍' });
    await host.call('typing:set', { roomId, typing: true });
    await host.call('poll:create', { roomId, id: randomUUID(), question: canary, options: ['1', '2'] });
    await host.call('receipt:read', { roomId, seq: 1 });
    const bea = await signedIn(second, 'bea');
    await bea.call('room:knock', { roomId });
    await host.call('lobby:admit', { roomId, userId: 'bea' });
    await bea.call('room:join', { roomId });
    await bea.call('message:send', message(roomId, canary));
    const seen = await everything(ana, sent.id);
    expect(seen).not.toContain(canary);
    expect(seen).not.toContain('BEA');
    const rest = (path: string) =>
      fetch(`${second.url}/chat/api${path}`, { headers: { authorization: 'Bearer ana' } });
    for (const path of [
      `/rooms/${roomId}`,
      `/rooms/${roomId}/messages`,
      `/rooms/${roomId}/export`,
      '/rooms',
    ]) {
      const response = await rest(path);
      expect(await response.text()).not.toContain(canary);
    }
  },
);
