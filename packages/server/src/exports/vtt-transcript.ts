import type { Message, Recording } from '@chat/protocol';
import {
  captionsOf,
  inRecording,
  readableFrom,
  type CaptionReader,
} from '../recordings/recorded-captions.ts';
import { isSameLanguage } from '../translation/translation-options.ts';
import { clockOf, transcriptLabels } from './transcript-labels.ts';
import { optionsOf } from './text-transcript.ts';
import type { TranscriptFormat } from './transcript.ts';

/** How long a caption is shown, ms. */
const shownMs = 5_000;

/**
 * Captions of a video. Deleted messages and messages without an offset are left out; so are private messages,
 * because captions are published with their video.
 */
export const vttTranscript: TranscriptFormat = {
  type: 'text/vtt; charset=utf-8',
  extension: 'vtt',
  head: ({ room }) => `WEBVTT ${oneLine(room.title || room.id)}\n`,
  message: (message, about) => {
    const offset = about.offsetOf(message);
    const lines = linesOf(message);
    if (offset === null || message.to || message.deletedAt !== undefined || lines.length === 0) return '';
    const name = oneLine(message.author.name || transcriptLabels[about.language].erased);
    return `\n${clockOf(offset)} --> ${clockOf(offset + shownMs)}\n<v ${name}>${lines.join('\n')}\n`;
  },
  tail: () => '',
};

/** Writes what was said while the room was recorded, in a language or in none. */
export const captionCues = async function* (
  room: CaptionReader,
  { segments }: Recording,
  language: string,
): AsyncGenerator<string> {
  const readable = await readableFrom(room);
  for (const { at, duration = Infinity } of segments)
    for await (const stored of captionsOf(room, { from: Math.max(at, readable), to: at + duration })) {
      const isWanted = stored.language === undefined || isSameLanguage(stored.language, language);
      const caption = isWanted ? inRecording(stored, segments) : null;
      if (!caption) continue;
      const { offset, text, speaker } = caption;
      const name = speaker === undefined ? '' : `<v ${oneLine(speaker)}>`;
      const lines = text.split(lineBreaks).map(oneLine).filter(Boolean);
      yield `\n${clockOf(offset)} --> ${clockOf(offset + caption.duration)}\n${name}${lines.join('\n')}\n`;
    }
};

const lineBreaks = /[\r\n\u0085\u2028\u2029]+/;

/** An empty line would end the caption. */
const linesOf = ({ text, attachments, poll }: Message): string[] =>
  [...text.split(lineBreaks), ...attachments.map(({ name }) => `[${name}]`), ...optionsOf(poll)]
    .map(oneLine)
    .filter((line) => line !== '');

const oneLine = (text: string): string =>
  text
    .replace(/[\p{Cc}\u061C\u200E\u200F\u2028-\u202E\u2066-\u2069]/gu, ' ')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .trim();
