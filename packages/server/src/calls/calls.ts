import {
  ChatError,
  type ChatEvent,
  type DurableEvent,
  type Limits,
  type RoomCall,
  type User,
} from '@chat/protocol';
import type { Connection } from '../connection.ts';
import type { Logger } from '../logger.ts';
import type { People } from '../people.ts';
import type { LiveRoom } from '../room/live-room.ts';
import type { RoomRegistry } from '../room/room-registry.ts';
import type { CallEnd } from '../storage/change.ts';
import type { ChatStorage } from '../storage/storage.ts';
import type { Quota } from '../quota.ts';
import { refusal } from './call-refusal.ts';
import { isIn, leaveSeat, seatsOf, setRecording, takeSeat } from './in-call.ts';
import {
  callOfMessage,
  lapseOf,
  newCall,
  seat,
  toRoomCall,
  type Device,
  type LiveCall,
  type NewCall,
  type Seat,
} from './live-call.ts';
import { openCalls } from './open-calls.ts';
import type { IceFor } from './turn.ts';

/**
 * The calls that go on, and for a while those that have ended. What a call is (ringing, active, ended, and how) is what its
 * message says once that is committed; which devices are in it, and whether they are connected, is known here alone.
 */
export interface Calls {
  /** Resolves when the calls of before a restart are known. */
  ready: Promise<void>;
  start(room: LiveRoom, call: NewCall): Promise<RoomCall>;
  /** The call, for one of its two; throws `not_found` for anybody else. */
  find(callId: string, userId: string): LiveCall;
  /** The open call of a user. */
  of(userId: string): RoomCall | null;
  accept(call: LiveCall, user: User, device: Device): Promise<RoomCall>;
  join(call: LiveCall, user: User, device: Device): RoomCall;
  /** Ends it by a user, or throws why it cannot be ended so. */
  end(call: LiveCall, user: User, why: 'hangup' | 'rejected' | 'busy'): Promise<RoomCall>;
  record(call: LiveCall, user: User, recording: boolean): RoomCall;
  /** Servers for a device of this user in a call. */
  iceFor: IceFor;
  /** Throws when somebody has started too many. */
  take: Quota['calls']['take'];
  /** A room has changed: of calls only that counts which is committed. */
  published(roomId: string, events: readonly DurableEvent[]): void;
  /** Somebody has a connection more: it hears of their call. */
  arrived(connection: Connection): void;
  departed(connection: Connection): void;
  close(): void;
}

export interface CallsDeps {
  storage: ChatStorage;
  rooms: RoomRegistry;
  people: Pick<People, 'connectionsOf'>;
  limits: Limits;
  logger: Logger;
  now(): number;
  iceFor: IceFor;
  quota: Pick<Quota, 'calls'>;
}

/** The clock may be set meanwhile: it is looked at again at least so often. */
const longestTimerMs = 60_000;
const retryMs = 5_000;
/** Of so many that have ended it is still known how. */
const mostEnded = 1_000;

