import type { Message } from '@chat/protocol';
import type { BatchResult } from '../batch/decide-batch.ts';
import type { RecordQuery, StoredRecord } from '../contract/records.ts';
import type { RecordOf, TimelineStore } from '../contract/storage.ts';
import type { View } from '../decide/decision.ts';
import { lastKey } from '../shared/record-keys.ts';
import type { MaybeSync } from '../shared/reject-when-closed.ts';
import { timeKey } from '../shared/start-order-key.ts';
import {
  entryOf,
  removeFrom,
  replaceIn,
  type RecordEntry,
  type RecordPath,
  type RecordRange,
} from './record-table.ts';

/** A record table that works within a transaction of the timeline, and without promises. */
export interface SyncRecordTable {
  get(kind: string, group: string, key: string): object | null;
  list(kind: string, group: string, range: RecordRange): object[];
  write(entries: readonly RecordEntry[]): void;
}

export interface FeatureRecords {
  /** The methods of the timeline. */
  pages: MaybeSync<Pick<TimelineStore, 'record' | 'records' | 'dueRecords' | 'recordsOf'>>;
  /** The lookups of decisions. */
  view(roomId: string): Pick<View, 'record' | 'records'>;
  /** Writes the records of a batch and removes those of messages that it deleted. */
  save(roomId: string, batch: Pick<BatchResult, 'messages' | 'records'>): void;
  forgetMessages(roomId: string, messages: readonly Pick<Message, 'id'>[]): void;
}

type PlacedRecord = Pick<StoredRecord, 'kind' | 'key'>;

/** Sorts like the kind, then the key. A kind contains no spaces. */
const keyOf = ({ kind, key }: PlacedRecord): string => `${kind} ${key}`;

const groupOf = (roomId: string, id: string): string => JSON.stringify([roomId, id]);

/** Stores the records of features in a table, each with a copy by user, by message and by due time. */
export const featureRecords = (table: SyncRecordTable): FeatureRecords => {
  const pathOf = (roomId: string, record: PlacedRecord): RecordPath => ['feature', roomId, keyOf(record)];
  const pathsOf = ({ roomId, record }: RecordOf): RecordPath[] => {
    const { kind, key, userId, messageId, dueAt } = record;
    return [
      pathOf(roomId, record),
      ...(userId === undefined ? [] : [['feature-user', groupOf(roomId, userId), keyOf(record)] as const]),
      ...(messageId === undefined
        ? []
        : [['feature-message', groupOf(roomId, messageId), keyOf(record)] as const]),
      ...(dueAt === undefined ? [] : [['feature-due', kind, `${timeKey(dueAt)} ${roomId} ${key}`] as const]),
    ];
  };
  const find = (roomId: string, record: PlacedRecord): RecordOf | null =>
    table.get(...pathOf(roomId, record)) as RecordOf | null;
  const list = (kind: string, group: string, range: Partial<RecordRange>): RecordOf[] => {
    const whole = { above: '', below: lastKey, limit: Number.MAX_SAFE_INTEGER, descending: false };
    return table.list(kind, group, { ...whole, ...range }) as RecordOf[];
  };
  const inRange = (
    roomId: string,
    kind: string,
    { above = '', below = lastKey, limit, descending }: RecordQuery,
  ): StoredRecord[] => {
    const range = {
      above: `${kind} ${above}`,
      below: `${kind} ${below}`,
      limit,
      descending: descending ?? false,
    };
    return list('feature', roomId, range).map(({ record }) => record);
  };
  const put = (roomId: string, place: PlacedRecord, record: StoredRecord | null): void => {
    const before = find(roomId, place);
    const previous = before ? pathsOf(before) : [];
    if (record === null) {
      table.write(removeFrom(previous));
      return;
    }
    const stored = Object.freeze({ roomId, record });
    table.write(
      replaceIn(
        previous,
        pathsOf(stored).map((path) => entryOf(path, stored)),
      ),
    );
  };
  const forgetMessages: FeatureRecords['forgetMessages'] = (roomId, messages) => {
    for (const { id } of messages)
      for (const { record } of list('feature-message', groupOf(roomId, id), {})) put(roomId, record, null);
  };

  return {
    pages: {
      record: (roomId, kind, key) => find(roomId, { kind, key })?.record ?? null,
      records: (roomId, kind, query) => {
        const found = inRange(roomId, kind, { ...query, limit: query.limit + 1 });
        return { records: found.slice(0, query.limit), hasMore: found.length > query.limit };
      },
      dueRecords: (kind, { at, limit }) => list('feature-due', kind, { below: timeKey(at + 1), limit }),
      recordsOf: (roomId, userId, { after, limit }) => {
        const above = after === undefined ? '' : keyOf(after);
        const found = list('feature-user', groupOf(roomId, userId), { above, limit: limit + 1 });
        return { records: found.slice(0, limit).map(({ record }) => record), hasMore: found.length > limit };
      },
    },
    view: (roomId) => ({
      record: (kind, key) => find(roomId, { kind, key })?.record ?? null,
      records: (kind, query) => inRange(roomId, kind, query),
    }),
    save: (roomId, { messages, records }) => {
      for (const { message } of messages)
        if (message.deletedAt !== undefined) forgetMessages(roomId, [message]);
      for (const change of records) put(roomId, change, change.body === null ? null : change);
    },
    forgetMessages,
  };
};
