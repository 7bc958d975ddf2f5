import * as v from 'valibot';
import { command } from '../command.ts';
import { id, limit, position, time, title } from '../fields.ts';
import { count, hasMore, nothing, schemaOf, time as timestamp } from '../outputs.ts';
import { replayWindowSchema, type ReplayWindow } from './replay.ts';

/** The limits of recordings of every room. */
export const recordingLimits = { recordings: 100, segments: 200 } as const;

/** An uninterrupted part of a recording: what happened from `at` on is in the media from `offset` on. */
export interface RecordingSegment {
  /** ms since the epoch. */
  at: number;
  /** Position in the media, ms. */
  offset: number;
  /** ms; absent while it is being recorded. */
  duration?: number;
}

/** A recording of what happened in a room. The media itself is with the application. */
export interface Recording {
  recordingId: string;
  title: string;
  /** Captions are stored while it is in progress. */
  keepCaptions?: true;
  /** By `offset`. Pauses, outages and cuts lie between them. */
  segments: RecordingSegment[];
  /** ms since the epoch. */
  createdAt: number;
  updatedAt: number;
}

/** The recording in progress of a room. */
export interface RoomRecording {
  recordingId: string;
  /** ms since the epoch. */
  since: number;
  /** Captions are stored. */
  keepCaptions?: true;
}

const milliseconds = v.pipe(
  v.number(),
  v.integer('must be a whole number of ms'),
  v.minValue(0, 'must not be negative'),
  v.maxValue(8.64e15),
);

const areSorted = (segments: readonly { offset: number; duration?: number | undefined }[]): boolean =>
  segments.every(({ offset }, index) => {
    const before = segments[index - 1];
    return before === undefined || before.offset + (before.duration ?? Infinity) <= offset;
  });

const segments = v.pipe(
  v.array(
    v.strictObject({
      at: time,
      offset: milliseconds,
      /** Only the last segment may lack it: it is being recorded. */
      duration: v.optional(v.pipe(milliseconds, v.minValue(1, 'must be at least 1'))),
    }),
  ),
  v.minLength(1, 'must have a segment'),
  v.maxLength(recordingLimits.segments, `must be at most ${recordingLimits.segments} segments`),
  v.check(
    (all) => areSorted(all),
    'must be sorted by offset without overlaps, and only the last may lack its duration',
  ),
);

const target = { roomId: id, recordingId: id };

export const roomRecordingSchema = schemaOf<RoomRecording>()(
  v.object({ recordingId: v.string(), since: timestamp, keepCaptions: v.optional(v.literal(true)) }),
);

const recordingSchema = schemaOf<Recording>()(
  v.object({
    recordingId: v.string(),
    title: v.string(),
    keepCaptions: v.optional(v.literal(true)),
    segments: v.array(
      v.object({
        at: timestamp,
        offset: v.pipe(count, v.description('position in the media, ms')),
        duration: v.optional(v.pipe(count, v.description('ms; absent while it is being recorded'))),
      }),
    ),
    createdAt: timestamp,
    updatedAt: timestamp,
  }),
);

export const recordingCommands = {
  'recording:set': command<Recording>()({
    http: 'PUT /rooms/:roomId/recordings/:recordingId',
    summary: 'Say when a recording of the room was made; again replaces its segments',
    input: v.strictObject({
      ...target,
      title: v.optional(title),
      /** Whether captions are stored while it is in progress; default as before, or false. */
      keepCaptions: v.optional(v.boolean()),
      segments,
    }),
    maxKeys: 1_000,
    output: recordingSchema,
  }),
  'recording:remove': command<Record<string, never>>()({
    http: 'DELETE /rooms/:roomId/recordings/:recordingId',
    summary: 'Remove a recording from the room; its messages stay',
    input: v.strictObject(target),
    output: nothing,
  }),
  'recording:list': command<{ recordings: Recording[]; hasMore: boolean }>()({
    http: 'GET /rooms/:roomId/recordings',
    summary: 'List the recordings of a room by id, after an id',
    input: v.strictObject({ roomId: id, after: v.optional(id), limit }),
    output: v.object({ recordings: v.array(recordingSchema), hasMore }),
  }),
  'recording:get': command<Recording>()({
    http: 'GET /rooms/:roomId/recordings/:recordingId',
    summary: 'Read a recording of a room',
    input: v.strictObject(target),
    output: recordingSchema,
  }),
  'recording:replay': command<ReplayWindow>()({
    http: 'GET /rooms/:roomId/recordings/:recordingId/replay',
    summary: 'Read the chat as it was at an offset of a recording, and what changed in the next seconds',
    input: v.strictObject({
      ...target,
      /** Position in the media, ms. */
      offset: milliseconds,
      /** `seq`: reads older messages of then, without changes. */
      before: v.optional(position),
      limit,
    }),
    output: replayWindowSchema,
  }),
};
