import type { Broken } from './break-storage.ts';

const cases = {
  stored: 'records are stored, replaced and removed, without a revision',
  listed: 'records are listed by key, in both directions',
  removed: 'the records of a message are removed with it',
  due: 'due records of all rooms are found, the earliest first',
  user: 'the records of a user are found and erased',
};

export const brokenRecords: Broken[] = [
  {
    name: 'finds a record of any kind',
    found: [cases.stored],
    damage: ({ timeline }) => ({
      timeline: { record: (roomId, _kind, key) => timeline.record(roomId, 'vote', key) },
    }),
  },
  {
    name: 'ignores the range of keys',
    found: [cases.listed],
    damage: ({ timeline }) => ({
      timeline: {
        records: (roomId, kind, { above: _above, below: _below, ...query }) =>
          timeline.records(roomId, kind, query),
      },
    }),
  },
  {
    name: 'keeps the records of pruned messages',
    found: [cases.removed],
    damage: ({ timeline }) => ({
      timeline: {
        prune: async (roomId, before) => {
          const { records } = await timeline.records(roomId, 'vote', { limit: 100 });
          const pruned = await timeline.prune(roomId, before);
          const actor = { id: 'ana', name: 'Ana' };
          const left = records.map(({ messageId: _messageId, ...record }) => record);
          if (left.length > 0)
            await timeline.commit(roomId, [{ kind: 'store-records', actor, at: 1, records: left }]);
          return pruned;
        },
      },
    }),
  },
  {
    name: 'finds records before they are due',
    found: [cases.due],
    damage: ({ timeline }) => ({
      timeline: { dueRecords: (kind, query) => timeline.dueRecords(kind, { ...query, at: query.at + 10 }) },
    }),
  },
  {
    name: 'lists the records of a user from the start again',
    found: [cases.user],
    damage: ({ timeline }) => ({
      timeline: {
        recordsOf: (roomId, userId, { limit }) => timeline.recordsOf(roomId, userId, { limit }),
      },
    }),
  },
];
