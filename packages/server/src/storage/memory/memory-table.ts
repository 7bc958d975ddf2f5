import type { SyncRecordTable } from '../records/feature-records.ts';

/** A record table in memory. */
export const memoryTable = (): SyncRecordTable => {
  const groups = new Map<string, Map<string, object>>();
  // Kinds contain no spaces.
  const nameOf = (kind: string, group: string): string => `${kind} ${group}`;

  return {
    get: (kind, group, key) => groups.get(nameOf(kind, group))?.get(key) ?? null,
    list: (kind, group, { above, below, limit, descending }) => {
      const found = [...(groups.get(nameOf(kind, group)) ?? [])]
        .filter(([key]) => key > above && key < below)
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([, record]) => record);
      return (descending ? found.toReversed() : found).slice(0, limit);
    },
    write: (entries) => {
      for (const { kind, group, key, record } of entries) {
        const name = nameOf(kind, group);
        const records = groups.get(name) ?? new Map<string, object>();
        if (record === null) records.delete(key);
        else records.set(key, record);
        if (records.size > 0) groups.set(name, records);
        else groups.delete(name);
      }
    },
  };
};
