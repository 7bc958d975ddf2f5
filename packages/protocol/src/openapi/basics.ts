import * as v from 'valibot';
import type { Author } from '../messages.ts';
import { schemaOf } from './schema-of.ts';
import type { User } from '../users.ts';

export const count = v.pipe(v.number(), v.integer(), v.minValue(0));
export const time = v.pipe(count, v.description('ms since the epoch'));
export const optionalTime = v.optional(time);
export const isTrue = v.optional(v.literal(true));
export const data = v.record(v.string(), v.unknown());
export const status = v.picklist(['online', 'away', 'busy', 'offline']);

export const user = schemaOf<User>()(
  v.object({
    id: v.string(),
    name: v.string(),
    avatarUrl: v.optional(v.string()),
    bot: isTrue,
    guest: isTrue,
    role: v.optional(v.literal('admin')),
  }),
);

export const author = schemaOf<Author>()(
  v.object({ id: v.string(), name: v.string(), avatarUrl: v.optional(v.string()), bot: isTrue }),
);
