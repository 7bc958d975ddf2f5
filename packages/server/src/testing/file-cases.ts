import assert from 'node:assert/strict';
import type { FileKind } from '@chat/protocol';
import type { StoredFile } from '../storage/contract/records.ts';
import type { ChatStorage, FileBinding } from '../storage/contract/storage.ts';
import type { ContractCase } from './contract-case.ts';
import { idsInOrder } from './sample.ts';

/** Returns the id of the nth file: ids ascend with time. */
export const fileIdOf = (number: number): string =>
  `00000000-0000-7000-8000-${String(number).padStart(12, '0')}`;

interface SampleFile {
  roomId?: string;
  by?: string;
  kind?: FileKind;
  counted?: number;
  dueAt?: number | null;
}

export const sampleFile = (
  number: number,
  { roomId = 'r', by = 'ana', kind = 'document', counted = 100, dueAt = null }: SampleFile = {},
): StoredFile => ({
  file: {
    fileId: fileIdOf(number),
    roomId,
    kind,
    name: `file ${number}`,
    type: 'text/plain',
    size: 90,
    uploadedBy: by,
    uploadedAt: number,
  },
  counted,
  dueAt,
});

const most = { userBytes: 1_000, roomBytes: 1_000 };
const to = (messageId: string, userId = 'ana', roomId = 'r'): FileBinding => ({ roomId, userId, messageId });
const ids = (records: readonly StoredFile[] | null): string[] | undefined =>
  records?.map(({ file }) => file.fileId);
const idsOf = (...numbers: number[]): string[] => numbers.map(fileIdOf);

const fill = async ({ files }: ChatStorage, ...records: StoredFile[]): Promise<void> => {
  for (const record of records) assert.equal(await files.add(record, most), 'added');
};

