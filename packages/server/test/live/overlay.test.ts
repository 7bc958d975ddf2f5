// Overlay tokens: they read one room, do nothing else, and end when they are revoked or have expired.
import { commandNames, commands, type CommandName } from '@chat/protocol';
import { guests, memoryStorage } from '@chat/server';
import { describe, expect, test } from 'vitest';
import { elsewhere, inRoom } from '../../../../test/matrix/sample-inputs.ts';
import { patient } from '../../../../test/unhurried.ts';
import { connect, message, startServer, type Peer } from '../chat/harness.ts';
import { byToken, joined, pairsOfStores, signedIn, startTwo, twice } from './two-nodes.ts';

const roomId = 'r';
const stores = pairsOfStores();
/** The commands that an overlay may give. */
const reads: readonly CommandName[] = ['room:get', 'room:join', 'message:list', 'message:get'];

const closedWith = (peer: Peer) =>
  new Promise<string>((resolve) => {
    peer.socket.once('closed', ({ code }: { code: string }) => resolve(code));
  });
const textsOf = ({ events }: Peer) =>
  events.flatMap((event) => (event.type === 'message:created' ? [event.message.text] : []));

test.each(stores)('%s: an overlay reads on any node until its token is revoked', async (_, make) => {
  const nodes = await startTwo(make());
  const host = await joined(nodes[0], 'host');
  const { id: messageId } = await host.call('message:send', message(roomId, 'hola'));
  const { token, overlayId } = await host.call('overlay:create', { roomId });
  const [one, two] = [await signedIn(nodes[0], token), await signedIn(nodes[1], token)];
  for (const overlay of [one, two]) {
    const { room, messages, can, occupancy, members } = await overlay.call('room:join', { roomId });
    expect(room.id).toBe(roomId);
    expect(messages.map(({ text }) => text)).toEqual(['hola']);
    expect(Object.values(can)).not.toContain(true);
    // Nobody is present by it. The second node may not know the host yet.
    expect(occupancy).toBeLessThanOrEqual(1);
    expect(JSON.stringify(members)).not.toContain('overlay');
  }
  await host.call('message:spotlight', { roomId, messageId });
  await host.call('message:send', message(roomId, 'otra'));
  for (const overlay of [one, two]) {
    await expect.poll(() => textsOf(overlay), patient).toEqual(['otra']);
    await overlay.until((event) => event.type === 'room:updated' && event.room.spotlight !== undefined);
  }
  expect((await host.call('member:list', { roomId })).members.map(({ user }) => user.id)).toEqual(['host']);
  expect(JSON.stringify(host.events)).not.toContain('overlay');
  const ends = [one, two].map(closedWith);
  await host.call('overlay:revoke', { roomId, overlayId });
  expect(await Promise.all(ends)).toEqual(['unauthenticated', 'unauthenticated']);
  await expect(signedIn(nodes[1], token)).rejects.toMatchObject({ code: 'unauthenticated' });
  expect((await host.call('overlay:list', { roomId })).overlays).toEqual([]);
});

