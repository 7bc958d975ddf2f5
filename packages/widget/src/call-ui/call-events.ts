import type { ChatRoom, OwnCall, OwnGroupCall, Stop } from '@chat/client';
import { emit } from '../core/emit.ts';

/** The detail of `chat-call`. */
export interface CallDetail {
  /** Id of the room. */
  room: string;
  callId: string;
  kind: 'audio' | 'video';
  /** It is a group call, which does not ring. */
  group: boolean;
  phase: 'ringing' | 'active' | 'ended';
  /** Another user started it. */
  incoming: boolean;
  /** This page is in the call. */
  here: boolean;
  /** The outcome of a call between two, once the server has reported it: `completed`, `missed`, … */
  outcome?: NonNullable<OwnCall['call']['outcome']>;
}

const detailOf = ({ call, mine, here }: OwnCall): CallDetail => ({
  room: call.roomId,
  callId: call.id,
  kind: call.kind,
  group: false,
  phase: call.state,
  incoming: mine === 'callee',
  here: here && call.state !== 'ended',
  ...(call.outcome === undefined ? {} : { outcome: call.outcome }),
});

const detailOfGroup = ({ call, here }: OwnGroupCall, me: string | undefined): CallDetail => ({
  room: call.roomId,
  callId: call.id,
  kind: call.kind,
  group: true,
  phase: call.state,
  incoming: call.startedBy.id !== me,
  here: here && call.state !== 'ended',
});

/**
 * Emits `chat-call` when a call changes its phase, or this page joins or leaves it. Calls that ended before
 * emit nothing.
 */
const teller = (element: HTMLElement): ((detail: CallDetail | null) => void) => {
  let last: CallDetail | null = null;
  return (now) => {
    const before = last?.callId === now?.callId ? last : null;
    if (!now || (now.phase === 'ended' && !before)) return;
    if (now.phase === before?.phase && now.here === before.here && now.outcome === before.outcome) return;
    last = now;
    emit(element, 'chat-call', now);
  };
};

/** Emits `chat-call` for the calls between two of a room. */
export const emitCallEvents = (element: HTMLElement, { calls }: ChatRoom): Stop => {
  const tell = teller(element);
  return calls.subscribe((own) => tell(own && detailOf(own)));
};

/** Does the same for group calls. `me`: id of this page's user. */
export const emitGroupCallEvents = (
  element: HTMLElement,
  { groupCall }: ChatRoom,
  me: () => string | undefined,
): Stop => {
  const tell = teller(element);
  return groupCall.subscribe((own) => tell(own && detailOfGroup(own, me())));
};
