import * as v from 'valibot';
import { command } from '../command.ts';
import { messageSchema, type Message } from '../features/messages.ts';
import { id, limit, messageId, time as moment } from '../fields.ts';
import { hasMore, nothing, schemaOf, time } from '../outputs.ts';

/** A message that I saved for later. Only I see that. */
export interface SavedMessage {
  /** When I saved it, ms since the epoch. */
  savedAt: number;
  message: Message;
  /** The title of its room; may be empty. */
  title: string;
}

/** A page, the last saved first. */
export interface SavedPage {
  saved: SavedMessage[];
  hasMore: boolean;
}

const savedMessageSchema = schemaOf<SavedMessage>()(
  v.object({
    savedAt: v.pipe(time, v.description('when it was saved, ms since the epoch')),
    message: messageSchema,
    title: v.pipe(v.string(), v.description('of its room')),
  }),
);

const target = { roomId: id, messageId };

export const savedCommands = {
  'message:save': command<{ savedAt: number }>()({
    http: 'PUT /rooms/:roomId/saved/:messageId',
    summary: 'Save a message for myself; again changes nothing',
    input: v.strictObject(target),
    output: v.object({ savedAt: time }),
  }),
  'message:unsave': command<Record<string, never>>()({
    http: 'DELETE /rooms/:roomId/saved/:messageId',
    summary: 'Remove a message from those that I saved',
    input: v.strictObject(target),
    output: nothing,
  }),
  'message:saved': command<SavedPage>()({
    http: 'GET /saved',
    summary: 'List the messages that I saved, of all rooms that I may read, the last saved first',
    input: v.strictObject({
      /** Those saved before this time, ms since the epoch. */
      before: v.optional(moment),
      limit,
    }),
    output: v.object({ saved: v.array(savedMessageSchema), hasMore }),
  }),
};
