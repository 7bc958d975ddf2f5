import * as v from 'valibot';
import { command } from '../command.ts';
import { id, messageId } from '../fields.ts';
import { isTrue, nothing, schemaOf, time } from '../outputs.ts';
import { messageSchema, type Message } from '../features/messages.ts';
import { authorSchema } from '../features/users.ts';
import type { Question } from './questions.ts';

/** A question on stage, as it was asked. */
export type SpotlightQuestion = Pick<Question, 'id' | 'text' | 'author' | 'anonymous'>;

/** What is on stage of a room: a message or a question. */
export interface Spotlight {
  /** The message on stage. */
  messageId?: string;
  /** The question on stage. */
  question?: SpotlightQuestion;
  /** When a host put it there, ms since the epoch. */
  at: number;
}

export const spotlightSchema = schemaOf<Spotlight>()(
  v.object({
    messageId: v.optional(v.pipe(v.string(), v.description('the message on stage'))),
    question: v.optional(
      v.pipe(
        v.object({
          id: v.string(),
          text: v.string(),
          author: v.optional(v.pipe(authorSchema, v.description('absent if it was asked anonymously'))),
          anonymous: isTrue,
        }),
        v.description('the question on stage'),
      ),
    ),
    at: time,
  }),
);

export const spotlightCommands = {
  'message:spotlight': command<Message>()({
    http: 'PUT /rooms/:roomId/spotlight',
    summary: 'Put a message on stage, in place of what was there (hosts)',
    input: v.strictObject({ roomId: id, messageId }),
    output: messageSchema,
  }),
  'question:spotlight': command<Spotlight>()({
    http: 'PUT /rooms/:roomId/questions/:questionId/spotlight',
    summary: 'Put a question on stage, in place of what was there (hosts)',
    input: v.strictObject({ roomId: id, questionId: messageId }),
    output: spotlightSchema,
  }),
  'spotlight:clear': command<Record<string, never>>()({
    http: 'DELETE /rooms/:roomId/spotlight',
    summary: 'Clear the stage (hosts)',
    input: v.strictObject({ roomId: id }),
    output: nothing,
  }),
};
