import * as v from 'valibot';
import { id, messageId } from '../fields.ts';
import { schemaOf } from '../outputs.ts';

/** The mark of a message that copies another one. */
export interface Forwarded {
  /** User id of its author: only if the text is theirs and they may read this room. */
  userId?: string;
}

export const forwardedSchema = schemaOf<Forwarded>()(
  v.object({ userId: v.optional(v.pipe(v.string(), v.description('user id of its author'))) }),
);

/** The message that a new one copies. */
export const forwardFrom = v.optional(v.strictObject({ roomId: id, messageId }));
