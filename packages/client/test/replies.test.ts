import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { sqliteStorage } from '@chat/server/sqlite';
import type { ChatStorage } from '@chat/server';
import { memoryStorage } from '@chat/server';
import { eventually, withServer, type Rig } from './with-server.ts';

const storages: [string, () => ChatStorage][] = [
  ['in memory', () => memoryStorage()],
  ['in SQLite', () => sqliteStorage(':memory:')],
];

describe.each(storages)('replies, %s', (_, make) => {
  let rig: Rig;
  let storage: ChatStorage;
  let token: string | undefined;
  beforeEach(async () => {
    storage = make();
    rig = await withServer({ storage });
  });
  afterEach(async () => {
    await rig.close();
    await storage.close();
  });

  const joined = async (name: string, roomId = 'cita-42') => {
    const client = rig.client({ name });
    client.on('hello', (hello) => (token = hello.token));
    const room = client.room(roomId);
    await room.join();
    return { client, room };
  };
  const author = () => rig.chat.as({ id: 'root', name: 'Root', role: 'admin' });
  const uuid = (n: number) => `00000000-0000-7000-8000-${String(n).padStart(12, '0')}`;
  /** A room whose first message is answered by its last, far more than a page later. */
  const longRoom = async (roomId: string, settings: object = {}) => {
    const root = author();
    await root.call('room:create', { roomId, ...settings });
    for (let n = 1; n <= 70; n++) await root.call('message:send', { roomId, id: uuid(n), text: `n.º ${n}` });
    await root.call('message:send', { roomId, id: uuid(71), text: 'respuesta', replyTo: uuid(1) });
    return root;
  };

  test('an old original loads on demand, follows its edits, and becomes a tombstone when deleted', async () => {
    const root = await longRoom('cita-42');
    const ana = await joined('Ana');
    const { room } = ana;
    expect(room.messages.get().items.at(-1)).toMatchObject({ replyTo: uuid(1) });
    expect(room.messages.get().items.some(({ id }) => id === uuid(1))).toBe(false);
    let told = 0;
    room.replies.subscribe(() => told++);
    expect(room.replies.original(uuid(1))).toBeUndefined();
    await eventually(() => expect(room.replies.original(uuid(1))).toMatchObject({ text: 'n.º 1' }));
    expect(told).toBe(2);
    await root.call('message:edit', { roomId: 'cita-42', messageId: uuid(1), text: 'corregido' });
    await eventually(() => expect(room.replies.original(uuid(1))).toMatchObject({ text: 'corregido' }));
    await root.call('message:delete', { roomId: 'cita-42', messageId: uuid(1) });
    await eventually(() => expect(room.replies.original(uuid(1))).toMatchObject({ text: '' }));
    expect(room.replies.original(uuid(1))?.deletedAt).toBeGreaterThan(0);
    expect(room.replies.original(uuid(70))).toMatchObject({ text: 'n.º 70' });
  });

  test('an edit made while offline shows after the resume', async () => {
    await longRoom('cita-42');
    const { room } = await joined('Ana');
    room.replies.original(uuid(1));
    await eventually(() => expect(room.replies.original(uuid(1))).toMatchObject({ text: 'n.º 1' }));
    await rig.stop();
    await eventually(() => expect(room.state.get().status).toBe('stale'));
    await storage.timeline.commit('cita-42', [
      {
        kind: 'edit',
        actor: { id: 'root', name: 'Root', role: 'admin' },
        at: 1,
        messageId: uuid(1),
        text: 'entretanto',
      },
    ]);
    await rig.start();
    await eventually(() => expect(room.replies.original(uuid(1))).toMatchObject({ text: 'entretanto' }));
  });

  test('originals that the user may not see are not found, by socket and by REST', async () => {
    const root = await longRoom('cerrada', { history: 'since-join' });
    const { room, client } = await joined('Ana', 'cerrada');
    await root.call('message:send', { roomId: 'cerrada', id: uuid(80), text: 'y tú', replyTo: uuid(1) });
    expect(room.replies.original(uuid(1))).toBeUndefined();
    await eventually(() => expect(room.replies.original(uuid(1))).toBeNull());
    await expect(client.call('message:get', { roomId: 'cerrada', messageId: uuid(1) })).rejects.toMatchObject(
      { code: 'not_found' },
    );
    await expect(
      client.call('message:get', { roomId: 'cerrada', messageId: uuid(999) }),
    ).rejects.toMatchObject({ code: 'not_found' });
    const get = async (messageId: string) => {
      const answer = await fetch(`${rig.url}/chat/api/rooms/cerrada/messages/${messageId}`, {
        headers: { authorization: `Bearer ${token}` },
      });
      // All but the id of the request, of which there are no two.
      const text = (await answer.text()).replace(/"requestId":"[^"]*"/, '"requestId":""');
      return { status: answer.status, body: JSON.parse(text) as unknown };
    };
    expect(await get(uuid(80))).toMatchObject({ status: 200, body: { text: 'y tú' } });
    const unknown = await get(uuid(999));
    expect(unknown).toMatchObject({ status: 404, body: { error: { code: 'not_found' } } });
    expect(await get(uuid(1))).toEqual(unknown);
    expect(await client.call('message:get', { roomId: 'cerrada', messageId: uuid(80) })).toMatchObject({
      text: 'y tú',
    });
  });

  test('a private original is visible only to its sender and recipients', async () => {
    const [ana, bo, cy] = [await joined('Ana'), await joined('Bo'), await joined('Cy')];
    const to = [bo.client.user?.id ?? ''];
    const secret = await ana.room.messages.send({ text: 'secreto', to });
    const roomId = 'cita-42';
    expect(await bo.client.call('message:get', { roomId, messageId: secret.id })).toMatchObject({
      text: 'secreto',
    });
    await expect(cy.client.call('message:get', { roomId, messageId: secret.id })).rejects.toMatchObject({
      code: 'not_found',
    });
  });

  test('a reply to an unknown message is rejected', async () => {
    const { room } = await joined('Ana');
    await expect(room.messages.send({ text: 'eh', replyTo: uuid(5) })).rejects.toMatchObject({
      code: 'not_found',
      field: 'replyTo',
    });
  });
});
