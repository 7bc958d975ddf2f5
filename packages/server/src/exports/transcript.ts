import type { ExportFormat, ExportLanguage, Message, Room } from '@chat/protocol';
import type { LiveRoom } from '../room/live-room.ts';
import { withinRetention } from '../storage/shared/retention.ts';
import { isVisibleTo } from '../storage/shared/visible-to.ts';
import { htmlTranscript } from './html-transcript.ts';
import { textTranscript } from './text-transcript.ts';

/** The header of a transcript. */
export interface TranscriptInfo {
  room: Room;
  /** ms since the epoch. */
  exportedAt: number;
  language: ExportLanguage;
}

/** A format that writes a transcript piece by piece. */
export interface TranscriptFormat {
  type: string;
  extension: string;
  head(about: TranscriptInfo): string;
  message(message: Message, about: TranscriptInfo, isFirst: boolean): string;
  tail(about: TranscriptInfo): string;
}

/** `{ room, exportedAt, messages }`, one message per line. */
const jsonTranscript: TranscriptFormat = {
  type: 'application/json; charset=utf-8',
  extension: 'json',
  head: ({ room, exportedAt }) => `{"room":${JSON.stringify(room)},"exportedAt":${exportedAt},"messages":[`,
  message: (message, _about, isFirst) => `${isFirst ? '' : ','}\n${JSON.stringify(message)}`,
  tail: () => '\n]}\n',
};

export const transcriptFormats: Record<ExportFormat, TranscriptFormat> = {
  json: jsonTranscript,
  text: textTranscript,
  html: htmlTranscript,
};

export interface TranscriptOptions {
  format: ExportFormat;
  language: ExportLanguage;
  /** User id. Includes the private messages of this user; without one, there are none. */
  reader?: string;
  /** Messages up to this `seq` are hidden from the reader. */
  visibleAfter?: number;
  now: () => number;
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
  { format, language, reader, visibleAfter = 0, now, mayGoOn }: TranscriptOptions,
): AsyncGenerator<string> {
  const write = transcriptFormats[format];
  const about: TranscriptInfo = { room: room.head.room, exportedAt: now(), language };
  yield write.head(about);
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
      yield write.message(message, about, isFirst);
      isFirst = false;
    }
    after = messages.at(-1)?.seq ?? after;
    if (!hasMore || messages.length === 0) break;
  }
  yield write.tail(about);
};
