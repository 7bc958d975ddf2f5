import { isUnusable } from '../storage/contract/store-unavailable.ts';
import {
  ChatError,
  type CallSignal,
  type CallLine,
  type DurableEvent,
  type Limits,
  type Message,
  type RoomCall,
  type User,
} from '@chat/protocol';
import type { Connection } from '../connections/connection.ts';
import type { Logger } from '../logger.ts';
import type { Bus } from '../cluster/node-bus.ts';
import { userById, type OnlineUsers } from '../users/online-users.ts';
import type { LiveRoom } from '../room/live-room.ts';
import type { RoomRegistry } from '../room/room-registry.ts';
import type { ChatStorage } from '../storage/contract/storage.ts';
import type { RateLimits } from '../limits/rate-limits.ts';
import { createCallIndex } from './call-index.ts';
import { callRefusal } from './call-refusal.ts';
import { createCallTransitions } from './call-transitions.ts';
import { createCallSync } from './call-sync.ts';
import { isIn, leaveSeat, passSignal, seatFor, seatsOf, setRecording, takeSeat } from './call-seats.ts';
import {
  callOfMessage,
  newCall,
  seat,
  toRoomCall,
  type Device,
  type LiveCall,
  type NewCall,
} from './call-state.ts';
import { openCalls } from './open-calls.ts';
import type { IceServersOf } from './ice-servers.ts';

/**
 * The open calls, and for a while those that have ended. The durable state of a call (ringing, active, ended,
 * and how) is in its committed message; which devices are in it, and whether they are connected, is known in
 * memory alone.
 */
export interface Calls {
  /** Resolves when the calls of before a restart are loaded. */
  ready: Promise<void>;
  start(room: LiveRoom, call: NewCall): Promise<RoomCall>;
  /** Returns the call to one of its two users; throws `not_found` for everyone else. */
  find(callId: string, userId: string): LiveCall;
  /** Returns the open call of a user. */
  openCallOf(userId: string): RoomCall | null;
  accept(call: LiveCall, user: User, device: Device): Promise<RoomCall>;
  join(call: LiveCall, user: User, device: Device): RoomCall;
  /** Ends the call by a user. Throws if that user may not end it so. */
  end(call: LiveCall, user: User, why: 'hangup' | 'rejected' | 'busy'): Promise<RoomCall>;
  record(call: LiveCall, user: User, recording: boolean): RoomCall;
  /** Sends a signal to the device of the other user. Throws if it is not connected. */
  signal(call: LiveCall, from: User, device: Device, signal: CallSignal): void;
  /** Returns the ICE servers for a device of this user. */
  iceFor: IceServersOf;
  /** Throws `rate_limited` if the user has started too many calls. */
  take: RateLimits['calls']['take'];
  /** Applies what was committed in a room to its calls. */
  onPublished(roomId: string, events: readonly DurableEvent[]): void;
  /** Sends a new connection its user's call. */
  onConnected(connection: Connection): void;
  onDisconnected(connection: Connection): void;
  /** Starts the exchange with other nodes. */
  open(): void;
  close(): void;
}

export interface CallsDeps {
  storage: ChatStorage;
  rooms: RoomRegistry;
  onlineUsers: Pick<OnlineUsers, 'connectionsOf' | 'find' | 'isOnOtherNode'>;
  bus: Bus;
  limits: Limits;
  logger: Logger;
  now(): number;
  id(): string;
  iceFor: IceServersOf;
  rateLimits: Pick<RateLimits, 'calls'>;
  /** A call has changed and connected users have been sent the change. */
  onChanged?(call: RoomCall): Promise<void>;
}

