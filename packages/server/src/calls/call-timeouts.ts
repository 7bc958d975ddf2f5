import type { Limits } from '@chat/protocol';
import { seatsOf } from './call-seats.ts';
import { lapseOf, type Lapse, type LiveCall } from './call-state.ts';

/** Waits for what ends a call unless something happens. */
export interface CallClock {
  /** Looks at a call anew. */
  wait(call: LiveCall, atLeastMs?: number): void;
  close(): void;
}

interface CallClockDeps {
  limits: Limits;
  now(): number;
  /** There are other nodes, which wait as well. */
  isShared(): boolean;
  lapsed(call: LiveCall, lapse: Lapse): void;
}

/** The clock may be set meanwhile: it is looked at again at least so often. */
const longestTimerMs = 60_000;
/** Where neither of the two is connected, their own nodes come first. */
const backstopMs = 3_000;

export const createCallClock = ({ limits, now, isShared, lapsed }: CallClockDeps): CallClock => {
  let closed = false;

  const wait: CallClock['wait'] = (call, atLeastMs = 0) => {
    clearTimeout(call.timer);
    const lapse = call.line.state === 'ended' || closed ? null : lapseOf(call, limits);
    if (lapse === null) return;
    const isOurs = !isShared() || seatsOf(call).some(({ connection }) => connection);
    const inMs = lapse.at - now() + (isOurs ? 0 : backstopMs);
    const timerMs = Math.max(1, atLeastMs, Math.min(inMs, longestTimerMs));
    call.timer = setTimeout(() => look(call), timerMs).unref();
  };
  const look = (call: LiveCall): void => {
    const lapse = lapseOf(call, limits);
    if (call.line.state === 'ended' || lapse === null || lapse.at > now()) wait(call);
    else lapsed(call, lapse);
  };

  return {
    wait,
    close: () => {
      closed = true;
    },
  };
};
