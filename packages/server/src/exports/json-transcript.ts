import type { TranscriptFormat } from './transcript.ts';

/** `{ room, exportedAt, messages }`, a message to a line. */
export const jsonTranscript: TranscriptFormat = {
  type: 'application/json; charset=utf-8',
  extension: 'json',
  head: ({ room, exportedAt }) => `{"room":${JSON.stringify(room)},"exportedAt":${exportedAt},"messages":[`,
  message: (message, _about, isFirst) => `${isFirst ? '' : ','}\n${JSON.stringify(message)}`,
  tail: () => '\n]}\n',
};
