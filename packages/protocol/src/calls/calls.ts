import * as v from 'valibot';
import { command } from '../command.ts';
import { encryptedSignalInput, type EncryptedSignal } from '../encryption/encryption.ts';
import { id, messageId } from '../fields.ts';
import type { GroupCallLine } from './group-calls.ts';
import { count, isTrue, nothing, optionalTime, schemaOf, time } from '../outputs.ts';

export const callKinds = ['audio', 'video'] as const;
export type CallKind = (typeof callKinds)[number];

/**
 * How a call ended. completed: one of the two hung up. lost: a device was disconnected for too long. missed:
 * the callee did not answer in time, or the caller was disconnected. rejected, busy: by the callee; busy also
 * if they were in another call. cancelled: by the caller, before an answer.
 */
export const callOutcomes = ['completed', 'lost', 'missed', 'rejected', 'busy', 'cancelled'] as const;
export type CallOutcome = (typeof callOutcomes)[number];

/**
 * The call in a message of kind `call`. The author of the message is the caller; its id is the id of the
 * call.
 */
export interface CallLine {
  kind: CallKind;
  /** User id. */
  callee: string;
  state: 'ringing' | 'active' | 'ended';
  /** ms since the epoch. */
  answeredAt?: number;
  endedAt?: number;
  outcome?: CallOutcome;
  /** Length of the conversation, ms. Absent if there was none, or if the server was down when it ended. */
  durationMs?: number;
}

/** One of the two in a call. */
export interface CallParty {
  userId: string;
  name: string;
  /** The page or app that is in the call, by the id it chose. Absent until one joins. */
  device?: string;
  /** The device has lost its connection and may come back. */
  away?: true;
  /** The device records the call. */
  recording?: true;
}

/** A call between two users, as it is now. */
export interface RoomCall {
  id: string;
  roomId: string;
  kind: CallKind;
  state: CallLine['state'];
  caller: CallParty;
  callee: CallParty;
  /** ms since the epoch, like all times. */
  startedAt: number;
  answeredAt?: number;
  endedAt?: number;
  outcome?: CallOutcome;
}

/** A message between the two devices: WebRTC negotiation, and which tracks the sender has switched on. */
export interface CallSignal {
  description?: { type: 'offer' | 'answer' | 'pranswer' | 'rollback'; sdp?: string | undefined } | undefined;
  /** Null: there are no more candidates. */
  candidate?:
    | {
        candidate: string;
        sdpMid?: string | null | undefined;
        sdpMLineIndex?: number | null | undefined;
        usernameFragment?: string | null | undefined;
      }
    | null
    | undefined;
  /** The devices that the sender has switched on. */
  shows?: { microphone: boolean; camera: boolean; screen: boolean } | undefined;
  /** ask: start a new connection. yes: I have started one, and my next signals belong to it. */
  anew?: 'ask' | 'yes' | undefined;
  /** ask: I want to record. cancel: no longer. allow, decline: the answer, which the recording page waits for. */
  recording?: 'ask' | 'cancel' | 'allow' | 'decline' | undefined;
  /** All of the above, in an encrypted room. */
  encrypted?: EncryptedSignal | undefined;
}

/** A STUN or TURN server, as `RTCPeerConnection` takes it. */
export interface IceServer {
  urls: string | string[];
  username?: string;
  credential?: string;
}

/** Returns whether a message is about a call, or group call, that has not ended. */
export const isOpenCall = (message: {
  call?: CallLine;
  groupCall?: GroupCallLine;
  deletedAt?: number;
}): boolean => {
  const line = message.call ?? message.groupCall;
  return line !== undefined && line.state !== 'ended' && message.deletedAt === undefined;
};

const kind = v.picklist(callKinds);
const state = v.picklist(['ringing', 'active', 'ended']);
const outcome = v.optional(v.picklist(callOutcomes));

export const callLineSchema = schemaOf<CallLine>()(
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
    device: v.optional(v.pipe(v.string(), v.description('the page or app in the call, by the id it chose'))),
    away: isTrue,
    recording: isTrue,
  }),
);

