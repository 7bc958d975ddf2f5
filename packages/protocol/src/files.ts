import * as v from 'valibot';
import { command } from './command.ts';
import { id, limit } from './fields.ts';
import type { Attachment } from './messages.ts';

/** What a file is to a reader. `image`, `audio` and `video` are kinds that a browser shows safely; all else is a document. */
export const fileKinds = ['image', 'audio', 'video', 'document'] as const;
export type FileKind = (typeof fileKinds)[number];

/** The forms in which a file is given out: as it is, its small picture, or as something to save. */
export const fileVariants = ['original', 'thumbnail', 'download'] as const;
export type FileVariant = (typeof fileVariants)[number];

/** A file of a room: one that was sent, or one's own that waits to be. */
export interface RoomFile extends Attachment {
  roomId: string;
  kind: FileKind;
  /** User id. */
  uploadedBy: string;
  /** ms since the epoch. */
  uploadedAt: number;
  /** The message it was sent with. */
  messageId?: string;
}

/** Where a file can be had for a short while, by whoever has the address. */
export interface FileUrl {
  /** A path on the server. */
  url: string;
  /** ms since the epoch. */
  expiresAt: number;
}

// Types that browsers show without running anything. What is not here is only ever saved.
const shown: Record<string, FileKind> = {
  'image/png': 'image',
  'image/jpeg': 'image',
  'image/gif': 'image',
  'image/webp': 'image',
  'image/avif': 'image',
  'audio/mpeg': 'audio',
  'audio/ogg': 'audio',
  'audio/wav': 'audio',
  'audio/webm': 'audio',
  'audio/mp4': 'audio',
  'audio/aac': 'audio',
  'audio/flac': 'audio',
  'video/mp4': 'video',
  'video/webm': 'video',
};

/** The kind that a type is of. */
export const kindOfType = (type: string): FileKind =>
  Object.hasOwn(shown, type) ? (shown[type] ?? 'document') : 'document';

/** A file's id, as the server made it. */
export const fileId = v.pipe(
  v.string(),
  v.regex(
    /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
    'must be the id of a file',
  ),
);

export const fileCommands = {
  'file:list': command<{ files: RoomFile[]; hasMore: boolean }>()({
    http: 'GET /rooms/:roomId/files',
    summary: 'Files sent in a room that I may see, newest first',
    input: v.strictObject({
      roomId: id,
      /** Answers files older than this one. */
      before: v.optional(fileId),
      kind: v.optional(v.picklist(fileKinds)),
      limit,
    }),
  }),
  'file:url': command<FileUrl>()({
    http: 'GET /files/:fileId/url',
    summary: 'A short-lived address of a file, for an image, a player or a link',
    input: v.strictObject({ fileId, variant: v.optional(v.picklist(fileVariants)) }),
  }),
  'file:delete': command<Record<string, never>>()({
    http: 'DELETE /files/:fileId',
    summary: 'Take a file away: mine, or anyone’s with the right; a message left empty becomes a tombstone',
    input: v.strictObject({ fileId }),
  }),
};
