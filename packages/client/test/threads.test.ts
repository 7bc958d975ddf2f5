import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { sqliteStorage } from '@chat/server/sqlite';
import { memoryStorage, type ChatStorage } from '@chat/server';
import type { ThreadList } from '@chat/client';
import { eventually, withServer, type Rig } from './with-server.ts';

const storages: [string, () => ChatStorage][] = [
  ['in memory', () => memoryStorage()],
  ['in SQLite', () => sqliteStorage(':memory:')],
];
const roomId = 'cita-42';

describe.each(storages)('threads, %s', (_, make) => {
  let rig: Rig;
  let storage: ChatStorage;
  beforeEach(async () => {
    storage = make();
    rig = await withServer({ storage, limits: { resumeChanges: 20 } });
  });
  afterEach(async () => {
    await rig.close();
    await storage.close();
  });

  const joined = async (name: string) => {
    const client = rig.client({ name });
    const room = client.room(roomId);
    await room.join();
    return { client, room };
  };
  const texts = ({ items }: Pick<ThreadList, 'items'>) => items.map(({ text }) => text);
  const root = () => rig.chat.as({ id: 'root', name: 'Root', role: 'admin' });

  test('update while subscribed, and their replies appear in the room only if also sent there', async () => {
    const [ana, bea] = [await joined('Ana'), await joined('Bea')];
    const first = await ana.room.messages.send({ text: 'hola' });
    const thread = ana.room.thread(first.id);
    expect(ana.room.thread(first.id)).toBe(thread);
    const stop = thread.subscribe(() => {});
    await eventually(() => expect(thread.get().loaded).toBe(true));
    const sending = bea.room.thread(first.id).send({ text: 'al hilo' });
    expect(bea.room.thread(first.id).get().items).toMatchObject([{ text: 'al hilo', status: 'sending' }]);
    const one = await sending;
    await bea.room.thread(first.id).send({ text: 'a los dos', alsoToRoom: true });
    await eventually(() => expect(texts(thread.get())).toEqual(['al hilo', 'a los dos']));
    await eventually(() => expect(thread.get().root?.thread).toMatchObject({ replies: 2 }));
    for (const { room } of [ana, bea])
      await eventually(() => expect(texts(room.messages.get())).toEqual(['hola', 'a los dos']));
    expect(ana.room.receipts.get().unread).toBe(1);
    await bea.room.messages.edit(one.id, 'corregido');
    await ana.room.reactions.toggle(one.id, '\u{1F44D}');
    await eventually(() =>
      expect(thread.get().items[0]).toMatchObject({ text: 'corregido', reactions: [{ count: 1 }] }),
    );
    await ana.room.reactions.toggle(one.id, '\u{1F44D}');
    await eventually(() => expect(thread.get().items[0]?.reactions).toEqual([]));
    await bea.room.messages.delete(one.id);
    await eventually(() => expect(thread.get().root?.thread).toMatchObject({ replies: 1 }));
    expect(thread.get().items[0]?.deletedAt).toBeGreaterThan(0);
    stop();
    expect(thread.get()).toMatchObject({ items: [], loaded: false });
  });

  test('load page by page, newest first', async () => {
    const session = root();
    await session.call('room:create', { roomId });
    const uuid = (n: number) => `00000000-0000-7000-8000-${String(n).padStart(12, '0')}`;
    await session.call('message:send', { roomId, id: uuid(0), text: 'hola' });
    for (let n = 1; n <= 70; n++)
      await session.call('message:send', { roomId, id: uuid(n), text: `n.º ${n}`, threadId: uuid(0) });
    const { room } = await joined('Ana');
    expect(texts(room.messages.get())).toEqual(['hola']);
    const thread = room.thread(uuid(0));
    thread.subscribe(() => {});
    await eventually(() => expect(texts(thread.get())).toHaveLength(50));
    expect([thread.get().hasOlder, thread.get().root?.text]).toEqual([true, 'hola']);
    const all = Array.from({ length: 70 }, (_each, index) => `n.º ${index + 1}`);
    expect(await thread.loadOlder()).toBe(true);
    expect(texts(thread.get())).toEqual(all);
    expect(await thread.loadOlder()).toBe(false);
  });

  test('equal those of a new page after a resume and after a reset', async () => {
    const ana = await joined('Ana');
    const first = await ana.room.messages.send({ text: 'hola' });
    const thread = ana.room.thread(first.id);
    thread.subscribe(() => {});
    await thread.send({ text: 'uno' });
    for (const missed of [3, 30]) {
      await rig.stop();
      const waiting = thread.send({ text: `sin red ${missed}` });
      await rig.start();
      const session = root();
      for (let n = 0; n < missed; n++)
        await session.call('message:send', {
          roomId,
          id: `00000000-0000-7000-8000-${String(missed * 100 + n).padStart(12, '0')}`,
          text: `n.º ${n}`,
          threadId: first.id,
        });
      await waiting;
      const late = await joined(`Late ${missed}`);
      const theirs = late.room.thread(first.id);
      theirs.subscribe(() => {});
      await eventually(() => {
        expect(theirs.get().items.length).toBeGreaterThan(missed);
        const view = (list: ThreadList) => list.items.map(({ id, rev }) => [id, rev]);
        expect(view(thread.get())).toEqual(view(theirs.get()));
        expect(thread.get().root).toEqual(theirs.get().root);
        expect(ana.room.messages.get().items.map(({ thread: told }) => told)).toEqual(
          late.room.messages.get().items.map(({ thread: told }) => told),
        );
      });
      expect(texts(ana.room.messages.get())).toEqual(['hola']);
    }
  });

  test('of a private message are visible only to its sender and recipients', async () => {
    const [ana, bea, carl] = [await joined('Ana'), await joined('Bea'), await joined('Carl')];
    const secret = await ana.room.messages.send({ text: 'a solas', to: [bea.client.user!.id] });
    const reply = await bea.room.thread(secret.id).send({ text: 'dime' });
    expect(reply.to).toEqual([ana.client.user!.id]);
    const thread = carl.room.thread(secret.id);
    thread.subscribe(() => {});
    await eventually(() => expect(thread.get()).toMatchObject({ items: [], loaded: true, root: null }));
    await expect(thread.send({ text: 'hola' })).rejects.toMatchObject({ code: 'not_found' });
    expect(thread.get().items).toMatchObject([{ text: 'hola', status: 'failed' }]);
    expect(carl.room.messages.get().items).toEqual([]);
  });
});