export const roomCallSchema = schemaOf<RoomCall>()(
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

export const iceServerSchema = schemaOf<IceServer>()(
  v.object({
    urls: v.union([v.string(), v.array(v.string())]),
    username: v.optional(v.string()),
    credential: v.optional(v.string()),
  }),
);

const device = v.pipe(
  v.string(),
  v.minLength(1, 'must not be empty'),
  v.maxLength(64, 'must be at most 64 characters'),
);
const callId = messageId;
const label = v.optional(v.nullable(v.pipe(v.string(), v.maxLength(256))));

const description = v.strictObject({
  type: v.picklist(['offer', 'answer', 'pranswer', 'rollback']),
  sdp: v.optional(v.string()),
});
const candidate = v.strictObject({
  candidate: v.string(),
  sdpMid: label,
  sdpMLineIndex: v.optional(v.nullable(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(65_535)))),
  usernameFragment: label,
});
// The server checks the size (`maxSignalBytes`).
const signal = v.strictObject({
  description: v.optional(description),
  candidate: v.optional(v.nullable(candidate)),
  shows: v.optional(v.strictObject({ microphone: v.boolean(), camera: v.boolean(), screen: v.boolean() })),
  anew: v.optional(v.picklist(['ask', 'yes'])),
  recording: v.optional(v.picklist(['ask', 'cancel', 'allow', 'decline'])),
  encrypted: v.optional(encryptedSignalInput),
});

export const callCommands = {
  'call:start': command<RoomCall>()({
    http: 'POST /rooms/:roomId/calls',
    creates: true,
    summary: 'Call the other member of a direct room; with the same id again, returns the call as it is',
    input: v.strictObject({
      roomId: id,
      kind,
      id: v.optional(messageId),
      device: v.optional(device),
    }),
    output: roomCallSchema,
  }),
  'call:list': command<{ calls: RoomCall[] }>()({
    http: 'GET /calls',
    summary: 'List the call that I am in or that rings for me; at most one',
    input: v.strictObject({}),
    output: v.object({ calls: v.array(roomCallSchema) }),
  }),
  'call:accept': command<RoomCall>()({
    http: 'PUT /calls/:callId/answer',
    summary: 'Answer a call with this device; it stops ringing on the others',
    input: v.strictObject({ callId, device: v.optional(device) }),
    output: roomCallSchema,
  }),
  'call:reject': command<RoomCall>()({
    http: 'PUT /calls/:callId/rejection',
    summary: 'Reject a call that rings for me',
    input: v.strictObject({ callId, busy: v.optional(v.boolean()) }),
    output: roomCallSchema,
  }),
  'call:hangup': command<RoomCall>()({
    http: 'PUT /calls/:callId/end',
    summary: 'End a call that I am in or that rings',
    input: v.strictObject({ callId }),
    output: roomCallSchema,
  }),
  'call:join': command<RoomCall>()({
    http: 'PUT /calls/:callId/device',
    summary: 'Continue my call on this device, after a reload or a lost connection',
    input: v.strictObject({ callId, device: v.optional(device) }),
    output: roomCallSchema,
  }),
  'call:signal': command<Record<string, never>>()({
    http: 'POST /calls/:callId/signals',
    rate: 'signals',
    summary: 'Send a signal to the device of the other user; it is not stored',
    input: v.strictObject({ callId, device: v.optional(device), signal }),
    output: nothing,
  }),
  'call:record': command<RoomCall>()({
    http: 'PUT /calls/:callId/recording',
    summary: 'Report that I started or stopped recording the call; both users see it',
    input: v.strictObject({ callId, recording: v.boolean() }),
    output: roomCallSchema,
  }),
  'call:ice': command<{ iceServers: IceServer[]; expiresAt?: number; relayOnly?: true }>()({
    http: 'GET /calls/:callId/ice',
    summary: 'Get the STUN and TURN servers of a call, with a temporary password',
    input: v.strictObject({ callId }),
    output: v.object({
      iceServers: v.array(iceServerSchema),
      expiresAt: v.optional(v.number()),
      relayOnly: v.optional(v.literal(true)),
    }),
  }),
};
