import { isUnusable } from '../storage/contract/store-unavailable.ts';
import {
  ChatError,
  groupCallOf,
  type CallKind,
  type DurableEvent,
  type GroupCall,
  type GroupCallEntry,
  type Limits,
  type Message,
  type User,
  pageSize,
} from '@chat/protocol';
import type { Connection } from '../connections/connection.ts';
import type { Logger } from '../logger.ts';
import type { Bus } from '../cluster/node-bus.ts';
import type { OnlineUsers } from '../users/online-users.ts';
import type { LiveRoom } from '../room/live-room.ts';
import type { RoomRegistry } from '../room/room-registry.ts';
import type { RoomListSubscriptions } from '../room-list/room-list-subscriptions.ts';
import type { ChangeOf } from '../storage/contract/change.ts';
import type { ChatStorage } from '../storage/contract/storage.ts';
import { createEngineClient, type EngineClient, type IceServersOf } from './engine-client.ts';
import type { GroupCallEngine } from './engine.ts';
import { createMissingParticipants, type ConnectedSeat } from './missing-participants.ts';

type StateChange<K extends 'raise-hand' | 'record-group-call'> = Omit<ChangeOf<K>, 'actor' | 'at'>;
type CallStateChange = StateChange<'raise-hand'> | StateChange<'record-group-call'>;

/** A user who joins, with device and connection. */
export interface JoiningDevice {
  user: User;
  device: string;
  connection: Connection;
}

/**
 * Group calls. The participants are in the call's committed message. This process knows which of them are
 * connected to this node, and removes those who are connected nowhere for too long. The engine carries sound
 * and picture.
 */
export interface GroupCalls {
  /** Throws `not_found` if the server has no engine. */
  check(): void;
  start(room: LiveRoom, call: { id: string; kind: CallKind }, comer: JoiningDevice): Promise<GroupCallEntry>;
  /** Returns the open call of the room. */
  openCallIn(roomId: string): Promise<GroupCall | null>;
  /**
   * The same from memory: at most one poll behind other nodes, and no older than `last`, the room's last
   * message.
   */
  knownCallIn(roomId: string, last?: Message): GroupCall | null;
  join(
    room: LiveRoom,
    callId: string,
    comer: JoiningDevice,
    allowRecording?: boolean,
  ): Promise<GroupCallEntry>;
  /** Raises a hand, or changes the recording. */
  change(room: LiveRoom, by: User, change: CallStateChange): Promise<GroupCall>;
  /** `userId` null: all participants. */
  leave(room: LiveRoom, callId: string, by: User, userId: string | null): Promise<GroupCall>;
  onPublished(roomId: string, events: readonly DurableEvent[]): void;
  onDisconnected(connection: Connection): void;
  close(): void;
}

export interface GroupCallsDeps {
  storage: ChatStorage;
  rooms: RoomRegistry;
  onlineUsers: Pick<OnlineUsers, 'isOnOtherNode'>;
  roomLists: Pick<RoomListSubscriptions, 'markChanged'>;
  /** A call has begun or ended: for users who are away. */
  onChanged?: ((call: GroupCall) => Promise<void>) | undefined;
  bus: Pick<Bus, 'isOpen' | 'publish' | 'subscribe'>;
  limits: Limits;
  logger: Logger;
  now(): number;
  iceFor: IceServersOf;
  engine: GroupCallEngine | null;
}

/** Calls are checked at least this often. */
const slowestLookMs = 5_000;
const fastestLookMs = 20;

