import * as v from 'valibot';
import { callKinds, type CallKind, type IceServer } from './calls.ts';
import { command } from './command.ts';
import { id, messageId } from './fields.ts';

/** Somebody's place in a group call. One for each person: who comes with another device has it there. */
export interface GroupCallSeat {
  userId: string;
  name: string;
  avatarUrl?: string;
  /** The page or app that is in the call, by the name it gave itself: who it is for the engine too. */
  device: string;
  /** ms since the epoch. */
  joinedAt: number;
}

/** What a message of kind `call` tells of a call for many: who started it is its author, and its id is the call's. */
export interface GroupCallLine {
  kind: CallKind;
  state: 'active' | 'ended';
  /** Who is in it now, in the order in which they came. Empty once it has ended. */
  seats: GroupCallSeat[];
  /** So many were in it at once, at most. */
  most: number;
  /** ms since the epoch. */
  endedAt?: number;
  /** From its start until the last had left, ms. Absent when nobody knows: the server was down meanwhile. */
  durationMs?: number;
}

/** A call for many, as it is now. */
export interface GroupCall extends GroupCallLine {
  id: string;
  roomId: string;
  /** The room's revision at its last change. */
  rev: number;
  /** Who started it: user id and name. */
  startedBy: { id: string; name: string };
  /** ms since the epoch. */
  startedAt: number;
}

/** How one device joins the engine that carries sound and picture. Good for a while, and for this device alone. */
export interface GroupCallAccess {
  /** Which engine it is: `livekit`, `janus`, or one of the application's own. */
  engine: string;
  /** Where it is, for pages. */
  url: string;
  token: string;
  /** When the token lapses, ms since the epoch: ask for another by `groupcall:join`. */
  expiresAt: number;
  /** What else this engine's page needs. */
  details?: Record<string, string>;
  iceServers: IceServer[];
  /** All of it goes through TURN: no other way is to be used. */
  relayOnly?: true;
}

/** A call, and the way into it. */
export interface GroupCallEntry {
  call: GroupCall;
  access: GroupCallAccess;
}

const device = v.pipe(
  v.string(),
  v.regex(/^[\w-]{1,64}$/, 'must be 1 to 64 letters, digits, underscores or hyphens'),
);
const callId = messageId;
const one = { roomId: id, callId };

export const groupCallCommands = {
  'groupcall:start': command<GroupCallEntry>()({
    http: 'POST /rooms/:roomId/group-calls',
    creates: true,
    summary:
      'Start a call for everybody in the room, and be in it; the same id again answers the call as it is',
    input: v.strictObject({
      roomId: id,
      kind: v.picklist(callKinds),
      id: v.optional(messageId),
      device,
    }),
  }),
  'groupcall:get': command<{ call: GroupCall | null }>()({
    http: 'GET /rooms/:roomId/group-call',
    summary: 'The call for many that goes on in the room',
    input: v.strictObject({ roomId: id }),
  }),
  'groupcall:join': command<GroupCallEntry>()({
    http: 'PUT /rooms/:roomId/group-calls/:callId/seat',
    summary: 'Be in a call with this device, also after a reload; asked again, it answers a fresh way in',
    input: v.strictObject({ ...one, device }),
  }),
  'groupcall:leave': command<GroupCall>()({
    http: 'DELETE /rooms/:roomId/group-calls/:callId/seat',
    summary: 'Leave a call, with whatever device; it ends when the last has left',
    input: v.strictObject(one),
  }),
  'groupcall:end': command<GroupCall>()({
    http: 'PUT /rooms/:roomId/group-calls/:callId/end',
    summary: 'End a call for everybody',
    input: v.strictObject(one),
  }),
};
