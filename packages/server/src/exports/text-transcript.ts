import { geoUri, type Message, type Poll } from '@chat/protocol';
import { clockOf, transcriptLabels, momentOf, type TranscriptLabels } from './transcript-labels.ts';
import type { TranscriptFormat } from './transcript.ts';

/**
 * A message starts at the margin and continues indented, so that no text can pass for another message.
 * Control characters and direction overrides are removed.
 */
export const textTranscript: TranscriptFormat = {
  type: 'text/plain; charset=utf-8',
  extension: 'txt',
  head: ({ room, exportedAt, language }) =>
    `${plain(room.title || room.id)}\n${transcriptLabels[language].exported} ${momentOf(exportedAt)}\n`,
  message: (message, { language, isRecording, offsetOf }) => {
    const words = transcriptLabels[language];
    const { author, createdAt, text, attachments } = message;
    const lines = [
      ...(message.deletedAt === undefined ? text.split(/\r\n|[\n\r\u0085\u2028\u2029]/) : []),
      ...attachments.map(({ name }) => `[${name}]`),
      ...(message.location ? [geoUri(message.location)] : []),
      ...optionsOf(message.poll),
    ];
    const name = plain(author.name || words.erased);
    const body = lines.map((line) => `    ${plain(line)}\n`).join('');
    const offset = isRecording ? offsetOf(message) : null;
    const clock = offset === null ? '' : `[${clockOf(offset)}] `;
    return `\n${clock}${momentOf(createdAt)} ${name}${marksOf(message, words)}\n${body}`;
  },
  tail: () => '',
};

/** Returns a line for each option of a poll, with its votes if everybody may see them. */
export const optionsOf = (poll?: Poll): string[] =>
  (poll?.options ?? []).map(({ id, text, votes }) => {
    const mark = poll?.quiz?.correct?.includes(id) ? '✓' : '•';
    return `${mark} ${text}${votes === undefined ? '' : ` (${votes})`}`;
  });

/** Remarks on a message besides its text. */
export const marksOf = (message: Message, words: TranscriptLabels): string => {
  const call = message.call ?? message.groupCall;
  const marks = [
    ...(call ? [[words.call, lasted(call.durationMs)].join(' ').trim()] : []),
    ...(message.poll ? [words.poll] : []),
    ...(message.to ? [words.private] : []),
    ...(message.forwarded ? [words.forwarded] : []),
    ...(message.replyTo || message.threadId ? [words.reply] : []),
    ...(message.deletedAt === undefined ? [] : [words.deleted]),
    ...(message.editedAt === undefined ? [] : [words.edited]),
  ];
  return marks.length === 0 ? '' : ` (${marks.join(', ')})`;
};

/** Minutes and seconds; empty without a conversation. */
const lasted = (durationMs?: number): string => {
  if (durationMs === undefined) return '';
  const seconds = Math.round(durationMs / 1_000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
};

const plain = (text: string): string =>
  text.replace(/\t/g, ' ').replace(/[\p{Cc}\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/gu, '\uFFFD');
