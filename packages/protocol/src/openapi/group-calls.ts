import * as v from 'valibot';
import { callKinds } from '../calls.ts';
import type { GroupCall, GroupCallEntry, GroupCallLine, GroupCallSeat } from '../group-calls.ts';
import { count, optionalTime, time } from './basics.ts';
import { schemaOf } from './schema-of.ts';

const seat = schemaOf<GroupCallSeat>()(
  v.object({
    userId: v.string(),
    name: v.string(),
    avatarUrl: v.optional(v.string()),
    device: v.pipe(v.string(), v.description('what is in the call, by the name it gave itself')),
    joinedAt: time,
  }),
);

const line = {
  kind: v.picklist(callKinds),
  state: v.picklist(['active', 'ended']),
  seats: v.array(seat),
  most: v.pipe(count, v.description('so many were in it at once')),
  endedAt: optionalTime,
  durationMs: v.optional(count),
};

export const groupCallLine = schemaOf<GroupCallLine>()(v.object(line));

export const groupCall = schemaOf<GroupCall>()(
  v.object({
    ...line,
    id: v.pipe(v.string(), v.uuid()),
    roomId: v.string(),
    rev: v.pipe(count, v.description("the room's revision at its last change")),
    startedBy: v.object({ id: v.string(), name: v.string() }),
    startedAt: time,
  }),
);

export const groupCallEntry = schemaOf<GroupCallEntry>()(
  v.object({
    call: groupCall,
    access: v.object({
      engine: v.string(),
      url: v.string(),
      token: v.string(),
      expiresAt: time,
      details: v.optional(v.record(v.string(), v.string())),
      iceServers: v.array(
        v.object({
          urls: v.union([v.string(), v.array(v.string())]),
          username: v.optional(v.string()),
          credential: v.optional(v.string()),
        }),
      ),
      relayOnly: v.optional(v.literal(true)),
    }),
  }),
);
