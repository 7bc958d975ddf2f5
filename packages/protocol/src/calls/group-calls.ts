import * as v from 'valibot';
import { callKinds, iceServerSchema, type CallKind, type IceServer } from './calls.ts';
import { command } from '../command.ts';
import { id, messageId } from '../fields.ts';
import { count, optionalTime, schemaOf, time } from '../outputs.ts';

/** A user in a group call, with one device: joining with another device moves the seat there. */
export interface GroupCallSeat {
  userId: string;
  name: string;
  avatarUrl?: string;
  /** The page or app that is in the call, by the id it chose. The engine knows it by the same id. */
  device: string;
  /** ms since the epoch. */
  joinedAt: number;
  /** The user raises a hand since then. */
  handRaisedAt?: number;
}

/** The recording of a group call that a participant makes, or asks to make. */
export interface GroupCallRecording {
  /** User id of the participant who records. */
  userId: string;
  name: string;
  /** ms since the epoch. */
  askedAt: number;
  /** When the question lapses. */
  expiresAt: number;
  /** User ids of the participants who allowed it. */
  allowed: string[];
  /** When all had allowed it. Absent: nothing may be recorded yet. */
  startedAt?: number;
}

/** The group call in a message of kind `call`. Its author started the call; its id is the id of the call. */
export interface GroupCallLine {
  kind: CallKind;
  state: 'active' | 'ended';
  /** The users in the call, in the order in which they joined. Empty once it has ended. */
  seats: GroupCallSeat[];
  /** The largest number of users at once. */
  most: number;
  recording?: GroupCallRecording;
  /** ms since the epoch. */
  endedAt?: number;
  /** From its start until the last user left, ms. Absent if the server was down when it ended. */
  durationMs?: number;
}

/** A group call as it is now. */
export interface GroupCall extends GroupCallLine {
  id: string;
  roomId: string;
  /** The room's revision of its last change. */
  rev: number;
  /** User id and name. */
  startedBy: { id: string; name: string };
  /** ms since the epoch. */
  startedAt: number;
}

/**
 * How one device joins the engine that carries audio and video. Valid for a limited time and for this device
 * only.
 */
export interface GroupCallAccess {
  /** `livekit`, `janus`, or one of the application's own. */
  engine: string;
  /** Address of the engine, for pages. */
  url: string;
  token: string;
  /** When the token expires, ms since the epoch: `groupcall:join` returns a new one. */
  expiresAt: number;
  /** Whatever else the page module of this engine needs. */
  details?: Record<string, string>;
  iceServers: IceServer[];
  /** Audio and video must go through TURN. */
  relayOnly?: true;
}

/** A group call, and the access to its engine. */
export interface GroupCallEntry {
  call: GroupCall;
  access: GroupCallAccess;
}

const seat = schemaOf<GroupCallSeat>()(
  v.object({
    userId: v.string(),
    name: v.string(),
    avatarUrl: v.optional(v.string()),
    device: v.pipe(v.string(), v.description('the page or app in the call, by the id it chose')),
    joinedAt: time,
    handRaisedAt: optionalTime,
  }),
);

const recording = schemaOf<GroupCallRecording>()(
  v.object({
    userId: v.pipe(v.string(), v.description('user id of the participant who records')),
    name: v.string(),
    askedAt: time,
    expiresAt: time,
    allowed: v.pipe(v.array(v.string()), v.description('user ids of those who allowed it')),
    startedAt: optionalTime,
  }),
);

const line = {
  kind: v.picklist(callKinds),
  state: v.picklist(['active', 'ended']),
  seats: v.array(seat),
  most: v.pipe(count, v.description('the largest number of users at once')),
  recording: v.optional(recording),
  endedAt: optionalTime,
  durationMs: v.optional(count),
};

export const groupCallLineSchema = schemaOf<GroupCallLine>()(v.object(line));

export const groupCallSchema = schemaOf<GroupCall>()(
  v.object({
    ...line,
    id: v.pipe(v.string(), v.uuid()),
    roomId: v.string(),
    rev: v.pipe(count, v.description("the room's revision of its last change")),
    startedBy: v.object({ id: v.string(), name: v.string() }),
    startedAt: time,
  }),
);

const entrySchema = schemaOf<GroupCallEntry>()(
  v.object({
    call: groupCallSchema,
    access: v.object({
      engine: v.string(),
      url: v.string(),
      token: v.string(),
      expiresAt: time,
      details: v.optional(v.record(v.string(), v.string())),
      iceServers: v.array(iceServerSchema),
      relayOnly: v.optional(v.literal(true)),
    }),
  }),
);

const device = v.pipe(
  v.string(),
  v.regex(/^[\w-]{1,64}$/, 'must be 1 to 64 letters, digits, underscores or hyphens'),
);
const callId = messageId;
const target = { roomId: id, callId };

/**
 * ask: I want to record. allow, decline: my answer to another user's question. stop: ends my recording, or withdraws
 * the question; with the right to end the call, anybody's.
 */
export const groupRecordingActions = ['ask', 'allow', 'decline', 'stop'] as const;
export type GroupRecordingAction = (typeof groupRecordingActions)[number];

export const groupCallCommands = {
  'groupcall:start': command<GroupCallEntry>()({
    http: 'POST /rooms/:roomId/group-calls',
    creates: true,
    summary: 'Start a group call and join it; with the same id again, returns the call as it is',
    input: v.strictObject({
      roomId: id,
      kind: v.picklist(callKinds),
      id: v.optional(messageId),
      device,
    }),
    output: entrySchema,
  }),
  'groupcall:get': command<{ call: GroupCall | null }>()({
    http: 'GET /rooms/:roomId/group-call',
    summary: 'Get the active group call of the room',
    input: v.strictObject({ roomId: id }),
    output: v.object({ call: v.nullable(groupCallSchema) }),
  }),
  'groupcall:join': command<GroupCallEntry>()({
    http: 'PUT /rooms/:roomId/group-calls/:callId/seat',
    summary: 'Join a group call with this device, also after a reload; again, it returns fresh access',
    input: v.strictObject({
      ...target,
      device,
      /** I allow the recording that is running. */
      allowRecording: v.optional(v.boolean()),
    }),
    output: entrySchema,
  }),
  'groupcall:hand': command<GroupCall>()({
    http: 'PUT /rooms/:roomId/group-calls/:callId/hand',
    summary:
      'Raise or lower my hand in a group call; with the right to end it, lower the hand of another user',
    input: v.strictObject({ ...target, raised: v.boolean(), userId: v.optional(id) }),
    output: groupCallSchema,
  }),
  'groupcall:record': command<GroupCall>()({
    http: 'PUT /rooms/:roomId/group-calls/:callId/recording',
    summary: 'Ask all participants of a group call to allow my recording, answer such a question, or stop it',
    input: v.strictObject({ ...target, action: v.picklist(groupRecordingActions) }),
    output: groupCallSchema,
  }),
  'groupcall:leave': command<GroupCall>()({
    http: 'DELETE /rooms/:roomId/group-calls/:callId/seat',
    summary: 'Leave a group call, with whatever device; it ends when the last user leaves',
    input: v.strictObject(target),
    output: groupCallSchema,
  }),
  'groupcall:end': command<GroupCall>()({
    http: 'PUT /rooms/:roomId/group-calls/:callId/end',
    summary: 'End a group call for everyone',
    input: v.strictObject(target),
    output: groupCallSchema,
  }),
};