export const createCalls = (deps: CallsDeps): Calls => {
  const { rooms, onlineUsers, logger, now } = deps;
  const index = createCallIndex();
  let closed = false;

  const broadcast = (call: LiveCall): void => {
    const event = { type: 'call:changed', roomId: call.roomId, call: toRoomCall(call) } as const;
    void deps.onChanged?.(event.call);
    for (const { user } of seatsOf(call))
      for (const connection of onlineUsers.connectionsOf(user.id)) connection.deliver([event]);
  };

  const { wait, become, vanish, settle, miss, over, stop } = createCallTransitions({
    ...deps,
    index,
    broadcast,
    isShared: () => deps.bus.isOpen,
    onChanged: (call) => sync.publishChange(call),
  });

  const resume = async (): Promise<void> => {
    for await (const { message, line, callee } of openCalls(deps.storage)) {
      if (closed) return;
      // A bus message of another node may have come first.
      if (index.get(message.id)) continue;
      const call = callOfMessage(message, line, callee);
      for (const each of seatsOf(call)) Object.assign(each, { awaySince: now(), unsure: true });
      index.add(call);
      wait(call);
      broadcast(call);
    }
  };
  const ready = resume().catch((error: unknown) =>
    logger[isUnusable(error) ? 'debug' : 'error'](
      { err: error },
      'calls of before the restart could not be loaded',
    ),
  );

  /** A device, or whether it is connected, has changed. */
  const onSeatChange = (call: LiveCall, user: User): RoomCall => {
    wait(call);
    broadcast(call);
    sync.publishSeats(call, [seatFor(call, user.id)]);
    return toRoomCall(call);
  };

  const adopt = async (message: Message, line: CallLine): Promise<void> => {
    const callee = await userById(deps, line.callee);
    if (index.get(message.id) || closed) return;
    const call = callOfMessage(message, line, callee);
    if (line.state === 'active')
      for (const each of seatsOf(call)) Object.assign(each, { awaySince: now(), unsure: true });
    index.add(call);
    wait(call);
    broadcast(call);
  };

  const sync = createCallSync({
    ...deps,
    find: index.get,
    all: index.all,
    adopt,
    become,
    vanish,
    onMoved: (call) => {
      wait(call);
      broadcast(call);
    },
  });

  return {
    ready,
    iceFor: deps.iceFor,
    take: deps.rateLimits.calls.take,
    start: async (room, asked) => {
      const { id, kind, caller, callee } = asked;
      const known = index.get(id);
      if (known?.caller.user.id === caller.id && known.roomId === room.id) return toRoomCall(known);
      if (known) throw callRefusal('id_reused');
      const mine = index.openCallOf(caller.id);
      if (mine) throw callRefusal(mine.roomId === room.id ? 'call_exists' : 'in_call');
      const busy = index.openCallOf(callee.id) !== undefined;
      const at = now();
      const call: LiveCall = { ...newCall(room.id, asked, at), starting: true };
      if (!busy) index.add(call); // before anything is awaited, so that no user is in two calls
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
        call.starting = false;
        const stored = 'message' in event ? event.message : null;
        if (stored?.call && stored.call.state !== call.line.state) call.line = stored.call;
        if (call.line.state === 'ended') index.release(call);
        sync.publishChange(call);
        sync.publishSeats(call, [call.caller]);
        return toRoomCall(call);
      } catch (error) {
        index.release(call);
        index.forget(id);
        throw error;
      }
    },
    find: (callId, userId) => {
      const call = index.get(callId);
      if (!call || !isIn(call, userId)) throw new ChatError('not_found', 'no such call');
      return call;
    },
    openCallOf: (userId) => {
      const call = index.openCallOf(userId);
      return call ? toRoomCall(call) : null;
    },
    accept: async (call, user, device) => {
      if (call.callee.user.id !== user.id) throw new ChatError('forbidden', 'only the callee can answer');
      if (call.line.state === 'active' && device.name !== undefined && call.callee.device === device.name)
        return toRoomCall(call);
      call.answering ??= device;
      const room = await rooms.open(call.roomId);
      let isLate = deps.bus.isOpen;
      try {
        const answered = await room?.commit({ kind: 'answer-call', actor: user, at: now(), callId: call.id });
        // This device was the first of all devices on all nodes, also if another one tried before and failed.
        isLate ||= call.answering !== device;
        if (isLate) seat(call.callee, device, now());
        settle(call, answered?.event);
      } finally {
        if (call.answering === device) call.answering = undefined;
        if (call.line.state === 'active') miss(call);
      }
      return isLate ? onSeatChange(call, user) : toRoomCall(call);
    },
    join: (call, user, device) => {
      takeSeat(call, user.id, device, now());
      return onSeatChange(call, user);
    },
    end: async (call, user, why) => {
      if (why !== 'hangup' && call.callee.user.id !== user.id)
        throw new ChatError('forbidden', 'only the callee can decline');
      if (call.line.state === 'ended') return toRoomCall(call);
      const room = await rooms.open(call.roomId);
      const ended = await room?.commit({ kind: 'end-call', actor: user, at: now(), callId: call.id, why });
      settle(call, ended?.event);
      return toRoomCall(call);
    },
    record: (call, user, recording) =>
      setRecording(call, user.id, recording) ? onSeatChange(call, user) : toRoomCall(call),
    signal: (call, { id: from }, device, signal) =>
      passSignal(call, from, device, signal, () => sync.signal(call.id, from, signal)),
    onPublished: (roomId, events) => {
      for (const event of events) {
        if (event.type === 'room:ended')
          for (const call of index.open()) if (call.roomId === roomId) over(call, seatsOf(call));
        if (event.type === 'member:left') {
          const call = index.openCallOf(event.userId);
          if (call?.roomId === roomId)
            over(
              call,
              seatsOf(call).filter(({ user }) => user.id !== event.userId),
            );
        }
        const call = 'message' in event ? index.get(event.message.id) : undefined;
        if (!call || !('message' in event) || call.line.state === 'ended') continue;
        const { call: line } = event.message;
        if (event.type === 'message:deleted') vanish(call);
        else if (line && (event.type === 'message:created' || line.state !== call.line.state))
          become(call, line);
      }
    },
    onConnected: (connection) => {
      const call = index.openCallOf(connection.user.id);
      // After the user's presence, which is sent first.
      if (call)
        queueMicrotask(() => {
          const event = { type: 'call:changed', roomId: call.roomId, call: toRoomCall(call) } as const;
          if (!connection.ended) connection.deliver([event]);
        });
    },
    onDisconnected: (connection) => {
      const call = index.openCallOf(connection.user.id);
      if (call && leaveSeat(call, connection, now())) onSeatChange(call, connection.user);
    },
    open: sync.open,
    close: () => {
      closed = true;
      sync.close();
      stop();
      for (const call of index.all()) clearTimeout(call.timer);
    },
  };
};
