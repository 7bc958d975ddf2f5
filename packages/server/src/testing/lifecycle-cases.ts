import assert from 'node:assert/strict';
import type { ChatStorage } from '../storage/contract/storage.ts';
import type { ContractCase } from './contract-case.ts';
import { fileIdOf, sampleFile } from './file-cases.ts';
import { ana, bo, createRoom, sampleRoom, send } from './sample.ts';

const mark = { joinedAt: 1_000, joinedSeq: 0, readSeq: 0 };

/** One call of each method, by name. */
const calls = ({
  timeline,
  rooms,
  users,
  settings,
  files,
  preferences,
  profiles,
  presence,
}: ChatStorage): Record<string, () => Promise<unknown>> => ({
  head: () => timeline.head('r'),
  commit: () => timeline.commit('r', [createRoom('r')]),
  page: () => timeline.page('r', { limit: 1 }),
  message: () => timeline.message('r', 'm'),
  changes: () => timeline.changes('r', 0, 1),
  member: () => timeline.member('r', 'ana'),
  members: () => timeline.members('r', { limit: 1 }),
  banned: () => timeline.banned('r', { limit: 1 }),
  reports: () => timeline.reports('r', { limit: 1 }),
  audit: () => timeline.audit('r', { limit: 1 }),
  reacted: () => timeline.reacted('r', 'ana', [{ messageId: 'm', emoji: '\u{1F44D}' }]),
  reactors: () => timeline.reactors('r', { messageId: 'm', emoji: '\u{1F44D}' }, { limit: 1 }),
  readMarker: () => timeline.readMarker('r', 'ana', mark),
  markRead: () => timeline.markRead('r', 'ana', 1, { at: 0 }),
  markUnread: () => timeline.markUnread('r', 'ana', 0),
  markDelivered: () => timeline.markDelivered('r', [{ userId: 'ana', seq: 1 }]),
  readMarkers: () => timeline.readMarkers('r', { limit: 1 }),
  unread: () => timeline.unread('r', 'ana', 0, 1),
  roomsOf: () => timeline.roomsOf('ana', { limit: 1 }),
  prune: () => timeline.prune('r', 0),
  'rooms.get': () => rooms.get('r'),
  'rooms.put': () => rooms.put(sampleRoom('r')),
  'rooms.list': () => rooms.list({ limit: 1 }),
  'users.get': () => users.get('ana'),
  'users.put': () => users.put({ user: ana }),
  'users.many': () => users.many(['ana']),
  'users.words': () => users.words({ prefix: 'a', limit: 1 }),
  'profiles.get': () => profiles.get('ana'),
  'profiles.forget': () => profiles.forget('ana'),
  'profiles.change': () => profiles.change('ana', {}),
  'settings.getOrSet': () => settings.getOrSet('key', 'value'),
  'files.add': () => files.add(sampleFile(1), { userBytes: 100, roomBytes: 100 }),
  'files.totals': () => files.totals('ana', 'r'),
  'files.bytes': () => files.bytes(),
  'files.get': () => files.get(fileIdOf(1)),
  'files.bind': () => files.bind([fileIdOf(1)], { roomId: 'r', userId: 'ana', messageId: 'm' }),
  'files.ofMessage': () => files.ofMessage('r', 'm'),
  'files.list': () => files.list('r', { limit: 1 }),
  'files.ofUser': () => files.ofUser('ana', { limit: 1 }),
  'files.due': () => files.due(0, 1),
  'files.setDue': () => files.setDue(fileIdOf(1), null),
  'files.remove': () => files.remove(fileIdOf(1)),
  'preferences.get': () => preferences.get('ana', 'r'),
  'preferences.put': () => preferences.put('ana', 'r', {}),
  'presence.write': () => presence.write('a', { from: 0, leaseMs: 1, entries: [] }),
  'presence.nodes': () => presence.nodes(),
  'presence.changes': () => presence.changes('a', 0, 1),
  'presence.leave': () => presence.leave('a'),
  'presence.sweep': () => presence.sweep(0),
});

export const lifecycleCases: ContractCase[] = [
  {
    title: 'every method exists',
    sentence: 'No method is optional.',
    run: async (storage) => {
      for (const [name, call] of Object.entries(calls(storage))) {
        await assert.doesNotReject(async () => call(), `${name} failed on an empty storage`);
      }
    },
  },
  {
    title: 'closing keeps committed data in every store',
    sentence: 'Closes the storage and keeps everything committed.',
    needsReopen: true,
    run: async (storage, reopen) => {
      const room = sampleRoom('r', { data: { a: 1 } });
      await storage.timeline.commit('r', [createRoom('r'), send('m1')]);
      await storage.rooms.put(room);
      await storage.users.put({ user: bo, lastSeenAt: 5 });
      await storage.settings.getOrSet('key', 'value');
      await storage.files.add(sampleFile(1), { userBytes: 100, roomBytes: 100 });
      await storage.preferences.put('bo', 'r', { silencedUntil: 7 });
      const head = await storage.timeline.head('r');
      const opened = await reopen(storage);
      assert.deepEqual(await opened.timeline.head('r'), head);
      assert.equal((await opened.timeline.message('r', 'm1'))?.text, 'text of m1');
      assert.deepEqual(await opened.rooms.get('r'), room);
      assert.deepEqual(await opened.users.get('bo'), { user: bo, lastSeenAt: 5 });
      assert.deepEqual(await opened.preferences.get('bo', 'r'), { silencedUntil: 7 });
      assert.equal(await opened.settings.getOrSet('key', 'other'), 'value');
      assert.deepEqual(await opened.files.get(fileIdOf(1)), sampleFile(1));
    },
  },
  {
    title: 'calls after closing reject',
    sentence: 'Later calls reject.',
    run: async (storage) => {
      await storage.timeline.commit('r', [createRoom('r')]);
      await storage.close();
      for (const [name, call] of Object.entries(calls(storage))) {
        await assert.rejects(async () => call(), `${name} returned after closing`);
      }
    },
  },
  {
    title: 'closing twice does nothing',
    sentence: 'Closing it again does nothing.',
    run: async (storage) => {
      await Promise.all([storage.close(), storage.close()]);
      await storage.close();
    },
  },
];
