import {
  type Message,
  type MessageVersion,
  type Recording,
  type ReplayBurst,
  type ReplayChange,
  type ReplayWindow,
} from '@chat/protocol';
import type { StoredRecord } from '../storage/contract/records.ts';
import type { PageQuery, TimelineStore } from '../storage/contract/storage.ts';
import {
  burstsKey,
  burstsKind,
  secondOf,
  spansKey,
  spansKind,
  stateEveryMs,
  stateKey,
  stateKind,
  type ReplaySpans,
  type StoredBursts,
  type StoredState,
} from '../storage/decide/live/recording-records.ts';
import { seqAtTime } from '../storage/shared/seq-at-time.ts';
import { replayCaptions } from './recorded-captions.ts';
import { asOf, changesOf, momentAt, statesOf, type History } from './as-of.ts';

/** The room that is replayed, its reader, and the stores. */
export interface ReplayReader {
  id: string;
  head: { seq: number };
  timeline: Pick<TimelineStore, 'page' | 'record' | 'records' | 'versions'>;
  scope: Pick<PageQuery, 'visibleAfter' | 'reader'>;
  /** Messages created before it are not shown, ms since the epoch. */
  cutoff: number;
  /** Whether the reader may see the earlier texts of a message. */
  readsVersions(message: Message): boolean;
  now: number;
}

export interface ReplayQuery {
  offset: number;
  before?: number | undefined;
  limit: number;
}

/** Length of a window in the media, ms. */
export const replayWindowMs = 30_000;
/** Most changes of a window; one with more is shorter. */
const mostChanges = 400;
const pageLimit = 100;
/** Deleted messages leave gaps: so many pages are read to fill one. */
const mostPages = 4;
/** Up to so many states of a page are read at once; beyond, those of each message are. */
const mostStates = 1_000;

/** Reads the chat as it was at an offset of a recording, with what changed from then on. */
export const readReplay = async (
  room: ReplayReader,
  { segments }: Recording,
  { offset, before, limit }: ReplayQuery,
): Promise<ReplayWindow> => {
  const { at, endsAt = at, until } = momentAt(segments, offset, room.now);
  const to = before === undefined ? Math.min(endsAt, at + replayWindowMs) : at;
  const next = await seqAtTime(room, at + 1, room.scope);
  const [older, newer, found] = await Promise.all([
    messagesBefore(room, Math.min(next, before ?? next), { at, limit }),
    messagesUpTo(room, next, { at, to }),
    room.timeline.record(room.id, spansKind, spansKey),
  ]);
  const { spans } = (found?.body as ReplaySpans | undefined) ?? { spans: [] };
  const all = [...older.messages, ...newer];
  const histories = await historiesOf(room, all, { at, to, spans });
  const historyOf = ({ id }: Message): History => histories.get(id) ?? { states: [], versions: [], spans };
  const moments = all
    .flatMap((message) =>
      changesOf(message, historyOf(message), { from: at, to }).map((time) => ({ time, message })),
    )
    .sort((one, other) => one.time - other.time || one.message.seq - other.message.seq);
  const last = moments.length > mostChanges ? (moments[mostChanges]?.time ?? to) : undefined;
  const kept = last === undefined ? moments : moments.filter(({ time }) => time < last);
  const changes = kept.map(({ time, message }): ReplayChange => ({
    offset: offset + time - at,
    message: asOf(message, time, historyOf(message)),
  }));
  // The next window begins before the change that did not fit, or where the chat stands still.
  const end = last === undefined ? to : Math.max(last - 1, at + 1);
  const ends = end > at ? offset + end - at : until;
  return {
    offset,
    ...(ends === undefined ? {} : { until: ends }),
    messages: older.messages.map((message) => asOf(message, at, historyOf(message))),
    hasMore: older.hasMore,
    changes,
    bursts: before === undefined ? await burstsOf(room, { at, to: end, offset }) : [],
    captions: before === undefined ? await replayCaptions(room, { segments }, { at, to: end }) : [],
  };
};

const isShown = ({ cutoff }: ReplayReader, { deletedAt, createdAt }: Message): boolean =>
  deletedAt === undefined && createdAt >= cutoff;

/** Deleted messages never come back, whenever they were deleted. */
const messagesBefore = async (
  room: ReplayReader,
  before: number,
  { at, limit }: { at: number; limit: number },
): Promise<{ messages: Message[]; hasMore: boolean }> => {
  let messages: Message[] = [];
  let from = before;
  for (let pages = 0; ; pages++) {
    const page = await room.timeline.page(room.id, { ...room.scope, before: from, limit });
    const shown = page.messages.filter((each) => isShown(room, each) && each.createdAt <= at);
    messages = [...shown, ...messages].slice(-limit);
    from = page.messages[0]?.seq ?? 0;
    const lapsed = page.messages.some(({ createdAt }) => createdAt < room.cutoff);
    if (!page.hasMore || lapsed) return { messages, hasMore: false };
    if (messages.length >= limit || pages >= mostPages) return { messages, hasMore: true };
  }
};

