import { createServer as createHttpServer } from 'node:http';
import { once } from 'node:events';
import { Firestore } from '@google-cloud/firestore';
import { FirestoreServer } from '@firestore-emulator/server';
import { createChatServer } from '@chat/server';
import { firestoreRooms } from '@chat/server/firestore';
import { runCase } from '@chat/server/testing';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { freePort } from '../../../../test/e2e/free-port.ts';
import { memoryStorage } from '../../src/storage/memory/memory-storage.ts';
import { sqliteStorage } from '../../src/storage/sqlite/sqlite-storage.ts';
import { directoryCases } from '../../src/testing/directory-cases.ts';
import { sampleRoom } from '../../src/testing/sample.ts';

let server: FirestoreServer;
let db: Firestore;
let collections = 0;
beforeAll(async () => {
  const port = await freePort();
  server = new FirestoreServer();
  await server.start(port);
  db = new Firestore({
    projectId: 'chat',
    host: `127.0.0.1:${port}`,
    ssl: false,
    customHeaders: { Authorization: 'Bearer owner' },
  });
});
afterAll(async () => {
  await db.terminate();
  server.stop();
});

const rooms = () => firestoreRooms(db, { collection: `rooms-${(collections += 1)}` });
const ofRooms = directoryCases.filter(({ title }) => /^(a room|rooms) /.test(title));

describe('firestore', () => {
  test('the contract has cases of rooms', () => expect(ofRooms.length).toBeGreaterThan(2));

  test.each(ofRooms)('$title', async (contractCase) => {
    const make = () => ({ ...memoryStorage(), rooms: rooms() });
    await expect(runCase(contractCase, make, { impossible: 'it is a copy' })).resolves.toBeUndefined();
  });

  test('a room with any id and data is stored, and can be queried by its fields', async () => {
    const own = rooms();
    const room = sampleRoom('a/b', {
      startsAt: 5_000,
      data: { list: [[1], [2]], __name__: { $x: null }, 'a.b': '' },
    });
    const odd = ['.', '..', '__id__', '/', ' ', 'ñ\u{1F600}'].map((id) => sampleRoom(id));
    for (const each of [room, ...odd]) await own.put(each);
    for (const each of [room, ...odd]) expect(await own.get(each.id)).toEqual(each);
    expect((await own.list({ limit: 10 })).rooms).toHaveLength(7);
    const found = await db.collection(`rooms-${collections}`).where('startsAt', '>', 4_000).get();
    expect(found.docs.map((each) => each.get('title'))).toEqual([room.title]);
  });

  test('a server stores rooms in Firestore and messages in the other storage', async () => {
    const storage = { ...sqliteStorage(':memory:'), rooms: rooms() };
    const http = createHttpServer();
    http.listen(0, '127.0.0.1');
    await once(http, 'listening');
    const chat = createChatServer(http, { storage });
    onTestFinished(async () => {
      await chat.close();
      http.close();
    });
    const ana = chat.as({ id: 'ana', name: 'Ana' });
    await ana.call('room:create', { roomId: 'visit', title: 'A visit', startsAt: 9_000_000_000_000 });
    await ana.call('room:update', { roomId: 'visit', title: 'Another visit' });
    await expect
      .poll(async () =>
        (await db.collection(`rooms-${collections}`).get()).docs.map((each) => each.get('title')),
      )
      .toEqual(['Another visit']);
    expect((await storage.timeline.head('visit'))?.room.title).toBe('Another visit');
  });
});
