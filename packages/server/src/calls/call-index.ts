import { isIn, seatsOf } from './call-seats.ts';
import type { LiveCall } from './call-state.ts';

/** The known calls: open ones, and for a while those that have ended. */
export interface CallIndex {
  get(callId: string): LiveCall | undefined;
  /** Returns the open call of a user. */
  openCallOf(userId: string): LiveCall | undefined;
  all(): Iterable<LiveCall>;
  /** Returns the open calls of all users. */
  open(): Set<LiveCall>;
  /** Adds a call. A user who is in another call already stays in that one. */
  add(call: LiveCall): void;
  /** Frees both users for another call. */
  release(call: LiveCall): void;
  /** Remembers for a while how the call ended. */
  keepEnded(call: LiveCall): void;
  forget(callId: string): void;
}

/** Ended calls that are remembered. */
const mostEnded = 1_000;

export const createCallIndex = (): CallIndex => {
  const calls = new Map<string, LiveCall>();
  const byUser = new Map<string, LiveCall>();
  const ended: string[] = [];
  return {
    get: (callId) => calls.get(callId),
    openCallOf: (userId) => byUser.get(userId),
    all: () => calls.values(),
    open: () => new Set(byUser.values()),
    add: (call) => {
      calls.set(call.id, call);
      for (const { user } of seatsOf(call)) if (!byUser.has(user.id)) byUser.set(user.id, call);
    },
    release: (call) => {
      clearTimeout(call.timer);
      const own = seatsOf(call).filter(({ user }) => byUser.get(user.id) === call);
      for (const { user } of own) byUser.delete(user.id);
      // Two nodes may have called the same user at the same moment.
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
