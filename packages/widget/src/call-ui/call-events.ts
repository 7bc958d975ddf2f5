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
  /** This page is in it. */
  here: boolean;
  /** How one between two ended, once the server has said so: `completed`, `missed`, … */
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

/** Sends `chat-call` when a call is in another phase, or this page is in it or out of it. One that was over before is no news. */
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

/** Tells the page of calls between two in a room. */
export const emitCallEvents = (element: HTMLElement, { calls }: ChatRoom): Stop => {
  const tell = teller(element);
  return calls.subscribe((own) => tell(own && detailOf(own)));
};

/** The same for group calls. `me`: id of the user of this page. */
export const emitGroupCallEvents = (
  element: HTMLElement,
  { groupCall }: ChatRoom,
  me: () => string | undefined,
): Stop => {
  const tell = teller(element);
  return groupCall.subscribe((own) => tell(own && detailOfGroup(own, me())));
};
