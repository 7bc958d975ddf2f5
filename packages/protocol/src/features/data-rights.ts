import * as v from 'valibot';
import { command } from '../command.ts';
import { id, language } from '../fields.ts';
import { fileUrlSchema } from './files.ts';
import { schemaOf } from '../outputs.ts';

/**
 * Formats of a transcript: for programs, as plain text, as a page that loads nothing else, for spreadsheets, as
 * captions of a video.
 */
export const exportFormats = ['json', 'text', 'html', 'csv', 'vtt'] as const;
export type ExportFormat = (typeof exportFormats)[number];

/** Languages of headings and dates in a transcript. */
export const exportLanguages = ['en', 'es', 'fr', 'pt', 'de', 'ar'] as const;
export type ExportLanguage = (typeof exportLanguages)[number];

/** A short-lived address of an export. Anyone who has it can download the export. */
export interface ExportAddress {
  /** A path on the server. */
  url: string;
  /** ms since the epoch. */
  expiresAt: number;
}

/** The erasure of a user. */
export interface Erasure {
  userId: string;
  /** When it began, ms since the epoch: the user can do nothing from then on. */
  at: number;
  /** When it was complete, ms since the epoch. */
  doneAt?: number;
}

/** Replaces the author of an erased user's messages. */
export const erasedAuthor = { id: 'erased:user', name: '' } as const;

const erasureSchema = schemaOf<Erasure>()(
  v.object({ userId: v.string(), at: v.number(), doneAt: v.optional(v.number()) }),
);

export const dataRightsCommands = {
  'room:export': command<ExportAddress>()({
    http: 'GET /rooms/:roomId/export',
    summary: 'Get a short-lived address of the transcript of a room, as far as I may read it',
    input: v.strictObject({
      roomId: id,
      /** Default `json`. */
      format: v.optional(v.picklist(exportFormats)),
      /** Default `en`. */
      language: v.optional(v.picklist(exportLanguages)),
      /** Only the messages that were sent while it was recorded, with their offsets. */
      recordingId: v.optional(id),
      /** `vtt` of a recording: what was said, in this language or in none, in place of the messages. */
      captions: v.optional(language),
    }),
    output: fileUrlSchema,
  }),
  'user:export': command<ExportAddress>()({
    http: 'GET /users/:userId/export',
    summary: 'Get a short-lived address of all data stored about me, or as an admin about any user',
    input: v.strictObject({ userId: id }),
    output: fileUrlSchema,
  }),
  'user:erase': command<Erasure>()({
    http: 'DELETE /users/:userId',
    summary: 'Erase myself, or as an admin any user, for good; again, it returns the progress',
    input: v.strictObject({ userId: id }),
    output: erasureSchema,
  }),
};
