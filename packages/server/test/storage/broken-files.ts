import type { StoredFile } from '../../src/storage/contract/records.ts';
import { memoryStorage } from '../../src/storage/memory/memory-storage.ts';
import { sampleFile } from '../../src/testing/file-cases.ts';
import { andMore, type Broken } from './break-storage.ts';

const later = () => new Promise((resolve) => setTimeout(resolve, 0));
const most = { userBytes: Infinity, roomBytes: Infinity };

export const brokenFiles: Broken[] = [
  {
    name: 'returns a file that does not exist',
    found: ['a file record is returned as it was stored', andMore],
    damage: ({ files }) => ({ files: { get: async (id) => (await files.get(id)) ?? sampleFile(1) } }),
  },
  {
    name: 'loses files when closed',
    found: ['closing keeps committed data in every store'],
    damage: () => ({}),
    lose: (kept) => ({ ...kept, files: memoryStorage().files }),
  },
  {
    name: 'enforces no quota of a user',
    found: ['quotas of user and room are enforced'],
    damage: ({ files }) => ({
      files: { add: (record, { roomBytes }) => files.add(record, { userBytes: Infinity, roomBytes }) },
    }),
  },
  {
    name: 'enforces no quota of a room',
    found: ['quotas of user and room are enforced'],
    damage: ({ files }) => ({
      files: { add: (record, { userBytes }) => files.add(record, { roomBytes: Infinity, userBytes }) },
    }),
  },
  {
    name: 'checks the quota before its transaction',
    found: ['quotas are enforced on concurrent calls'],
    damage: ({ files }) => ({
      files: {
        add: async (record, { userBytes, roomBytes }) => {
          const totals = await files.totals(record.file.uploadedBy, record.file.roomId);
          await later();
          if (totals.userBytes + record.counted > userBytes) return 'user_quota';
          if (totals.roomBytes + record.counted > roomBytes) return 'room_quota';
          return files.add(record, most);
        },
      },
    }),
  },
  {
    name: "counts a user's files in one room only",
    found: ['file sizes are counted by user and room'],
    damage: ({ files }) => ({
      files: {
        totals: async (userId, roomId) => {
          const { files: own } = await files.ofUser(userId, { limit: 100 });
          const here = own.filter(({ file }) => file.roomId === roomId);
          const userBytes = here.reduce((sum, { counted }) => sum + counted, 0);
          return { ...(await files.totals(userId, roomId)), userBytes };
        },
      },
    }),
  },
  {
    name: 'counts only the files of one room in total',
    found: ['file sizes are counted in total'],
    damage: ({ files }) => ({ files: { bytes: async () => (await files.totals('ana', 'r')).roomBytes } }),
  },
  {
    name: 'binds nothing',
    found: ['files are bound to a message', 'files can be bound to the same message again', andMore],
    damage: () => ({ files: { bind: async () => null } }),
  },
  {
    name: 'returns bound files by id',
    found: ['files are bound to a message'],
    damage: ({ files }) => ({
      files: { bind: (ids, to) => files.bind(ids.toSorted(), to) },
    }),
  },
  {
    name: 'binds file by file',
    found: ['either all files are bound or none'],
    damage: ({ files }) => ({
      files: {
        bind: async (ids, to) => {
          const bound: StoredFile[] = [];
          for (const id of ids) {
            const one = await files.bind([id], to);
            if (one === null) return null;
            bound.push(...one);
          }
          return bound;
        },
      },
    }),
  },
  {
    name: 'binds a file once',
    found: ['files can be bound to the same message again'],
    damage: ({ files }) => ({
      files: {
        bind: async (ids, to) => {
          const known = await Promise.all(ids.map((id) => files.get(id)));
          const isBound = known.some((record) => record?.file.messageId !== undefined);
          return isBound ? null : files.bind(ids, to);
        },
      },
    }),
  },
  {
    name: 'binds a file to several messages at once',
    found: ['one of several concurrent messages gets a file'],
    damage: ({ files }) => ({
      files: {
        bind: async (ids, to) => {
          const bound = await files.bind(ids, to);
          if (bound !== null) return bound;
          const known = await Promise.all(ids.map((id) => files.get(id)));
          const theirs = known.filter((record) => record?.file.uploadedBy === to.userId);
          return ids.length === 1 && theirs.length === 1 && to.messageId !== 'm'
            ? theirs.filter((record) => record !== null)
            : null;
        },
      },
    }),
  },
  {
    name: 'returns files of a message with the same id in another room',
    found: ['the files of a message are listed'],
    damage: ({ files }) => ({
      files: {
        ofMessage: async (roomId, messageId) => [
          ...(await files.ofMessage(roomId, messageId)),
          ...(roomId === 's' ? [] : await files.ofMessage('s', messageId)),
        ],
      },
    }),
  },
  {
    name: 'lists files that are not bound',
    found: ['the files of a room are listed'],
    damage: ({ files }) => ({
      files: {
        list: async (roomId, { kind, ...query }) => {
          const all = await files.ofUser('ana', { ...query, limit: 1_000 });
          const here = all.files.filter(
            ({ file }) => file.roomId === roomId && (kind ?? file.kind) === file.kind,
          );
          return { files: here.slice(0, query.limit), hasMore: here.length > query.limit };
        },
      },
    }),
  },
  {
    name: 'lists only the bound files of a user',
    found: ['the files of a user are listed'],
    damage: ({ files }) => ({
      files: {
        ofUser: async (userId, { before, limit }) => {
          const { files: all } = await files.ofUser(userId, {
            ...(before === undefined ? {} : { before }),
            limit: 1_000,
          });
          const sent = all.filter(({ file }) => file.messageId !== undefined);
          return { files: sent.slice(0, limit), hasMore: sent.length > limit };
        },
      },
    }),
  },
  {
    name: 'returns due files in no order',
    found: ['due files are listed'],
    damage: ({ files }) => ({
      files: { due: async (at, limit) => (await files.due(at, limit)).toReversed() },
    }),
  },
  {
    name: 'never returns a due file again',
    found: ['the time at which a file is due can be changed'],
    damage: ({ files }) => ({ files: { setDue: async (id) => void (await files.get(id)) } }),
  },
  {
    name: 'counts removed files',
    found: [
      'file sizes are counted in total',
      'a removed file no longer counts',
      'a file can be removed once',
    ],
    damage: ({ files }) => {
      const gone = new Set<string>();
      return {
        files: {
          get: async (id) => (gone.has(id) ? null : files.get(id)),
          remove: async (id) => {
            if (gone.has(id) || (await files.get(id)) === null) return false;
            gone.add(id);
            return true;
          },
        },
      };
    },
  },
  {
    name: 'returns true to all concurrent removals of a file',
    found: ['a file can be removed once'],
    damage: ({ files }) => ({
      files: {
        remove: async (id) => {
          const known = await files.get(id);
          await files.remove(id);
          return known !== null;
        },
      },
    }),
  },
];
