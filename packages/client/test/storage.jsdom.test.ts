import 'fake-indexeddb/auto';
import { createChatClient, type ChatClientOptions, type SessionLike } from '@chat/client';
import { expect, test, vi } from 'vitest';
import { indexedDbStorage } from '../src/platform/indexed-db-storage.ts';
import { withFallback } from '../src/platform/client-storage.ts';
import { patient } from '../../../test/unhurried.ts';

test('IndexedDB stores values by key and lists them by prefix in order', async () => {
  const storage = indexedDbStorage('one');
  for (const key of ['b:2', 'a:1', 'b:1', 'c']) await storage.set(key, { key });
  await storage.delete('c');
  expect(await storage.get('a:1')).toEqual({ key: 'a:1' });
  expect(await storage.get('c')).toBeUndefined();
  expect((await storage.list('b:')).map(({ key }) => key)).toEqual(['b:1', 'b:2']);
  expect(await indexedDbStorage('one').get('b:2')).toEqual({ key: 'b:2' });
});

test('a storage that fails is replaced by memory', async () => {
  const fail = () => Promise.reject(new Error('private window'));
  const storage = withFallback({ get: fail, set: fail, delete: fail, list: fail });
  await storage.set('a', 1);
  expect(await storage.get('a')).toBe(1);
});

/** The server as a session that can be cut off; it stores what it is sent. */
const server = () => {
  const stored: { id: string; text: string }[] = [];
  let reachable = true;
  const session = {
    user: { id: 'ana', name: 'Ana' },
    call: (name: string, input: { id: string; text: string }) => {
      if (!reachable) return new Promise(() => {});
      if (name === 'message:send') {
        if (!stored.some(({ id }) => id === input.id)) stored.push(input);
        return Promise.resolve(message(input, stored.length));
      }
      const messages = stored.map((each, index) => message(each, index + 1));
      const rev = stored.length;
      const room = { id: 'r', type: 'public' };
      return Promise.resolve({
        room,
        me: null,
        can: null,
        members: [],
        occupancy: 1,
        unread: 0,
        unreadMentions: 0,
        mentionSeqs: [],
        readSeq: 0,
        epoch: 'e',
        rev,
        seq: rev,
        mode: 'snapshot',
        messages,
        hasMore: false,
      });
    },
    on: () => () => {},
  };
  return {
    stored,
    session: session as unknown as SessionLike,
    reach: (value: boolean) => (reachable = value),
  };
};

const message = ({ id, text }: { id: string; text: string }, seq: number) => ({
  id,
  text,
  seq,
  rev: seq,
  roomId: 'r',
  kind: 'text',
  author: { id: 'ana', name: 'Ana' },
  attachments: [],
  mentions: [],
  reactions: [],
  createdAt: 1,
});

test('messages written before a reload are sent after it, once and in order', async () => {
  const { stored, session, reach } = server();
  const options: ChatClientOptions = { session };
  const before = createChatClient(options);
  const room = before.room('r');
  await room.join();
  await room.messages.send({ text: 'uno' });
  reach(false);
  void room.messages.send({ text: 'dos' });
  void room.messages.send({ text: 'tres' });
  const statuses = () => room.messages.get().items.map((item) => item.status);
  await vi.waitFor(() => expect(statuses()).toEqual(['sent', 'sending', 'queued']), patient);
  await before.close();

  reach(true);
  const after = createChatClient(options);
  const again = after.room('r');
  await again.join();
  await vi.waitFor(() => expect(stored.map(({ text }) => text)).toEqual(['uno', 'dos', 'tres']), patient);
  await vi.waitFor(
    () => expect(again.messages.get().items.every((item) => item.status === 'sent')).toBe(true),
    patient,
  );
  expect(again.messages.get().items.map((item) => item.text)).toEqual(['uno', 'dos', 'tres']);
  await after.close();
  expect(await indexedDbStorage('chat').list('outbox:')).toEqual([]);
});