export const fileCases: ContractCase[] = [
  {
    title: 'a file record is returned as it was stored',
    sentence: 'Returns the file, or null.',
    run: async ({ files }) => {
      const record = sampleFile(1, { dueAt: 7, kind: 'image' });
      Object.assign(record.file, { width: 3, height: 2, thumbnail: true, durationMs: 5, waveform: [0, 100] });
      assert.equal(await files.get(fileIdOf(1)), null);
      assert.equal(await files.add(record, most), 'added');
      assert.deepEqual(await files.get(fileIdOf(1)), record);
      assert.equal(await files.get(fileIdOf(2)), null);
    },
  },
  {
    title: 'quotas of user and room are enforced',
    sentence:
      'Stores a new file, unless the files of its uploader or of its room would then count more than `most`: it stores nothing then, and returns whose quota is exceeded.',
    run: async (storage) => {
      const { files } = storage;
      await fill(storage, sampleFile(1, { counted: 600 }));
      assert.equal(await files.add(sampleFile(2, { roomId: 's', counted: 401 }), most), 'user_quota');
      assert.equal(await files.add(sampleFile(3, { by: 'bo', counted: 401 }), most), 'room_quota');
      assert.equal(await files.get(fileIdOf(2)), null);
      assert.equal(await files.get(fileIdOf(3)), null);
      await fill(storage, sampleFile(4, { counted: 400 }));
    },
  },
  {
    title: 'quotas are enforced on concurrent calls',
    sentence: 'Concurrent calls together do not exceed it either.',
    run: async ({ files }) => {
      const adding = [1, 2, 3, 4].map((number) => files.add(sampleFile(number, { counted: 400 }), most));
      const added = (await Promise.all(adding)).filter((answer) => answer === 'added');
      assert.equal(added.length, 2);
    },
  },
  {
    title: 'file sizes are counted by user and room',
    sentence: 'Returns the bytes that the files of a user, in all rooms, and those of a room count now.',
    run: async (storage) => {
      const { files } = storage;
      assert.deepEqual(await files.totals('ana', 'r'), { userBytes: 0, roomBytes: 0 });
      await fill(storage, sampleFile(1), sampleFile(2, { roomId: 's' }), sampleFile(3, { by: 'bo' }));
      assert.deepEqual(await files.totals('ana', 'r'), { userBytes: 200, roomBytes: 200 });
      assert.deepEqual(await files.totals('bo', 's'), { userBytes: 100, roomBytes: 100 });
    },
  },
  {
    title: 'file sizes are counted in total',
    sentence: 'Returns the bytes that all files count now.',
    run: async (storage) => {
      const { files } = storage;
      assert.equal(await files.bytes(), 0);
      await fill(
        storage,
        sampleFile(1),
        sampleFile(2, { roomId: 's' }),
        sampleFile(3, { by: 'bo', counted: 70 }),
      );
      assert.equal(await files.bytes(), 270);
      await files.remove(fileIdOf(2));
      assert.equal(await files.bytes(), 170);
    },
  },
  {
    title: 'files are bound to a message',
    sentence:
      'Binds files to the message that sends them, and returns them as they are then, in the order of `fileIds`.',
    run: async (storage) => {
      const { files } = storage;
      await fill(storage, sampleFile(1, { dueAt: 9 }), sampleFile(2));
      const bound = await files.bind(idsOf(2, 1), to('m'));
      assert.deepEqual(ids(bound), idsOf(2, 1));
      assert.deepEqual(await files.get(fileIdOf(1)), bound?.[1]);
      assert.equal(bound?.[1]?.file.messageId, 'm');
      assert.equal(bound?.[1]?.dueAt, 9);
    },
  },
  {
    title: 'either all files are bound or none',
    sentence:
      'Binds all or none: returns null if one of them does not exist, belongs to another user or another room, or is bound to another message.',
    run: async (storage) => {
      const { files } = storage;
      await fill(
        storage,
        sampleFile(1),
        sampleFile(2, { by: 'bo' }),
        sampleFile(3, { roomId: 's' }),
        sampleFile(4),
      );
      await files.bind(idsOf(4), to('other'));
      for (const wrong of [2, 3, 4, 5]) assert.equal(await files.bind(idsOf(1, wrong), to('m')), null);
      assert.equal((await files.get(fileIdOf(1)))?.file.messageId, undefined);
      assert.equal((await files.get(fileIdOf(4)))?.file.messageId, 'other');
    },
  },
  {
    title: 'files can be bound to the same message again',
    sentence: 'Binding to the same message again returns the same.',
    run: async (storage) => {
      const { files } = storage;
      await fill(storage, sampleFile(1), sampleFile(2));
      const first = await files.bind(idsOf(1, 2), to('m'));
      assert.ok(first);
      assert.deepEqual(await files.bind(idsOf(1, 2), to('m')), first);
    },
  },
  {
    title: 'one of several concurrent messages gets a file',
    sentence: 'Of concurrent calls for different messages, exactly one gets a file.',
    run: async (storage) => {
      const { files } = storage;
      await fill(storage, sampleFile(1));
      const messages = ['a', 'b', 'c', 'd'];
      const bound = await Promise.all(messages.map((id) => files.bind(idsOf(1), to(id))));
      assert.equal(bound.filter((records) => records !== null).length, 1);
      const winner = messages[bound.findIndex((records) => records !== null)];
      assert.equal((await files.get(fileIdOf(1)))?.file.messageId, winner);
    },
  },
  {
    title: 'the files of a message are listed',
    sentence: 'Returns the files bound to a message, by id.',
    run: async (storage) => {
      const { files } = storage;
      await fill(storage, sampleFile(1), sampleFile(2), sampleFile(3), sampleFile(4, { roomId: 's' }));
      await files.bind(idsOf(2, 1), to('m'));
      await files.bind(idsOf(4), to('m', 'ana', 's'));
      assert.deepEqual(ids(await files.ofMessage('r', 'm')), idsOf(1, 2));
      assert.deepEqual(await files.ofMessage('r', 'n'), []);
    },
  },
  {
    title: 'the files of a room are listed',
    sentence:
      'Returns the bound files of a room, newest first, older than `before`; only those of `kind`, if given.',
    run: async (storage) => {
      const { files } = storage;
      await fill(storage, sampleFile(1, { kind: 'image' }), sampleFile(2), sampleFile(3), sampleFile(4));
      await fill(storage, sampleFile(5, { roomId: 's' }), sampleFile(6, { kind: 'image' }));
      await files.bind(idsOf(6, 3, 2, 1), to('m'));
      await files.bind(idsOf(5), to('m', 'ana', 's'));
      const page = await files.list('r', { limit: 2 });
      assert.deepEqual([ids(page.files), page.hasMore], [idsOf(6, 3), true]);
      const rest = await files.list('r', { limit: 2, before: fileIdOf(3) });
      assert.deepEqual([ids(rest.files), rest.hasMore], [idsOf(2, 1), false]);
      const images = await files.list('r', { limit: 9, kind: 'image' });
      assert.deepEqual([ids(images.files), images.hasMore], [idsOf(6, 1), false]);
    },
  },
  {
    title: 'the files of a user are listed',
    sentence: 'Returns all files of a user, in any room, newest first, older than `before`.',
    run: async (storage) => {
      const { files } = storage;
      const rooms = idsInOrder.slice(0, 3);
      await fill(storage, ...rooms.map((roomId, index) => sampleFile(index + 1, { roomId })));
      await fill(storage, sampleFile(4, { by: 'bo' }));
      await files.bind(idsOf(1), to('m', 'ana', rooms[0]));
      const page = await files.ofUser('ana', { limit: 2 });
      assert.deepEqual([ids(page.files), page.hasMore], [idsOf(3, 2), true]);
      const rest = await files.ofUser('ana', { limit: 2, before: fileIdOf(2) });
      assert.deepEqual([ids(rest.files), rest.hasMore], [idsOf(1), false]);
    },
  },
  {
    title: 'due files are listed',
    sentence: 'Returns files with a `dueAt` of `at` or earlier, earliest first.',
    run: async (storage) => {
      const { files } = storage;
      await fill(storage, sampleFile(1, { dueAt: 30 }), sampleFile(2, { dueAt: 10 }), sampleFile(3));
      await fill(storage, sampleFile(4, { dueAt: 31 }), sampleFile(5, { dueAt: 20 }));
      assert.deepEqual(ids(await files.due(30, 9)), idsOf(2, 5, 1));
      assert.deepEqual(ids(await files.due(30, 2)), idsOf(2, 5));
    },
  },
  {
    title: 'the time at which a file is due can be changed',
    sentence: 'Sets when to check a file again; null: never.',
    run: async (storage) => {
      const { files } = storage;
      await fill(storage, sampleFile(1, { dueAt: 10 }), sampleFile(2));
      await files.setDue(fileIdOf(1), null);
      await files.setDue(fileIdOf(2), 5);
      await files.setDue(fileIdOf(3), 5);
      assert.deepEqual(ids(await files.due(100, 9)), idsOf(2));
      assert.deepEqual(await files.get(fileIdOf(1)), sampleFile(1));
    },
  },
  {
    title: 'a removed file no longer counts',
    sentence: 'Removes a file, which no longer counts.',
    run: async (storage) => {
      const { files } = storage;
      await fill(storage, sampleFile(1, { counted: 900, dueAt: 1 }), sampleFile(2));
      await files.bind(idsOf(1), to('m'));
      await files.remove(fileIdOf(1));
      assert.equal(await files.get(fileIdOf(1)), null);
      assert.deepEqual(await files.ofMessage('r', 'm'), []);
      assert.deepEqual(await files.due(9, 9), []);
      assert.deepEqual(await files.totals('ana', 'r'), { userBytes: 100, roomBytes: 100 });
    },
  },
  {
    title: 'a file can be removed once',
    sentence: 'Returns true to exactly one of concurrent calls, and false if there was no such file.',
    run: async (storage) => {
      const { files } = storage;
      await fill(storage, sampleFile(1));
      const removed = await Promise.all([1, 2, 3].map(() => files.remove(fileIdOf(1))));
      assert.equal(removed.filter(Boolean).length, 1);
      assert.equal(await files.remove(fileIdOf(1)), false);
      assert.deepEqual(await files.totals('ana', 'r'), { userBytes: 0, roomBytes: 0 });
    },
  },
];
