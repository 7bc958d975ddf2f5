import * as v from 'valibot';
import { messageSchema, type Message } from '../features/messages.ts';
import { count, hasMore, schemaOf } from '../outputs.ts';

/** A message as it was from `offset` on. */
export interface ReplayChange {
  offset: number;
  message: Message;
}

/** `count` users showed an emoji then. */
export interface ReplayBurst {
  offset: number;
  emoji: string;
  count: number;
}

/** A caption that the recording has kept. */
export interface ReplayCaption {
  captionId: string;
  text: string;
  speaker?: string;
  language?: string;
  /** When it began, position in the media, ms. */
  offset: number;
  /** Until its text was final, ms. */
  duration: number;
}

/** The chat as it was at a moment of a recording, and what changed up to `until`. */
export interface ReplayWindow {
  offset: number;
  /** Where the next window begins; absent after the end of the recording. */
  until?: number;
  /** The newest messages of then, ascending by `seq`. */
  messages: Message[];
  /** There were older messages. */
  hasMore: boolean;
  /** By `offset`. New messages are included. */
  changes: ReplayChange[];
  bursts: ReplayBurst[];
  /** By `offset`: those that are shown at some time of the window. */
  captions: ReplayCaption[];
}

export const replayWindowSchema = schemaOf<ReplayWindow>()(
  v.object({
    offset: v.pipe(count, v.description('position in the media, ms')),
    until: v.optional(v.pipe(count, v.description('where the next window begins'))),
    messages: v.pipe(v.array(messageSchema), v.description('as they were at `offset`')),
    hasMore,
    changes: v.pipe(
      v.array(v.object({ offset: count, message: messageSchema })),
      v.description('messages as they were from then on'),
    ),
    bursts: v.array(v.object({ offset: count, emoji: v.string(), count })),
    captions: v.array(
      v.object({
        captionId: v.string(),
        text: v.string(),
        speaker: v.optional(v.string()),
        language: v.optional(v.string()),
        offset: v.pipe(count, v.description('when it began')),
        duration: v.pipe(count, v.description('until its text was final')),
      }),
    ),
  }),
);
