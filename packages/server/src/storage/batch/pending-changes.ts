import type { View } from '../decide/decision.ts';
import type { ReactionChange, RecordChange, StoredRecord } from '../contract/records.ts';

/** Reactions as stored, with the changes of one batch on top. */
export interface PendingReactions extends Pick<View, 'reacted' | 'reactors'> {
  put(change: ReactionChange): void;
  /** Returns the changes to write: the last one of each reaction that is `wanted`. */
  changes(wanted: (change: ReactionChange) => boolean): ReactionChange[];
}

export const pendingReactions = (source: Pick<View, 'reacted' | 'reactors'>): PendingReactions => {
  const changed = new Map<string, Map<string, ReactionChange>>();
  // Message ids contain no spaces.
  const of = (messageId: string, emoji: string) => changed.get(`${messageId} ${emoji}`);

  return {
    put: (change) => {
      const key = `${change.messageId} ${change.emoji}`;
      changed.set(key, (changed.get(key) ?? new Map<string, ReactionChange>()).set(change.userId, change));
    },
    reacted: (messageId, emoji, userId) =>
      of(messageId, emoji)?.get(userId)?.added ?? source.reacted(messageId, emoji, userId),
    reactors: (messageId, emoji, limit) => {
      const ofUsers = of(messageId, emoji) ?? new Map<string, ReactionChange>();
      const known = source
        .reactors(messageId, emoji, limit + ofUsers.size)
        .filter((userId) => !ofUsers.has(userId));
      const more = [...ofUsers.values()].filter(({ added }) => added).map(({ userId }) => userId);
      return [...known, ...more].sort((a, b) => (a < b ? -1 : 1)).slice(0, limit);
    },
    changes: (wanted) => [...changed.values()].flatMap((ofUsers) => [...ofUsers.values()].filter(wanted)),
  };
};

/** Records of features as stored, with the changes of one batch on top. */
export interface PendingRecords extends Pick<View, 'record' | 'records'> {
  put(change: RecordChange): void;
  /** Returns the changes to write: the last one of each record. */
  changes(): RecordChange[];
}

export const pendingRecords = (source: Pick<View, 'record' | 'records'>): PendingRecords => {
  const changed = new Map<string, Map<string, RecordChange>>();
  const stored = (change: RecordChange): StoredRecord[] => (change.body === null ? [] : [change]);

  return {
    put: (change) => {
      const { kind, key } = change;
      changed.set(kind, (changed.get(kind) ?? new Map<string, RecordChange>()).set(key, change));
    },
    record: (kind, key) => {
      const change = changed.get(kind)?.get(key);
      return change === undefined ? source.record(kind, key) : (stored(change)[0] ?? null);
    },
    records: (kind, query) => {
      const ofKind = changed.get(kind);
      if (ofKind === undefined) return source.records(kind, query);
      const { above = '', below, limit, descending } = query;
      const known = source.records(kind, { ...query, limit: limit + ofKind.size });
      const added = [...ofKind.values()].flatMap(stored);
      const inRange = added.filter(({ key }) => key > above && (below === undefined || key < below));
      const sign = descending ? -1 : 1;
      return [...known.filter(({ key }) => !ofKind.has(key)), ...inRange]
        .sort((a, b) => (a.key < b.key ? -sign : sign))
        .slice(0, limit);
    },
    changes: () => [...changed.values()].flatMap((ofKind) => [...ofKind.values()]),
  };
};
