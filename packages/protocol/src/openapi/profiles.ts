import * as v from 'valibot';
import { count, isTrue, optionalTime, status, user } from './basics.ts';
import { schemaOf } from './schema-of.ts';
import type { OwnProfile, Profile } from '../users.ts';

const fieldValue = v.union([v.string(), v.number(), v.boolean()]);

const ownProfile = schemaOf<OwnProfile>()(
  v.object({
    chosen: v.picklist(['online', 'away', 'busy']),
    statusUntil: optionalTime,
    lastSeen: v.picklist(['everyone', 'nobody']),
    canRename: v.boolean(),
    canPicture: v.boolean(),
    fields: v.array(
      v.object({
        name: v.string(),
        label: v.string(),
        type: v.picklist(['text', 'number', 'boolean']),
        maxLength: count,
        fixed: isTrue,
      }),
    ),
  }),
);

export const profile = schemaOf<Profile>()(
  v.object({
    user,
    status,
    statusText: v.optional(v.string()),
    lastSeenAt: optionalTime,
    about: v.optional(v.string()),
    fields: v.optional(v.array(v.object({ name: v.string(), label: v.string(), value: fieldValue }))),
    own: v.optional(ownProfile),
  }),
);