export const createCalls = (deps: CallsDeps): Calls => {
  const { rooms, people, limits, logger, now } = deps;
  const calls = new Map<string, LiveCall>();
  const byUser = new Map<string, LiveCall>();
  const ended: string[] = [];
  let closed = false;

  const tell = (call: LiveCall): void => {
    const event: ChatEvent = { type: 'call:changed', roomId: call.roomId, call: toRoomCall(call) };
    for (const { user } of seatsOf(call))
      for (const connection of people.connectionsOf(user.id)) connection.deliver([event]);
  };

  const hold = (call: LiveCall): void => {
    calls.set(call.id, call);
    for (const { user } of seatsOf(call)) byUser.set(user.id, call);
  };
  const release = (call: LiveCall): void => {
    clearTimeout(call.timer);
    for (const { user } of seatsOf(call)) if (byUser.get(user.id) === call) byUser.delete(user.id);
  };

  /** Waits for what ends the call unless something happens. */
  const wait = (call: LiveCall, atLeastMs = 0): void => {
    clearTimeout(call.timer);
    const lapse = call.line.state === 'ended' || closed ? null : lapseOf(call, limits);
    if (lapse === null) return;
    const inMs = Math.max(atLeastMs, Math.min(lapse.at - now(), longestTimerMs));
    call.timer = setTimeout(() => look(call), Math.max(1, inMs)).unref();
  };
  const look = (call: LiveCall): void => {
    const lapse = lapseOf(call, limits);
    if (call.line.state === 'ended' || lapse === null || lapse.at > now()) return wait(call);
    close(call, lapse.why, seatsOf(call), lapse.until).catch((error: unknown) => {
      logger.warn({ err: error, callId: call.id }, 'a call is not ended yet');
      wait(call, retryMs);
    });
  };

  /** Ends a call by the first of these who may still change the room; when nobody may, it is over all the same. */
  const close = async (call: LiveCall, why: CallEnd, by: Seat[], until?: number | null): Promise<void> => {
    const room = await rooms.open(call.roomId);
    for (const { user } of room ? by : []) {
      try {
        const change = { kind: 'end-call' as const, actor: user, at: now(), callId: call.id, why };
        return void (await room?.commit(until === undefined ? change : { ...change, until }));
      } catch (error) {
        if (!(error instanceof ChatError) || error.code === 'storage_full') throw error;
        if (error.code === 'conflict') return wait(call); // something happened, just in time
      }
    }
    vanish(call);
  };

  /** Its message is gone, and nothing of it lasts. */
  const vanish = (call: LiveCall): void => {
    if (call.line.state === 'ended') return;
    const outcome = call.line.state === 'active' ? 'completed' : 'cancelled';
    become(call, { ...call.line, state: 'ended', endedAt: now(), outcome });
  };

  const become = (call: LiveCall, line: LiveCall['line']): void => {
    const answered = call.line.state === 'ringing' && line.state === 'active';
    call.line = line;
    if (answered && call.answering) seat(call.callee, call.answering, now());
    // Who called by REST and is nowhere yet has as long as anybody who is gone.
    if (answered) for (const each of seatsOf(call)) if (!each.connection) each.awaySince ??= now();
    if (line.state === 'ended') {
      release(call);
      for (const each of seatsOf(call)) each.recording = false;
      ended.push(call.id);
      if (ended.length > mostEnded) calls.delete(ended.shift() ?? '');
    }
    wait(call);
    tell(call);
  };

  const over = (call: LiveCall, by: Seat[]): void =>
    void close(call, 'over', by).catch(() => wait(call, retryMs));

  const resume = async (): Promise<void> => {
    for await (const { message, line, callee } of openCalls(deps.storage)) {
      const call = callOfMessage(message, line, callee);
      if (closed || seatsOf(call).some(({ user }) => byUser.has(user.id))) continue;
      for (const each of seatsOf(call)) Object.assign(each, { awaySince: now(), unsure: true });
      hold(call);
      wait(call);
      tell(call);
    }
  };
  const ready = resume().catch((error: unknown) =>
    logger.error({ err: error }, 'calls of before the restart are not known'),
  );

  /** Another device, or one that is connected or not. */
  const moved = (call: LiveCall): RoomCall => {
    wait(call);
    tell(call);
    return toRoomCall(call);
  };

  return {
    ready,
    iceFor: deps.iceFor,
    take: deps.quota.calls.take,
    start: async (room, asked) => {
      const { id, kind, caller, callee } = asked;
      const known = calls.get(id);
      if (known?.caller.user.id === caller.id && known.roomId === room.id) return toRoomCall(known);
      if (known) throw refusal('id_reused');
      const mine = byUser.get(caller.id);
      if (mine) throw refusal(mine.roomId === room.id ? 'call_exists' : 'in_call');
      const busy = byUser.has(callee.id);
      const at = now();
      const call = newCall(room.id, asked, at);
      if (!busy) hold(call); // before anything is awaited: nobody is in two calls
      try {
        const { event } = await room.commit({
          kind: 'start-call',
          actor: caller,
          at,
          callId: id,
          media: kind,
          callee: callee.id,
          ...(busy ? { busy } : {}),
        });
        const stored = 'message' in event ? event.message : null;
        if (stored?.call && stored.call.state !== call.line.state) call.line = stored.call;
        if (call.line.state === 'ended') release(call);
        return toRoomCall(call);
      } catch (error) {
        release(call);
        calls.delete(id);
        throw error;
      }
    },
    find: (callId, userId) => {
      const call = calls.get(callId);
      if (!call || !isIn(call, userId)) throw new ChatError('not_found', 'no such call');
      return call;
    },
    of: (userId) => {
      const call = byUser.get(userId);
      return call ? toRoomCall(call) : null;
    },
    accept: async (call, user, device) => {
      if (call.callee.user.id !== user.id) throw new ChatError('forbidden', 'only who is called can answer');
      if (call.line.state === 'active' && device.name !== undefined && call.callee.device === device.name)
        return toRoomCall(call);
      call.answering ??= device;
      const room = await rooms.open(call.roomId);
      try {
        await room?.commit({ kind: 'answer-call', actor: user, at: now(), callId: call.id });
      } finally {
        if (call.answering === device) call.answering = undefined;
      }
      return toRoomCall(call);
    },
    join: (call, user, device) => {
      takeSeat(call, user.id, device, now());
      return moved(call);
    },
    end: async (call, user, why) => {
      if (why !== 'hangup' && call.callee.user.id !== user.id)
        throw new ChatError('forbidden', 'only who is called can refuse');
      if (call.line.state === 'ended') return toRoomCall(call);
      const room = await rooms.open(call.roomId);
      await room?.commit({ kind: 'end-call', actor: user, at: now(), callId: call.id, why });
      return toRoomCall(call);
    },
    record: (call, user, recording) =>
      setRecording(call, user.id, recording) ? moved(call) : toRoomCall(call),
    published: (roomId, events) => {
      for (const event of events) {
        if (event.type === 'room:ended')
          for (const call of new Set(byUser.values())) if (call.roomId === roomId) over(call, seatsOf(call));
        if (event.type === 'member:left') {
          const call = byUser.get(event.userId);
          if (call?.roomId === roomId)
            over(
              call,
              seatsOf(call).filter(({ user }) => user.id !== event.userId),
            );
        }
        const call = 'message' in event ? calls.get(event.message.id) : undefined;
        if (!call || !('message' in event) || call.line.state === 'ended') continue;
        const { call: line } = event.message;
        if (event.type === 'message:deleted') vanish(call);
        else if (line && (event.type === 'message:created' || line.state !== call.line.state))
          become(call, line);
      }
    },
    arrived: (connection) => {
      const call = byUser.get(connection.user.id);
      // After who they are, which is told first.
      if (call)
        queueMicrotask(() => {
          const event = { type: 'call:changed', roomId: call.roomId, call: toRoomCall(call) } as const;
          if (!connection.ended) connection.deliver([event]);
        });
    },
    departed: (connection) => {
      const call = byUser.get(connection.user.id);
      if (call && leaveSeat(call, connection, now())) moved(call);
    },
    close: () => {
      closed = true;
      for (const call of calls.values()) clearTimeout(call.timer);
    },
  };
};
