import { isIn, seatsOf } from './call-seats.ts';
import type { LiveCall } from './call-state.ts';

/** The calls that are known here: those that go on, and for a while those that have ended. */
export interface CallIndex {
  get(callId: string): LiveCall | undefined;
  /** The open call of a user. */
  of(userId: string): LiveCall | undefined;
  all(): Iterable<LiveCall>;
  /** Those of users. */
  open(): Set<LiveCall>;
  /** Who is in another call already stays in that one. */
  hold(call: LiveCall): void;
  /** Both may be in another call from now on, or are. */
  release(call: LiveCall): void;
  /** It has ended, and it is still known how. */
  keepEnded(call: LiveCall): void;
  forget(callId: string): void;
}

/** Of so many that have ended it is still known how. */
const mostEnded = 1_000;

export const createCallIndex = (): CallIndex => {
  const calls = new Map<string, LiveCall>();
  const byUser = new Map<string, LiveCall>();
  const ended: string[] = [];
  return {
    get: (callId) => calls.get(callId),
    of: (userId) => byUser.get(userId),
    all: () => calls.values(),
    open: () => new Set(byUser.values()),
    hold: (call) => {
      calls.set(call.id, call);
      for (const { user } of seatsOf(call)) if (!byUser.has(user.id)) byUser.set(user.id, call);
    },
    release: (call) => {
      clearTimeout(call.timer);
      const own = seatsOf(call).filter(({ user }) => byUser.get(user.id) === call);
      for (const { user } of own) byUser.delete(user.id);
      // Two nodes may have called the same person in the same moment.
      for (const { user } of own)
        for (const other of calls.values())
          if (other !== call && other.line.state !== 'ended' && isIn(other, user.id))
            byUser.set(user.id, other);
    },
    keepEnded: ({ id }) => {
      ended.push(id);
      if (ended.length > mostEnded) calls.delete(ended.shift() ?? '');
    },
    forget: (callId) => void calls.delete(callId),
  };
};