export const createGroupCalls = (deps: GroupCallsDeps): GroupCalls => {
  const { storage, rooms, onlineUsers, roomLists, bus, limits, logger, now, engine } = deps;
  const known = new Map<string, GroupCall>();
  const byRoom = new Map<string, string>();
  const absences = createMissingParticipants({
    now,
    graceMs: limits.callGraceMs,
    isOnOtherNode: onlineUsers.isOnOtherNode,
  });
  const leaving = new Set<string>();
  let timer: NodeJS.Timeout | undefined;
  let closed = false;

  const hand: EngineClient | null =
    engine &&
    createEngineClient(engine, { logger, iceFor: deps.iceFor, maxPeople: limits.maxCallPeople, now });
  const check = (): EngineClient => {
    if (!hand) throw new ChatError('not_found', 'this server has no group calls');
    return hand;
  };

  const put = (call: GroupCall): void => {
    const before = known.get(call.id);
    if (call.state === 'ended') return before && drop(call.id);
    known.set(call.id, call);
    byRoom.set(call.roomId, call.id);
    const devices = call.seats.map((seat) => seat.device);
    const gone = before?.seats.map((seat) => seat.device).filter((device) => !devices.includes(device)) ?? [];
    if (gone.length > 0) hand?.keep(call.id, devices, gone);
    wait();
  };
  /** Forgets a call that is over and ends it with the engine. */
  const drop = (callId: string): void => {
    const call = known.get(callId);
    known.delete(callId);
    if (call && byRoom.get(call.roomId) === callId) byRoom.delete(call.roomId);
    absences.forget(callId);
    if (call) void deps.onChanged?.({ ...call, state: 'ended', seats: [] });
    hand?.end(callId);
    wait();
  };

  const commit = async (
    room: LiveRoom,
    change: Pick<ChangeOf<'leave-group-call'>, 'kind' | 'callId' | 'userId' | 'device' | 'until' | 'actor'>,
  ): Promise<GroupCall> => callIn(await room.commit({ ...change, at: now() }));
  const callIn = ({ event }: { event: DurableEvent }): GroupCall => {
    const call = 'message' in event ? groupCallOf(event.message) : null;
    if (!call) throw new ChatError('not_found', 'no such call');
    return call;
  };

  /** Removes a participant who is gone or must leave. */
  const giveUpSeat = async (
    call: GroupCall,
    actor: User,
    userId: string | null,
    rest: { device?: string; until?: number | null } = {},
  ): Promise<void> => {
    const key = `${call.id} ${userId}`;
    if (leaving.has(key)) return;
    leaving.add(key);
    try {
      const room = await rooms.open(call.roomId);
      if (!room) return drop(call.id);
      await commit(room, { kind: 'leave-group-call', actor, callId: call.id, userId, ...rest });
    } catch (error) {
      // The message of the call is past retention.
      if (error instanceof ChatError && error.code === 'not_found') drop(call.id);
      else
        logger.warn(
          { err: error, callId: call.id },
          'a participant could not be removed from a call; it is tried again',
        );
    } finally {
      leaving.delete(key);
    }
  };

  const publishSeat = (seat: ConnectedSeat): void =>
    bus.publish('held', seat, `${seat.callId} ${seat.userId}`);
  const hold = (seat: ConnectedSeat, connection: Connection): void => {
    absences.connect(seat, connection);
    if (bus.isOpen) publishSeat(seat);
  };
  const unsubscribe = bus.subscribe('held', absences.onRemoteSeat);

  /** Reads participants from the store: a user may have joined on another node. */
  const seated = async (callId: string): Promise<string[] | null> => {
    const room = await rooms.open(known.get(callId)?.roomId ?? '');
    const message = await room?.timeline.message(room.id, callId, { unfiltered: true });
    const call = message ? groupCallOf(message) : null;
    return call?.state === 'active' ? call.seats.map(({ device }) => device) : null;
  };

  const look = async (): Promise<void> => {
    if (bus.isOpen) {
      await reread();
      // Repeats hints that may have been lost, as long as they matter.
      for (const seat of absences.recentSeats()) publishSeat(seat);
    }
    await hand?.again(seated);
    await Promise.all(
      [...known.values()].flatMap((call) =>
        absences.over(call).map(({ seat, until }) => {
          const { userId, name, device } = seat;
          return giveUpSeat(call, { id: userId, name }, userId, { device, until });
        }),
      ),
    );
  };
  /** Other nodes may have begun calls in rooms without users here, and died. */
  const reread = async (): Promise<void> => {
    const open = new Set<string>();
    for await (const call of openGroupCalls(storage)) {
      open.add(call.id);
      const before = known.get(call.id);
      if (before && rooms.peek(call.roomId)) continue;
      put(call);
      if (before?.rev !== call.rev) roomLists.markChanged(call.roomId, null, 'outside');
    }
    for (const { id, roomId } of known.values()) {
      if (open.has(id) || rooms.peek(roomId)) continue;
      drop(id);
      roomLists.markChanged(roomId, null, 'outside');
    }
  };
  const everyMs = Math.max(fastestLookMs, Math.min(slowestLookMs, limits.callGraceMs / 4));
  const wait = (): void => {
    const idle = known.size === 0 && !hand?.isBusy() && !bus.isOpen;
    if (timer || closed || idle || !hand) return;
    timer = setTimeout(() => {
      void look()
        .catch((error: unknown) => logger.warn({ err: error }, 'checking group calls failed'))
        .finally(() => {
          timer = undefined;
          wait();
        });
    }, everyMs).unref();
  };

  const resume = async (): Promise<void> => {
    if (!hand) return;
    for await (const call of openGroupCalls(storage)) {
      if (closed) return;
      absences.unsure(call);
      if (!known.has(call.id)) put(call);
    }
    wait();
  };
  const ready = resume().catch((error: unknown) =>
    logger[isUnusable(error) ? 'debug' : 'error'](
      { err: error },
      'calls of before the restart could not be loaded',
    ),
  );

  return {
    check,
    openCallIn: async (roomId) => {
      if (!hand) return null;
      await ready;
      const call = known.get(byRoom.get(roomId) ?? '');
      return call ?? (bus.isOpen ? openGroupCallIn(storage, roomId) : null);
    },
    knownCallIn: (roomId, last) => {
      const said = hand && last ? groupCallOf(last) : null;
      const call = known.get(byRoom.get(roomId) ?? '') ?? null;
      const newest = said && (said.id !== call?.id || said.rev > call.rev) ? said : call;
      return newest?.state === 'active' ? newest : null;
    },
    start: async (room, { id, kind }, { user, device, connection }) => {
      const { admit, end } = check();
      await ready;
      const access = await admit({ id, roomId: room.id, kind }, user, device);
      try {
        const change = { kind: 'start-group-call', callId: id, media: kind, device } as const;
        const call = callIn(await room.commit({ ...change, actor: user, at: now() }));
        hold({ callId: id, userId: user.id, device }, connection);
        if (call.state === 'active') void deps.onChanged?.(call);
        return { call, access };
      } catch (error) {
        if (!known.has(id)) end(id);
        throw error;
      }
    },
    join: async (room, callId, { user, device, connection }, allowRecording = false) => {
      const { admit } = check();
      await ready;
      const was = known.get(callId)?.seats.some((seat) => seat.device === device) ?? false;
      const most = limits.maxCallPeople;
      const change = { kind: 'join-group-call', callId, device, most, allowRecording } as const;
      const call = callIn(await room.commit({ ...change, actor: user, at: now() }));
      hold({ callId, userId: user.id, device }, connection);
      try {
        return { call, access: await admit({ id: callId, roomId: room.id, kind: call.kind }, user, device) };
      } catch (error) {
        if (!was) await giveUpSeat(call, user, user.id, { device });
        throw error;
      }
    },
    change: async (room, actor, change) => {
      check();
      await ready;
      return callIn(await room.commit({ ...change, actor, at: now() }));
    },
    leave: async (room, callId, actor, userId) => {
      check();
      await ready;
      return commit(room, { kind: 'leave-group-call', actor, callId, userId });
    },
    onPublished: (roomId, events) => {
      if (!hand) return;
      for (const event of events) {
        if ('message' in event) {
          const call = groupCallOf(event.message);
          if (call) put(call);
          else if (known.has(event.message.id)) drop(event.message.id);
        }
        const call = known.get(byRoom.get(roomId) ?? '');
        if (!call) continue;
        const starter = { id: call.startedBy.id, name: call.startedBy.name };
        if (event.type === 'room:ended') void giveUpSeat(call, starter, null);
        if (event.type === 'member:left') void giveUpSeat(call, starter, event.userId);
      }
    },
    onDisconnected: absences.onDisconnected,
    close: () => {
      closed = true;
      clearTimeout(timer);
      unsubscribe();
    },
  };
};

/** Loads the open group calls from the store: of all rooms, or from one room on. */
export async function* openGroupCalls(
  { timeline }: Pick<ChatStorage, 'timeline'>,
  from = '',
): AsyncGenerator<GroupCall> {
  for (let after = from, hasMore = true; hasMore;) {
    const page = await timeline.openCalls({ ...(after && { after }), limit: pageSize.max });
    ({ hasMore } = page);
    for (const message of page.messages) {
      after = message.roomId;
      const call = groupCallOf(message);
      if (call) yield call;
    }
  }
}

/** Loads the open call of one room. The index is ordered by room, so the search starts just before it. */
const openGroupCallIn = async (
  storage: Pick<ChatStorage, 'timeline'>,
  roomId: string,
): Promise<GroupCall | null> => {
  for await (const call of openGroupCalls(storage, Array.from(roomId).slice(0, -1).join(''))) {
    if (call.roomId === roomId) return call;
    if (call.roomId > roomId) break;
  }
  return null;
};
