import { ChatError, type CallLine, type DurableEvent, type Limits } from '@chat/protocol';
import type { Logger } from '../logger.ts';
import type { RoomRegistry } from '../room/room-registry.ts';
import type { CallEnd } from '../storage/contract/change.ts';
import type { CallIndex } from './call-index.ts';
import { isConnected, seatsOf } from './call-seats.ts';
import { seat, type LiveCall, type Seat, lapseOf, type Lapse } from './call-state.ts';

/** What a call is, as its message says: ringing, active, ended. */
export interface CallTransitions {
  wait: CallTimeouts['wait'];
  /** Its message says this now; what it said before is passed over. */
  become(call: LiveCall, line: CallLine): void;
  /** Its message is gone, and nothing of it lasts. */
  vanish(call: LiveCall): void;
  /** What was committed counts here at once, and other nodes look at it. */
  settle(call: LiveCall, event: DurableEvent | undefined): void;
  /** From now on who is not connected is missed. */
  miss(call: LiveCall): void;
  /** Ends it by the first of these who may. */
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
  /** There are other nodes. */
  isShared(): boolean;
  /** Its message was changed here. */
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
        logger.warn({ err: error, callId: call.id }, 'a call is not ended yet');
        wait(call, retryMs);
      });
    },
  });
  const { wait } = clock;

  /** Ends a call by the first of these who may still change the room; when nobody may, it is over all the same. */
  const close = async (call: LiveCall, why: CallEnd, by: Seat[], until?: number | null): Promise<void> => {
    const room = await rooms.open(call.roomId);
    for (const { user } of room ? by : []) {
      try {
        const change = { kind: 'end-call' as const, actor: user, at: now(), callId: call.id, why };
        const ended = await room?.commit(until === undefined ? change : { ...change, until });
        return settle(call, ended?.event);
      } catch (error) {
        if (!(error instanceof ChatError) || error.code === 'storage_full') throw error;
        if (error.code === 'conflict') return wait(call, isShared() ? retryMs : 0); // something happened, just in time
      }
    }
    vanish(call);
  };

  /** What was committed counts here at once, and others look at it. */
  const settle = (call: LiveCall, event: DurableEvent | undefined): void => {
    const line = event && 'message' in event ? event.message.call : undefined;
    if (line && line.state !== call.line.state) become(call, line);
    deps.onChanged(call);
  };

  /** Its message is gone, and nothing of it lasts. */
  const vanish = (call: LiveCall): void => {
    if (call.line.state === 'ended') return;
    const outcome = call.line.state === 'active' ? 'completed' : 'cancelled';
    become(call, { ...call.line, state: 'ended', endedAt: now(), outcome });
  };

  const become = (call: LiveCall, line: LiveCall['line']): void => {
    if (order.indexOf(line.state) < order.indexOf(call.line.state)) return;
    const answered = call.line.state === 'ringing' && line.state === 'active';
    call.line = line;
    // Of several nodes, the one where it was the first will say so.
    if (answered && call.answering && !isShared()) seat(call.callee, call.answering, now());
    // Who called by REST and is nowhere yet has as long as anybody who is gone.
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

/** Waits for what ends a call unless something happens. */
interface CallTimeouts {
  /** Looks at a call anew. */
  wait(call: LiveCall, atLeastMs?: number): void;
  close(): void;
}

interface CallTimeoutsDeps {
  limits: Limits;
  now(): number;
  /** There are other nodes, which wait as well. */
  isShared(): boolean;
  onTimeout(call: LiveCall, lapse: Lapse): void;
}

/** The clock may be set meanwhile: it is looked at again at least so often. */
const longestTimerMs = 60_000;
/** Where neither of the two is connected, their own nodes come first. */
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
