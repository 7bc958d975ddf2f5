import * as v from 'valibot';
import { command } from '../command.ts';
import { id, messageId, messageText } from '../fields.ts';
import { count, schemaOf, time } from '../outputs.ts';

/** What I have written in a room or a thread and not sent. Only I see it, on all my devices. */
export interface Draft {
  roomId: string;
  /** The first message of the thread that it is for; absent: the room. */
  threadId?: string;
  /** Empty once it is sent or discarded. */
  text: string;
  /** Grows with every change of this draft. */
  version: number;
  /** When it was last changed, ms since the epoch. */
  changedAt: number;
}

export const draftSchema = schemaOf<Draft>()(
  v.object({
    roomId: v.string(),
    threadId: v.optional(v.string()),
    text: v.pipe(v.string(), v.description('empty once it is sent or discarded')),
    version: v.pipe(count, v.description('grows with every change of this draft')),
    changedAt: time,
  }),
);

export const draftCommands = {
  'draft:set': command<{ version: number }>()({
    http: 'PUT /rooms/:roomId/draft',
    load: 'ephemeral',
    summary: 'Store what I am writing in a room or a thread, for my other devices; an empty text discards it',
    input: v.strictObject({ roomId: id, threadId: v.optional(messageId), text: messageText }),
    output: v.object({ version: count }),
  }),
  'draft:list': command<{ drafts: Draft[] }>()({
    http: 'GET /drafts',
    summary: 'List my drafts, of all rooms that I may read, the last changed first',
    input: v.strictObject({}),
    output: v.object({ drafts: v.array(draftSchema) }),
  }),
};
