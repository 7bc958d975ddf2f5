import * as v from 'valibot';
import { command } from './command.ts';
import { id, messageId } from './fields.ts';
import type { GroupCallLine } from './group-calls.ts';

export const callKinds = ['audio', 'video'] as const;
export type CallKind = (typeof callKinds)[number];

/**
 * How a call ended. completed: somebody hung up. lost: the device of one was gone for too long. missed: nobody answered in
 * time, or who called was gone. rejected, busy: by who was called, busy also when they were in another call. cancelled: by
 * who called, before an answer.
 */
export const callOutcomes = ['completed', 'lost', 'missed', 'rejected', 'busy', 'cancelled'] as const;
export type CallOutcome = (typeof callOutcomes)[number];

/** What a message of kind `call` tells: who calls is its author, and its id is the call's. */
export interface CallLine {
  kind: CallKind;
  /** User id of who is called. */
  callee: string;
  state: 'ringing' | 'active' | 'ended';
  /** ms since the epoch. */
  answeredAt?: number;
  endedAt?: number;
  outcome?: CallOutcome;
  /** How long they talked, ms. Absent when they did not, or when nobody knows: the server was down meanwhile. */
  durationMs?: number;
}

/** One of the two in a call. */
export interface CallParty {
  userId: string;
  name: string;
  /** The page or app that is in the call, by the name it gave itself. Absent until one has taken the place. */
  device?: string;
  /** Its connection is lost. It may come back. */
  away?: true;
  /** It records what is said. */
  recording?: true;
}

/** A call as it is now. */
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

/** Part of the negotiation between the two devices, as WebRTC writes it, and what its sender shows. */
export interface CallSignal {
  description?: { type: 'offer' | 'answer' | 'pranswer' | 'rollback'; sdp?: string | undefined } | undefined;
  /** Null: there are no more of them. */
  candidate?:
    | {
        candidate: string;
        sdpMid?: string | null | undefined;
        sdpMLineIndex?: number | null | undefined;
        usernameFragment?: string | null | undefined;
      }
    | null
    | undefined;
  /** What of its sender can be heard and seen. */
  shows?: { microphone: boolean; camera: boolean; screen: boolean } | undefined;
  /** ask: begin a new connection with me. yes: I have, and what I say from now on is of the new one. */
  anew?: 'ask' | 'yes' | undefined;
}

/** A server through which devices find each other, as `RTCPeerConnection` takes it. */
export interface IceServer {
  urls: string | string[];
  username?: string;
  credential?: string;
}

/** Whether the call that a message tells of has not ended. */
export const isOpenCall = (message: {
  call?: CallLine;
  groupCall?: GroupCallLine;
  deletedAt?: number;
}): boolean => {
  const line = message.call ?? message.groupCall;
  return line !== undefined && line.state !== 'ended' && message.deletedAt === undefined;
};

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
// Its size is a limit of the server, checked there.
const signal = v.strictObject({
  description: v.optional(description),
  candidate: v.optional(v.nullable(candidate)),
  shows: v.optional(v.strictObject({ microphone: v.boolean(), camera: v.boolean(), screen: v.boolean() })),
  anew: v.optional(v.picklist(['ask', 'yes'])),
});

export const callCommands = {
  'call:start': command<RoomCall>()({
    http: 'POST /rooms/:roomId/calls',
    creates: true,
    summary: 'Call the other of a room of two; the same id again answers the call as it is',
    input: v.strictObject({
      roomId: id,
      kind: v.picklist(callKinds),
      id: v.optional(messageId),
      device: v.optional(device),
    }),
  }),
  'call:list': command<{ calls: RoomCall[] }>()({
    http: 'GET /calls',
    summary: 'The call that I am in, or that rings for me; at most one',
    input: v.strictObject({}),
  }),
  'call:accept': command<RoomCall>()({
    http: 'PUT /calls/:callId/answer',
    summary: 'Answer a call that rings for me: with this device, and it rings on no other',
    input: v.strictObject({ callId, device: v.optional(device) }),
  }),
  'call:reject': command<RoomCall>()({
    http: 'PUT /calls/:callId/rejection',
    summary: 'Refuse a call that rings for me',
    input: v.strictObject({ callId, busy: v.optional(v.boolean()) }),
  }),
  'call:hangup': command<RoomCall>()({
    http: 'PUT /calls/:callId/end',
    summary: 'End a call that I am in, or that rings',
    input: v.strictObject({ callId }),
  }),
  'call:join': command<RoomCall>()({
    http: 'PUT /calls/:callId/device',
    summary: 'Take my place in a call with this device: after a reload, or when the one before is gone',
    input: v.strictObject({ callId, device: v.optional(device) }),
  }),
  'call:signal': command<Record<string, never>>()({
    http: 'POST /calls/:callId/signals',
    summary: 'Tell the device of the other; it is kept nowhere',
    input: v.strictObject({ callId, device: v.optional(device), signal }),
  }),
  'call:record': command<RoomCall>()({
    http: 'PUT /calls/:callId/recording',
    summary: 'Say that I record the call, or no longer do: both see it',
    input: v.strictObject({ callId, recording: v.boolean() }),
  }),
  'call:ice': command<{ iceServers: IceServer[]; expiresAt?: number; relayOnly?: true }>()({
    http: 'GET /calls/:callId/ice',
    summary: 'Servers through which the two devices find each other, with a password for the time of a call',
    input: v.strictObject({ callId }),
  }),
};
