import * as v from 'valibot';
import { command } from '../command.ts';
import { id, language, name, text } from '../fields.ts';
import { nothing, schemaOf, time } from '../outputs.ts';

/** Longest text of a caption, UTF-16 code units, and most captions of one event. */
export const captionLimits = { text: 500, atOnce: 16 } as const;

/** A caption of the speech in a room. Interim results of one `captionId` replace each other until one is final. */
export interface Caption {
  captionId: string;
  text: string;
  /** The name of the speaker. */
  speaker?: string;
  /** The language of the text, such as `es` or `pt-BR`. */
  language?: string;
  /** The text will not change any more. */
  final: boolean;
  /** When the server got its first text, ms since the epoch. */
  at: number;
}

export const captionSchema = schemaOf<Caption>()(
  v.object({
    captionId: v.string(),
    text: v.string(),
    speaker: v.optional(v.string()),
    language: v.optional(v.string()),
    final: v.pipe(v.boolean(), v.description('the text will not change any more')),
    at: v.pipe(time, v.description('when the server got its first text')),
  }),
);

const captionText = v.pipe(
  text,
  v.maxLength(captionLimits.text, `must be at most ${captionLimits.text} characters`),
);

export const captionCommands = {
  'caption:send': command<Record<string, never>>()({
    http: 'POST /rooms/:roomId/captions',
    rate: 'captions',
    load: 'send',
    summary: 'Show to everyone in the room what is being said; again, with the same id, replaces the text',
    input: v.strictObject({
      roomId: id,
      captionId: id,
      text: captionText,
      speaker: v.optional(name),
      language: v.optional(language),
      /** Default false: an interim result. */
      final: v.optional(v.boolean()),
    }),
    output: nothing,
  }),
};
