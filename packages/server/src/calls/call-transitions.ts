import { ChatError, type CallLine, type DurableEvent, type Limits } from '@chat/protocol';
import type { Logger } from '../logger.ts';
import type { RoomRegistry } from '../room/room-registry.ts';
import type { CallEndReason } from '../storage/contract/change.ts';
import type { CallIndex } from './call-index.ts';
import { isConnected, seatsOf } from './call-seats.ts';
import { seat, type LiveCall, type Seat, lapseOf, type Lapse } from './call-state.ts';

/** The transitions of a call's state as its message has it: ringing, active, ended. */
export interface CallTransitions {
  wait: CallTimeouts['wait'];
  /** Moves the call to this state. Earlier states are ignored. */
  become(call: LiveCall, line: CallLine): void;
  /** Ends a call whose message is gone. */
  vanish(call: LiveCall): void;
  /** Applies a committed change here at once; other nodes read it. */
  settle(call: LiveCall, event: DurableEvent | undefined): void;
  /** Starts the timeout of users who are not connected. */
  miss(call: LiveCall): void;
  /** Ends the call as the first of these users who is allowed to. */
  over(call: LiveCall, by: Seat[]): void;
  stop(): void;
}

interface CallTransitionsDeps {
  rooms: Pick<RoomRegistry, 'open'>;
  limits: Limits;
  logger: Logger;
  now(): number;
  index: CallIndex;
  broadcast(call: LiveCall): void;
  /** Whether there are other nodes. */
  isShared(): boolean;
  /** The call's message was changed here. */
  onChanged(call: LiveCall): void;
}

const retryMs = 5_000;
const order = ['ringing', 'active', 'ended'];

export const createCallTransitions = (deps: CallTransitionsDeps): CallTransitions => {
  const { rooms, limits, logger, now, index, broadcast, isShared } = deps;

  const clock = createCallTimeouts({
    limits,
    now,
    isShared,
    onTimeout: (call, { why, until }) => {
      close(call, why, seatsOf(call), until).catch((error: unknown) => {
        logger.warn({ err: error, callId: call.id }, 'a call could not be ended; it is tried again');
        wait(call, retryMs);
      });
    },
  });
  const { wait } = clock;

  /**
   * Ends a call as the first of these users who may still change the room. If none may, the call ends all the
   * same.
   */
  const close = async (
    call: LiveCall,
    why: CallEndReason,
    by: Seat[],
    until?: number | null,
  ): Promise<void> => {
    const room = await rooms.open(call.roomId);
    for (const { user } of room ? by : []) {
      try {
        const change = { kind: 'end-call' as const, actor: user, at: now(), callId: call.id, why };
        const ended = await room?.commit(until === undefined ? change : { ...change, until });
        return settle(call, ended?.event);
      } catch (error) {
        if (!(error instanceof ChatError) || error.code === 'storage_full') throw error;
        if (error.code === 'conflict') return wait(call, isShared() ? retryMs : 0); // something happened just in time
      }
    }
    vanish(call);
  };

  /** Applies a committed change here at once; other nodes read it. */
  const settle = (call: LiveCall, event: DurableEvent | undefined): void => {
    const line = event && 'message' in event ? event.message.call : undefined;
    if (line && line.state !== call.line.state) become(call, line);
    deps.onChanged(call);
  };

  /** Ends a call whose message is gone. */
  const vanish = (call: LiveCall): void => {
    if (call.line.state === 'ended') return;
    const outcome = call.line.state === 'active' ? 'completed' : 'cancelled';
    become(call, { ...call.line, state: 'ended', endedAt: now(), outcome });
  };

  const become = (call: LiveCall, line: LiveCall['line']): void => {
    if (order.indexOf(line.state) < order.indexOf(call.line.state)) return;
    const answered = call.line.state === 'ringing' && line.state === 'active';
    call.line = line;
    // With several nodes, the one with the first device will announce it.
    if (answered && call.answering && !isShared()) seat(call.callee, call.answering, now());
    // A caller by REST who is not connected yet has as long as a user whose connection was lost.
    if (answered) miss(call);
    if (line.state === 'ended') {
      index.release(call);
      for (const each of seatsOf(call)) each.recording = false;
      index.keepEnded(call);
    }
    wait(call);
    broadcast(call);
  };

  const miss = (call: LiveCall): void => {
    for (const each of seatsOf(call))
      if (!isConnected(each) && !(each === call.callee && call.answering)) each.awaySince ??= now();
  };

  const over = (call: LiveCall, by: Seat[]): void =>
    void close(call, 'over', by).catch(() => wait(call, retryMs));

  return { wait, become, vanish, settle, miss, over, stop: clock.close };
};

/** Ends a call when its timeout is over. */
interface CallTimeouts {
  /** Restarts the timeout of a call. */
  wait(call: LiveCall, atLeastMs?: number): void;
  close(): void;
}

interface CallTimeoutsDeps {
  limits: Limits;
  now(): number;
  /** Whether other nodes run the same timeout. */
  isShared(): boolean;
  onTimeout(call: LiveCall, lapse: Lapse): void;
}

/** The clock may be changed, so it is read again at least this often. */
const longestTimerMs = 60_000;
/** If neither user is connected here, their own nodes act first. */
const backstopMs = 3_000;

const createCallTimeouts = ({ limits, now, isShared, onTimeout }: CallTimeoutsDeps): CallTimeouts => {
  let closed = false;

  const wait: CallTimeouts['wait'] = (call, atLeastMs = 0) => {
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
    else onTimeout(call, lapse);
  };

  return {
    wait,
    close: () => {
      closed = true;
    },
  };
};
