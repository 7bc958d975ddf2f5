import { decideBatch, type BatchResult, type RecordSource } from './decide-batch.ts';
import type { Change } from '../contract/change.ts';
import { requiredReads } from './required-reads.ts';
import type {
  Head,
  RecordQuery,
  StoredMember,
  StoredMessage,
  StoredRecord,
  StoredReport,
} from '../contract/records.ts';

/** The lookups of a decision, with their parameters and results. */
interface Lookups {
  member: { by: [userId: string]; answer: StoredMember | null };
  joined: { by: []; answer: StoredMember[] };
  message: { by: [messageId: string]; answer: StoredMessage | null };
  report: { by: [messageId: string]; answer: StoredReport | null };
  reacted: { by: [messageId: string, emoji: string, userId: string]; answer: boolean };
  reactors: { by: [messageId: string, emoji: string, limit: number]; answer: string[] };
  replies: { by: [threadId: string, limit: number]; answer: StoredMessage[] };
  lastSentAt: { by: [userId: string, since: number]; answer: number | null };
  pinned: { by: []; answer: number };
  openCall: { by: []; answer: StoredMessage | null };
  hasReadMarker: { by: [userId: string]; answer: boolean };
  record: { by: [kind: string, key: string]; answer: StoredRecord | null };
  records: { by: [kind: string, query: RecordQuery]; answer: StoredRecord[] };
  isErased: { by: [userId: string]; answer: boolean };
}

/** Loads the stored records for each kind of lookup. */
export type RecordLoaders = {
  [K in keyof Lookups]: (by: Lookups[K]['by'][]) => Promise<Lookups[K]['answer'][]>;
};

/** The result of a lookup that is not loaded yet; a decision that used one is discarded. */
const unknown: { [K in keyof Lookups]: Lookups[K]['answer'] } = {
  member: null,
  joined: [],
  message: null,
  report: null,
  reacted: false,
  reactors: [],
  replies: [],
  lastSentAt: null,
  pinned: 0,
  openCall: null,
  hasReadMarker: false,
  record: null,
  records: [],
  isErased: false,
};

export interface PreloadedView extends RecordSource {
  /**
   * Loads the lookups that were made and not loaded yet. Returns false if there were none: the decision
   * stands.
   */
  load(): Promise<boolean>;
  /** Returns a message as it was before the batch. */
  before(messageId: string): StoredMessage | null;
}

/**
 * A database responds asynchronously, but decisions are synchronous. They are made on what is loaded, and
 * made again once the missing lookups are loaded, all in one transaction. The records that the changes are
 * known to need are loaded first, so one pass is the rule.
 */
export const preloadedView = (
  load: RecordLoaders,
  /** Null if the room does not exist. */
  head: Head | null,
  changes: readonly Change[],
): PreloadedView => {
  const known = new Map<string, unknown>();
  const asked = new Map<string, { what: keyof Lookups; by: unknown[] }>();

  const ask = <K extends keyof Lookups>(what: K, ...by: Lookups[K]['by']): Lookups[K]['answer'] => {
    const key = JSON.stringify([what, ...by]);
    if (known.has(key)) return known.get(key) as Lookups[K]['answer'];
    asked.set(key, { what, by });
    return unknown[what];
  };

  for (const change of changes) {
    const needed = requiredReads(change, head);
    for (const userId of needed.members) ask('member', userId);
    for (const userId of needed.readMarkers) ask('hasReadMarker', userId);
    for (const userId of needed.erasures) ask('isErased', userId);
    for (const messageId of needed.messages) ask('message', messageId);
    for (const messageId of needed.reports) ask('report', messageId);
    for (const { kind, key } of needed.records) ask('record', kind, key);
    if (needed.joined) ask('joined');
  }

  return {
    head: () => head,
    member: (userId) => ask('member', userId),
    joined: () => ask('joined'),
    message: (messageId) => ask('message', messageId),
    report: (messageId) => ask('report', messageId),
    reacted: (...by) => ask('reacted', ...by),
    reactors: (...by) => ask('reactors', ...by),
    replies: (...by) => ask('replies', ...by),
    lastSentAt: (...by) => ask('lastSentAt', ...by),
    pinned: () => ask('pinned'),
    openCall: () => ask('openCall'),
    hasReadMarker: (userId) => ask('hasReadMarker', userId),
    record: (...by) => ask('record', ...by),
    records: (...by) => ask('records', ...by),
    isErased: (userId) => ask('isErased', userId),
    before: (messageId) => ask('message', messageId),
    load: async () => {
      const wanted = new Map<keyof Lookups, { key: string; by: unknown[] }[]>();
      for (const [key, { what, by }] of asked) wanted.set(what, [...(wanted.get(what) ?? []), { key, by }]);
      asked.clear();
      for (const [what, asks] of wanted) {
        const answers = await (load[what] as (by: unknown[][]) => Promise<unknown[]>)(
          asks.map(({ by }) => by),
        );
        asks.forEach(({ key }, at) => known.set(key, answers[at]));
      }
      return wanted.size > 0;
    },
  };
};

/** Decides a batch on a preloaded view: reads, decides, and repeats both while the decision asks for more. */
export const decidePreloaded = async (
  view: PreloadedView,
  changes: readonly Change[],
  epoch: string,
): Promise<BatchResult> => {
  await view.load();
  let batch = decideBatch(view, changes, epoch);
  while (await view.load()) batch = decideBatch(view, changes, epoch);
  return batch;
};
