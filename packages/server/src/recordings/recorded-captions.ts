import type { Recording, ReplayCaption } from '@chat/protocol';
import type { LiveRoom } from '../room/live-room.ts';
import type { PageQuery, TimelineStore } from '../storage/contract/storage.ts';
import { captionKind, captionsBetween, type StoredCaption } from '../storage/decide/live/caption-records.ts';
import { offsetOf } from './as-of.ts';

const pageLimit = 100;
/** A caption that began so long before a moment may still be shown then, ms. */
const longestMs = 30_000;
/** How long a caption may be shown after its end, ms. */
const lingerMs = 10_000;
/** How long a caption is shown at least, ms. */
const shortestMs = 1_000;

/** What reads kept captions, and for whom. */
export interface CaptionReader {
  id: string;
  timeline: Pick<TimelineStore, 'page' | 'records'>;
  scope: Pick<PageQuery, 'visibleAfter'>;
  /** Captions that began before it are not shown, ms since the epoch. */
  cutoff: number;
}

/** Reads captions by the time at which they began, ms since the epoch. */
export const captionsOf = async function* (
  { id, timeline }: Pick<CaptionReader, 'id'> & { timeline: Pick<TimelineStore, 'records'> },
  { from, to }: { from: number; to: number },
): AsyncGenerator<StoredCaption> {
  const { below, ...start } = captionsBetween(from, to);
  for (let { above } = start; ;) {
    const { records, hasMore } = await timeline.records(id, captionKind, {
      ...(above === undefined ? {} : { above }),
      ...(below === undefined ? {} : { below }),
      limit: pageLimit,
    });
    for (const { body } of records) yield body as StoredCaption;
    above = records.at(-1)?.key ?? above;
    if (!hasMore || records.length === 0) return;
  }
};

/** Returns from when on a reader may know what was said, ms since the epoch. */
export const readableFrom = async ({ id, timeline, scope, cutoff }: CaptionReader): Promise<number> => {
  const { visibleAfter = 0 } = scope;
  if (visibleAfter === 0) return cutoff;
  const { messages } = await timeline.page(id, { before: visibleAfter + 1, limit: 1, unfiltered: true });
  return Math.max(cutoff, (messages.at(-1)?.createdAt ?? 0) + 1);
};

/** Returns the captions that are shown from `at` to `to`; `at` is at `offset` of the recording. */
export const replayCaptions = async (
  room: CaptionReader,
  { segments }: Pick<Recording, 'segments'>,
  { at, to }: { at: number; to: number },
): Promise<ReplayCaption[]> => {
  const captions: ReplayCaption[] = [];
  const from = Math.max(at - longestMs, await readableFrom(room));
  for await (const stored of captionsOf(room, { from, to: Math.max(to, at + 1) })) {
    const caption = inRecording(stored, segments);
    if (caption && stored.until + lingerMs > at) captions.push(caption);
  }
  return captions.sort((one, other) => one.offset - other.offset);
};

/** Returns a caption with its position in the media; null if its beginning was not recorded. */
export const inRecording = (
  { captionId, text, speaker, language, at, until }: StoredCaption,
  segments: Recording['segments'],
): ReplayCaption | null => {
  const offset = offsetOf(segments, at);
  if (offset === null) return null;
  return {
    captionId,
    text,
    ...(speaker === undefined ? {} : { speaker }),
    ...(language === undefined ? {} : { language }),
    offset,
    duration: Math.max(shortestMs, until - at),
  };
};

/** Removes the captions that a recording has kept, or those that began before a time. */
export const removeCaptions = async (
  room: Pick<LiveRoom, 'id' | 'timeline' | 'head'>,
  isRemoved: (caption: StoredCaption) => boolean,
  now: number,
): Promise<void> => {
  const { createdBy } = room.head.room;
  const actor = { id: createdBy, name: createdBy };
  let above = '';
  for (;;) {
    const { records, hasMore } = await room.timeline.records(room.id, captionKind, {
      ...(above ? { above } : {}),
      limit: pageLimit,
    });
    const removed = records
      .filter(({ body }) => isRemoved(body as StoredCaption))
      .map(({ kind, key }) => ({ kind, key, body: null }));
    if (removed.length > 0)
      await room.timeline.commit(room.id, [{ kind: 'store-records', actor, at: now, records: removed }]);
    above = records.at(-1)?.key ?? above;
    if (!hasMore || records.length === 0) return;
  }
};
