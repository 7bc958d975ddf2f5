import * as v from 'valibot';
import { callKinds, callOutcomes, type CallLine, type CallParty, type RoomCall } from '../calls.ts';
import { count, isTrue, optionalTime, time } from './basics.ts';
import { schemaOf } from './schema-of.ts';

const kind = v.picklist(callKinds);
const state = v.picklist(['ringing', 'active', 'ended']);
const outcome = v.optional(v.picklist(callOutcomes));

export const callLine = schemaOf<CallLine>()(
  v.object({
    kind,
    callee: v.pipe(v.string(), v.description('user id')),
    state,
    answeredAt: optionalTime,
    endedAt: optionalTime,
    outcome,
    durationMs: v.optional(count),
  }),
);

const party = schemaOf<CallParty>()(
  v.object({
    userId: v.string(),
    name: v.string(),
    device: v.optional(v.pipe(v.string(), v.description('what is in the call, by the name it gave itself'))),
    away: isTrue,
    recording: isTrue,
  }),
);

export const roomCall = schemaOf<RoomCall>()(
  v.object({
    id: v.pipe(v.string(), v.uuid()),
    roomId: v.string(),
    kind,
    state,
    caller: party,
    callee: party,
    startedAt: time,
    answeredAt: optionalTime,
    endedAt: optionalTime,
    outcome,
  }),
);