const messagesUpTo = async (
  room: ReplayReader,
  from: number,
  { at, to }: { at: number; to: number },
): Promise<Message[]> => {
  const messages: Message[] = [];
  for (let after = from - 1; to > at;) {
    const page = await room.timeline.page(room.id, { ...room.scope, after, limit: pageLimit });
    messages.push(...page.messages.filter((each) => isShown(room, each) && each.createdAt <= to));
    after = page.messages.at(-1)?.seq ?? after;
    const isPast = page.messages.some(({ createdAt }) => createdAt > to);
    if (!page.hasMore || isPast || messages.length > mostChanges) break;
  }
  return messages;
};

/** Returns the history of these messages, by id. */
const historiesOf = async (
  room: ReplayReader,
  messages: readonly Message[],
  { at, to, spans }: { at: number; to: number } & ReplaySpans,
): Promise<Map<string, History>> => {
  const first = messages[0];
  const last = messages.at(-1);
  if (!first || !last) return new Map();
  const seqs = messages.map(({ seq }) => seq);
  const { timeline } = room;
  const page = await timeline.records(room.id, stateKind, {
    ...statesOf(Math.min(...seqs), Math.max(...seqs)),
    limit: mostStates,
  });
  const states = new Map<string, StoredState[]>();
  if (!page.hasMore) {
    for (const record of page.records) {
      const id = record.messageId ?? '';
      states.set(id, [...(states.get(id) ?? []), record.body as StoredState]);
    }
  }
  const entries = messages.map(async (message): Promise<[string, History]> => {
    const own = page.hasMore ? await statesAround(room, message, { at, to }) : (states.get(message.id) ?? []);
    const versions: MessageVersion[] =
      message.editedAt !== undefined && room.readsVersions(message)
        ? await timeline.versions(room.id, message.id)
        : [];
    return [message.id, { states: own, versions, spans }];
  });
  return new Map(await Promise.all(entries));
};

/** Reads the states of a message with a long history: the one of then, and those of the window. */
const statesAround = async (
  { id, timeline }: ReplayReader,
  { seq }: Message,
  { at, to }: { at: number; to: number },
): Promise<StoredState[]> => {
  const [start, end] = [stateKey(seq), stateKey(seq + 1)];
  // The record of `at` may also be of a moment after it, in the same key.
  const [past, coming] = await Promise.all([
    timeline.records(id, stateKind, {
      above: start,
      below: stateKey(seq, at + stateEveryMs),
      limit: 2,
      descending: true,
    }),
    timeline.records(id, stateKind, {
      above: stateKey(seq, at),
      below: to > at ? stateKey(seq, to + stateEveryMs) : end,
      limit: to > at ? mostChanges : 1,
    }),
  ]);
  const byKey = new Map([...past.records, ...coming.records].map((record) => [record.key, record]));
  return [...byKey.values()].map(({ body }) => body as StoredState).sort((one, other) => one.at - other.at);
};

const burstsOf = async (
  { id, timeline, cutoff }: ReplayReader,
  { at, to, offset }: { at: number; to: number; offset: number },
): Promise<ReplayBurst[]> => {
  const bursts: ReplayBurst[] = [];
  if (to <= at) return bursts;
  const below = burstsKey(to + 1_000);
  for (let above = burstsKey(at); ;) {
    const { records, hasMore } = await timeline.records(id, burstsKind, { above, below, limit: pageLimit });
    for (const record of records) bursts.push(...burstsIn(record));
    above = records.at(-1)?.key ?? below;
    if (!hasMore) break;
  }
  return bursts
    .filter((burst) => burst.offset > at && burst.offset <= to && burst.offset >= cutoff)
    .map((burst) => ({ ...burst, offset: offset + burst.offset - at }))
    .sort((one, other) => one.offset - other.offset);
};

/** Returns the bursts of a record, with their times in place of offsets. */
const burstsIn = ({ key, body }: StoredRecord): ReplayBurst[] =>
  Object.entries((body as StoredBursts).counts).flatMap(([emoji, counts]) =>
    counts.flatMap((count, quarter) =>
      count > 0 ? [{ offset: secondOf(key) * 1_000 + quarter * 250, emoji, count }] : [],
    ),
  );
