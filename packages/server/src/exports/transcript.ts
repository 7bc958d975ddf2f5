import type { ExportFormat, ExportLanguage, Message, Recording, Room } from '@chat/protocol';
import type { LiveRoom } from '../room/live-room.ts';
import { retentionCutoff, withinRetention } from '../storage/shared/retention.ts';
import { isVisibleTo } from '../storage/shared/visible-to.ts';
import { offsetOf } from '../recordings/as-of.ts';
import { csvTranscript } from './csv-transcript.ts';
import { htmlTranscript } from './html-transcript.ts';
import { textTranscript } from './text-transcript.ts';
import { captionCues, vttTranscript } from './vtt-transcript.ts';

/** The header of a transcript. */
export interface TranscriptInfo {
  room: Room;
  /** ms since the epoch. */
  exportedAt: number;
  language: ExportLanguage;
  /** Whether it is of a recording. */
  isRecording: boolean;
  /** Returns where a message is in the recording, or how long after the first message, ms; null: not recorded. */
  offsetOf(message: Message): number | null;
}

/** A format that writes a transcript piece by piece. */
export interface TranscriptFormat {
  type: string;
  extension: string;
  head(about: TranscriptInfo): string;
  message(message: Message, about: TranscriptInfo, isFirst: boolean): string;
  tail(about: TranscriptInfo): string;
}

/** `{ room, exportedAt, messages }`, one message per line; of a recording, each with its `offset`. */
const jsonTranscript: TranscriptFormat = {
  type: 'application/json; charset=utf-8',
  extension: 'json',
  head: ({ room, exportedAt }) => `{"room":${JSON.stringify(room)},"exportedAt":${exportedAt},"messages":[`,
  message: (message, { isRecording, offsetOf }, isFirst) =>
    `${isFirst ? '' : ','}\n${JSON.stringify(isRecording ? { ...message, offset: offsetOf(message) } : message)}`,
  tail: () => '\n]}\n',
};

export const transcriptFormats: Record<ExportFormat, TranscriptFormat> = {
  json: jsonTranscript,
  text: textTranscript,
  html: htmlTranscript,
  csv: csvTranscript,
  vtt: vttTranscript,
};

export interface TranscriptOptions {
  format: ExportFormat;
  language: ExportLanguage;
  /** User id. Includes the private messages of this user; without one, there are none. */
  reader?: string;
  /** Messages up to this `seq` are hidden from the reader. */
  visibleAfter?: number;
  now: () => number;
  /** The recording of which it has the messages; all of the room without one. */
  recording?: Recording | undefined;
  /** Of a recording, in place of the messages: what was said, in this language or in none. */
  captions?: string | undefined;
  /** Called before each page; throws if the reader may no longer read. */
  mayGoOn?: () => Promise<unknown>;
}

const pageLimit = 100;

/**
 * Streams a room's messages from the first on, with one page in memory at a time. Messages sent meanwhile may
 * be included.
 */
export const transcriptOf = async function* (
  room: LiveRoom,
  { format, language, reader, visibleAfter = 0, now, recording, captions, mayGoOn }: TranscriptOptions,
): AsyncGenerator<string> {
  const write = transcriptFormats[format];
  const about: TranscriptInfo = {
    room: room.head.room,
    exportedAt: now(),
    language,
    isRecording: recording !== undefined,
    offsetOf: recording
      ? ({ createdAt }) => offsetOf(recording.segments, createdAt)
      : ({ createdAt }) => createdAt - (first ??= createdAt),
  };
  let first: number | undefined;
  yield write.head(about);
  if (recording && captions !== undefined) {
    await mayGoOn?.();
    const { id, timeline, head } = room;
    const cutoff = retentionCutoff(head.room, now());
    yield* captionCues({ id, timeline, scope: { visibleAfter }, cutoff }, recording, captions);
    return;
  }
  let after = visibleAfter;
  let isFirst = true;
  for (;;) {
    await mayGoOn?.();
    const { messages, hasMore } = await room.timeline.page(room.id, {
      after,
      visibleAfter,
      limit: pageLimit,
      // Messages of threads are included. Private messages of others are not.
      unfiltered: true,
    });
    const theirs = messages.filter((message) => isVisibleTo(message, reader === undefined ? {} : { reader }));
    for (const message of withinRetention(theirs, room.head.room, now())) {
      if (recording && about.offsetOf(message) === null) continue;
      yield write.message(message, about, isFirst);
      isFirst = false;
    }
    after = messages.at(-1)?.seq ?? after;
    if (!hasMore || messages.length === 0) break;
  }
  yield write.tail(about);
};
