import * as v from 'valibot';
import { command } from './command.ts';
import { id } from './fields.ts';

/** How a transcript is written: for programs, for people who read plain text, as a page that needs nothing else. */
export const exportFormats = ['json', 'text', 'html'] as const;
export type ExportFormat = (typeof exportFormats)[number];

/** Languages of the few words between what was said. */
export const exportLanguages = ['en', 'es', 'fr', 'pt', 'de', 'ar'] as const;
export type ExportLanguage = (typeof exportLanguages)[number];

/** Where an export can be downloaded for a short while, by whoever has the address. */
export interface ExportAddress {
  /** A path on the server. */
  url: string;
  /** ms since the epoch. */
  expiresAt: number;
}

/** A user who is being erased, or was. */
export interface Erasure {
  userId: string;
  /** When it began, ms since the epoch: from then on they are refused everywhere. */
  at: number;
  /** When nothing was left. */
  doneAt?: number;
}

/** Stands where an erased author stood. */
export const erasedAuthor = { id: 'erased:user', name: '' } as const;

export const dataRightsCommands = {
  'room:export': command<ExportAddress>()({
    http: 'GET /rooms/:roomId/export',
    summary: 'A short-lived address of the transcript of a room, as far as I may read it',
    input: v.strictObject({
      roomId: id,
      /** `json` unless told. */
      format: v.optional(v.picklist(exportFormats)),
      /** `en` unless told. */
      language: v.optional(v.picklist(exportLanguages)),
    }),
  }),
  'user:export': command<ExportAddress>()({
    http: 'GET /users/:userId/export',
    summary:
      'A short-lived address of everything that is kept of a user: of myself, or of anyone as an admin',
    input: v.strictObject({ userId: id }),
  }),
  'user:erase': command<Erasure>()({
    http: 'DELETE /users/:userId',
    summary: 'Erase a user for good: myself, or anyone as an admin. Asked again, it says whether it is done',
    input: v.strictObject({ userId: id }),
  }),
};
