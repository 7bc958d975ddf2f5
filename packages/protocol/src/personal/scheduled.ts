import * as v from 'valibot';
import { command } from '../command.ts';
import { errorCodes, type ErrorCode } from '../error.ts';
import { data, id, limit, messageId, text, time as moment } from '../fields.ts';
import { contentInputs } from '../features/messages.ts';
import { data as jsonObject, hasMore, isTrue, nothing, schemaOf, time } from '../outputs.ts';

/** A message that the server sends later, as its author. Only its author sees it. */
export interface ScheduledMessage {
  /** The id that the message will have. */
  id: string;
  roomId: string;
  text: string;
  /** When it is sent, ms since the epoch. */
  sendAt: number;
  /** When it was scheduled, ms since the epoch. */
  createdAt: number;
  replyTo?: string;
  threadId?: string;
  alsoToRoom?: true;
  /** User ids. */
  mentions: string[];
  mentionsAll?: true;
  to?: string[];
  data?: Record<string, unknown>;
  /** It was not sent, and will not be unless its author gives it another time. */
  failed?: ScheduledFailure;
}

/** Why a scheduled message was not sent. */
export interface ScheduledFailure {
  code: ErrorCode;
  reason?: string;
  /** ms since the epoch. */
  at: number;
}

/** A page, by id in code unit order. */
export interface ScheduledPage {
  scheduled: ScheduledMessage[];
  hasMore: boolean;
}

const failureSchema = schemaOf<ScheduledFailure>()(
  v.object({ code: v.picklist(errorCodes), reason: v.optional(v.string()), at: time }),
);

export const scheduledMessageSchema = schemaOf<ScheduledMessage>()(
  v.object({
    id: v.pipe(v.string(), v.uuid(), v.description('the id that the message will have')),
    roomId: v.string(),
    text: v.string(),
    sendAt: v.pipe(time, v.description('when it is sent, ms since the epoch')),
    createdAt: time,
    replyTo: v.optional(v.string()),
    threadId: v.optional(v.string()),
    alsoToRoom: isTrue,
    mentions: v.pipe(v.array(v.string()), v.description('user ids')),
    mentionsAll: isTrue,
    to: v.optional(v.array(v.string())),
    data: v.optional(jsonObject),
    failed: v.optional(v.pipe(failureSchema, v.description('why it was not sent'))),
  }),
);

const target = { roomId: id, messageId };

export const scheduledCommands = {
  'message:schedule': command<ScheduledMessage>()({
    http: 'POST /rooms/:roomId/scheduled',
    creates: true,
    rate: 'sends',
    load: 'send',
    summary: 'Have the server send a message at a time; with the same id again, changes nothing',
    input: v.strictObject({
      roomId: id,
      /** The id of the message: a lower-case UUID that you make. */
      id: messageId,
      text,
      /** ms since the epoch. A time in the past means now. */
      sendAt: moment,
      ...contentInputs,
      data: v.optional(data),
    }),
    output: scheduledMessageSchema,
  }),
  'message:scheduled': command<ScheduledPage>()({
    http: 'GET /rooms/:roomId/scheduled',
    summary: 'List my scheduled messages of a room, and those that could not be sent, by id',
    input: v.strictObject({ roomId: id, after: v.optional(messageId), limit }),
    output: v.object({ scheduled: v.array(scheduledMessageSchema), hasMore }),
  }),
  'message:editScheduled': command<ScheduledMessage>()({
    http: 'PATCH /rooms/:roomId/scheduled/:messageId',
    rate: 'sends',
    load: 'send',
    summary: 'Change the text or the time of my scheduled message; a time in the past sends it now',
    input: v.strictObject({
      ...target,
      text: v.optional(text),
      mentions: contentInputs.mentions,
      mentionsAll: contentInputs.mentionsAll,
      sendAt: v.optional(moment),
    }),
    output: scheduledMessageSchema,
  }),
  'message:cancelScheduled': command<Record<string, never>>()({
    http: 'DELETE /rooms/:roomId/scheduled/:messageId',
    summary: 'Cancel my scheduled message, or remove one that could not be sent',
    input: v.strictObject(target),
    output: nothing,
  }),
};