describe('an overlay token', () => {
  const begin = async () => {
    const [node] = await startTwo(twice(memoryStorage()), {
      limits: { commandsPerSecond: 10_000, commandBurst: 10_000, refusalBurst: 10_000 },
    });
    const host = await joined(node, 'host');
    const { id } = await host.call('message:send', message(roomId, 'hola'));
    const { token } = await host.call('overlay:create', { roomId });
    return { node, host, token, messageId: id };
  };

  test('is refused for every command but four that read, before anything of it runs', async () => {
    const { node, host, token, messageId } = await begin();
    const overlay = await signedIn(node, token);
    await overlay.call('room:join', { roomId });
    const before = await host.call('room:join', { roomId });
    const inputs: Record<string, object> = { ...inRoom(roomId, messageId), ...elsewhere };
    expect(Object.keys(inputs).toSorted()).toEqual([...commandNames].toSorted());
    for (const command of commandNames.filter((name) => !reads.includes(name)))
      await expect(overlay.call(command, inputs[command] as never).then(() => command)).rejects.toMatchObject(
        { code: 'forbidden', reason: 'overlay' },
      );
    const after = await host.call('room:join', { roomId });
    expect({ ...after, unread: 0 }).toEqual({ ...before, unread: 0 });
  });

  test('reads no other room', async () => {
    const { node, host, token, messageId } = await begin();
    await host.call('room:join', { roomId: 'other' });
    const overlay = await signedIn(node, token);
    for (const command of reads)
      await expect(
        overlay.call(command, { ...inRoom('other', messageId)[command as 'room:get'] }),
      ).rejects.toMatchObject({ reason: 'overlay' });
  });

  test('is no credential over REST', async () => {
    const { url } = await startServer({ authenticate: guests(), files: false });
    const host = await connect(url, { name: 'Ana' });
    await host.call('room:join', { roomId });
    const { token } = await host.call('overlay:create', { roomId });
    const authorization = `Bearer ${token}`;
    const routes = commandNames.map((name) => commands[name].http);
    for (const http of routes) {
      const [method = '', route = ''] = http.split(' ');
      const path = route.replace(':roomId', roomId).replaceAll(/:\w+/g, crypto.randomUUID());
      const request = { method, headers: { authorization }, ...(method === 'GET' ? {} : { body: '{}' }) };
      const { status } = await fetch(`${url}/chat/api${path}`, request);
      expect([http, status]).toEqual([http, 401]);
    }
  });

  test('sees neither private messages nor messages that wait for approval', async () => {
    const { node, host, token } = await begin();
    const a = await joined(node, 'a');
    const overlay = await signedIn(node, token);
    await overlay.call('room:join', { roomId });
    await a.call('message:send', { ...message(roomId, 'secreto'), to: ['host'] });
    await host.call('room:update', { roomId, approval: 'everyone' });
    await a.call('message:send', message(roomId, 'retenido')).catch(() => {});
    await host.call('message:send', message(roomId, 'para todos'));
    await expect.poll(() => textsOf(overlay), patient).toEqual(['para todos']);
    const again = await (await signedIn(node, token)).call('room:join', { roomId });
    expect(JSON.stringify([again, overlay.events])).not.toMatch(/secreto|retenido/);
  });

  test('reads the question on stage, and lists none', async () => {
    const { node, host, token } = await begin();
    await host.call('room:update', { roomId, questions: 'named' });
    const ask = async (text: string) =>
      (await host.call('question:ask', { roomId, id: crypto.randomUUID(), text })).question.id;
    const [onStage, other] = [await ask('¿Cuándo?'), await ask('¿Dónde?')];
    const overlay = await signedIn(node, token);
    await overlay.call('room:join', { roomId });
    await host.call('question:spotlight', { roomId, questionId: onStage });
    await overlay.until(
      (event) => event.type === 'room:updated' && event.room.spotlight?.question?.text === '¿Cuándo?',
    );
    const { room } = await (await signedIn(node, token)).call('room:join', { roomId });
    expect(room.spotlight?.question).toMatchObject({ id: onStage, author: { id: 'host' } });
    for (const refused of [
      overlay.call('question:list', { roomId }),
      overlay.call('question:spotlight', { roomId, questionId: other }),
      overlay.call('spotlight:clear', { roomId }),
    ])
      await expect(refused).rejects.toMatchObject({ code: 'forbidden', reason: 'overlay' });
  });

  test('belongs to hosts: others neither create, list nor revoke it', async () => {
    const { node, host } = await begin();
    const a = await joined(node, 'a');
    const { overlayId } = await host.call('overlay:create', { roomId });
    for (const change of [
      a.call('overlay:create', { roomId }),
      a.call('overlay:list', { roomId }),
      a.call('overlay:revoke', { roomId, overlayId }),
    ])
      await expect(change).rejects.toMatchObject({ code: 'forbidden' });
    const { overlays } = await host.call('overlay:list', { roomId });
    expect(overlays).toHaveLength(2);
    expect(JSON.stringify(overlays)).not.toMatch(/hash|chat-overlay/);
    for (let n = 2; n < 20; n++) await host.call('overlay:create', { roomId });
    await expect(host.call('overlay:create', { roomId })).rejects.toMatchObject({
      reason: 'too_many_overlays',
    });
    const { entries } = await host.call('audit:list', { roomId });
    expect(entries.every(({ act, by }) => act === 'overlay:create' && by.id === 'host')).toBe(true);
  });
});

test('a token reads a private room from its creation on, and a wrong secret does not', async () => {
  const [node] = await startTwo(twice(memoryStorage()));
  const host = await signedIn(node, 'host');
  await host.call('room:create', { roomId, type: 'private', history: 'since-join' });
  await host.call('room:join', { roomId });
  await host.call('message:send', message(roomId, 'antes'));
  const { token } = await host.call('overlay:create', { roomId });
  await host.call('message:send', message(roomId, 'después'));
  const { messages } = await (await signedIn(node, token)).call('room:join', { roomId });
  expect(messages.map(({ text }) => text)).toEqual(['después']);
  for (const wrong of [`${token}x`, token.slice(0, -1), 'chat-overlay', 'chat-overlay.a.b.c'])
    await expect(signedIn(node, wrong)).rejects.toMatchObject({ code: 'unauthenticated' });
});

test('a token ends when it expires, and with the user who created it', async () => {
  let now = Date.now();
  const storage = memoryStorage();
  const node = await startServer({ storage, files: false, authenticate: byToken, now: () => now } as never);
  const host = await joined(node, 'host');
  const { token, expiresAt } = await host.call('overlay:create', { roomId, expiresInSeconds: 60 });
  expect(expiresAt).toBe(now + 60_000);
  await connect(node.url, { token });
  now += 60_000;
  await expect(connect(node.url, { token })).rejects.toMatchObject({ code: 'expired' });
  const a = await joined(node, 'a');
  await host.call('member:update', { roomId, userId: 'a', role: 'moderator' });
  const theirs = await a.call('overlay:create', { roomId });
  const overlay = await connect(node.url, { token: theirs.token });
  const end = closedWith(overlay);
  await node.chat.eraseUser('a');
  expect(await end).toBe('unauthenticated');
});
