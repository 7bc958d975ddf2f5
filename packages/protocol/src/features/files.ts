import * as v from 'valibot';
import { command } from '../command.ts';
import { callKinds, type CallKind } from '../calls/calls.ts';
import { id, limit } from '../fields.ts';
import { fileKinds, type FileKind } from '../files/file-kind.ts';
import { count, hasMore, isTrue, nothing, schemaOf, time } from '../outputs.ts';

/** A file in a message. */
export interface Attachment {
  fileId: string;
  name: string;
  /** Media type. */
  type: string;
  /** Bytes. */
  size: number;
  /** Of an image, in pixels, as it is displayed; of another file, of its thumbnail. */
  width?: number;
  height?: number;
  /** The variant `thumbnail` exists. */
  thumbnail?: true;
  /** Of a recording, as its sender measured it. */
  durationMs?: number;
  /** Loudness of a recording over its length as its sender measured it: at most 64 numbers of 0 to 100. */
  waveform?: number[];
  /** It is the recording of a call of this kind, as its sender states. */
  callKind?: CallKind;
}

/** original: to display. thumbnail: a small picture of it. download: to save. */
export const fileVariants = ['original', 'thumbnail', 'download'] as const;
export type FileVariant = (typeof fileVariants)[number];

/** A file of a room: in a message, or uploaded by the reader and not sent yet. */
export interface RoomFile extends Attachment {
  roomId: string;
  kind: FileKind;
  /** User id. */
  uploadedBy: string;
  /** ms since the epoch. */
  uploadedAt: number;
  /** The message that it was sent with. */
  messageId?: string;
}

/** A short-lived address of a file. Anyone who has it can load the file. */
export interface FileUrl {
  /** A path on the server. */
  url: string;
  /** ms since the epoch. */
  expiresAt: number;
}

const attachmentEntries = {
  fileId: v.string(),
  name: v.string(),
  type: v.string(),
  size: v.pipe(count, v.description('bytes')),
  width: v.optional(count),
  height: v.optional(count),
  thumbnail: isTrue,
  durationMs: v.optional(count),
  waveform: v.optional(v.array(count)),
  callKind: v.optional(v.picklist(callKinds)),
};
export const attachmentSchema = schemaOf<Attachment>()(v.object(attachmentEntries));

export const roomFileSchema = schemaOf<RoomFile>()(
  v.object({
    ...attachmentEntries,
    roomId: v.string(),
    kind: v.picklist(fileKinds),
    uploadedBy: v.pipe(v.string(), v.description('user id')),
    uploadedAt: time,
    messageId: v.optional(v.string()),
  }),
);

export const fileUrlSchema = schemaOf<FileUrl>()(v.object({ url: v.string(), expiresAt: time }));

/** The id of a file, made by the server. */
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
    summary: 'List the files sent in a room that I may see, newest first',
    input: v.strictObject({
      roomId: id,
      /** Returns files older than this one. */
      before: v.optional(fileId),
      kind: v.optional(v.picklist(fileKinds)),
      limit,
    }),
    output: v.object({ files: v.array(roomFileSchema), hasMore }),
  }),
  'file:url': command<FileUrl>()({
    http: 'GET /files/:fileId/url',
    summary: 'Get a short-lived address of a file, for an image, a player or a link',
    input: v.strictObject({ fileId, variant: v.optional(v.picklist(fileVariants)) }),
    output: fileUrlSchema,
  }),
  'file:delete': command<Record<string, never>>()({
    http: 'DELETE /files/:fileId',
    summary: 'Delete a file: mine, or any with the right; a message left empty becomes a tombstone',
    input: v.strictObject({ fileId }),
    output: nothing,
  }),
};
