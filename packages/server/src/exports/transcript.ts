import type { ExportFormat, ExportLanguage, Message, Room } from '@chat/protocol';
import type { LiveRoom } from '../room/live-room.ts';
import { withinRetention } from '../storage/shared/retention.ts';
import { isRead } from '../storage/shared/visible-to.ts';
import { htmlTranscript } from './html-transcript.ts';
import { textTranscript } from './text-transcript.ts';

/** What stands at the head of a transcript. */
export interface TranscriptInfo {
  room: Room;
  /** ms since the epoch. */
  exportedAt: number;
  language: ExportLanguage;
}

/** One way of writing a transcript, piece by piece. */
export interface TranscriptFormat {
  type: string;
  extension: string;
  head(about: TranscriptInfo): string;
  message(message: Message, about: TranscriptInfo, isFirst: boolean): string;
  tail(about: TranscriptInfo): string;
}

/** `{ room, exportedAt, messages }`, a message to a line. */
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
  /** User id. Private messages are written for them alone; without one, none are. */
  reader?: string;
  /** What stands up to this `seq` is closed to the reader. */
  visibleAfter?: number;
  now: () => number;
  /** Asked before each page; throws when the reader may not read on. */
  mayGoOn?: () => Promise<unknown>;
}

const pageLimit = 100;

/** A room's messages from the first on, a page in memory at a time. What is said meanwhile may be in it. */
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
      // What stands in threads is said in the room too. What is private is left out here.
      unfiltered: true,
    });
    const theirs = messages.filter((message) => isRead(message, reader === undefined ? {} : { reader }));
    for (const message of withinRetention(theirs, room.head.room, now())) {
      yield write.message(message, about, isFirst);
      isFirst = false;
    }
    after = messages.at(-1)?.seq ?? after;
    if (!hasMore || messages.length === 0) break;
  }
  yield write.tail(about);
};
