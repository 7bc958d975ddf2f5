import type { CallLine, CallSignal, Limits, Message } from '@chat/protocol';
import type { Bus } from '../cluster/node-bus.ts';
import type { BusMessages } from '../cluster/bus-messages.ts';
import type { OnlineUsers } from '../users/online-users.ts';
import type { Logger } from '../logger.ts';
import type { ChatStorage } from '../storage/contract/storage.ts';
import { isIn, seatFor, seatsOf } from './call-seats.ts';
import type { LiveCall, Seat } from './call-state.ts';
import { openCalls } from './open-calls.ts';

/** Keeps calls in sync with other nodes: each node has both users, wherever they are connected. */
export interface CallSync {
  /** Starts the exchange with other nodes. */
  open(): void;
  /** Tells other nodes that the call's message was changed here. */
  publishChange(call: LiveCall): void;
  /** Tells other nodes that seats have changed. */
  publishSeats(call: LiveCall, seats: readonly Seat[]): void;
  signal(callId: string, from: string, signal: CallSignal): void;
  close(): void;
}

export interface CallSyncDeps {
  bus: Bus;
  storage: ChatStorage;
  onlineUsers: Pick<OnlineUsers, 'isOnOtherNode'>;
  limits: Pick<Limits, 'presenceBeatMs' | 'presenceLeaseMs'>;
  logger: Logger;
  now(): number;
  id(): string;
  find(callId: string): LiveCall | undefined;
  all(): Iterable<LiveCall>;
  /** Takes over an open call that is not known here. */
  adopt(message: Message, line: CallLine): Promise<void>;
  become(call: LiveCall, line: CallLine): void;
  vanish(call: LiveCall): void;
  /** A seat has changed on another node. */
  onMoved(call: LiveCall): void;
}

export const createCallSync = (deps: CallSyncDeps): CallSync => {
  const { bus, storage, onlineUsers, limits, logger, now, find } = deps;
  let nodeId = '';
  let timer: NodeJS.Timeout | undefined;

  /** The message is the truth, whatever a bus message claims. */
  const absorb = async (message: Message | null, roomId: string, callId: string): Promise<void> => {
    const call = find(callId);
    const line = message?.call;
    if (!call) {
      if (message && line && line.state !== 'ended') await deps.adopt(message, line);
    } else if (call.line.state === 'ended' || call.roomId !== roomId) return;
    else if (!line) deps.vanish(call);
    else if (line.state !== call.line.state) deps.become(call, line);
  };
  const read = async (roomId: string, callId: string): Promise<void> => {
    const isStarting = find(callId)?.starting;
    const message = await storage.timeline.message(roomId, callId, { unfiltered: true });
    // A call whose message is not committed yet cannot be found, and has not gone.
    if (message || !isStarting) await absorb(message, roomId, callId);
  };

  /** Seats often arrive before the call's message has been read. */
  const reading = new Map<string, Promise<void>>();
  const look = (roomId: string, callId: string): void => {
    const work = read(roomId, callId)
      .catch(failed)
      .finally(() => {
        if (reading.get(callId) === work) reading.delete(callId);
      });
    reading.set(callId, work);
  };
  const failed = (error: unknown): void =>
    logger.warn({ err: error }, 'a call of another node could not be read; it is tried again');

  const sayOf = (call: LiveCall, seat: Seat): void => {
    const { user, device, connection, there, recording } = seat;
    const at = connection ? nodeId : there;
    const note: BusMessages['seat'] = {
      callId: call.id,
      userId: user.id,
      ...(device === undefined ? {} : { device }),
      ...(at === undefined ? {} : { nodeId: at }),
      recording,
    };
    bus.publish('seat', note, `${call.id} ${user.id}`);
  };

  const hearSeat = (note: BusMessages['seat']): void => {
    const { callId, userId, device, nodeId: at, recording } = note;
    const call = find(callId);
    if (!call) void reading.get(callId)?.then(() => find(callId) && hearSeat(note));
    if (!call || !isIn(call, userId) || call.line.state === 'ended') return;
    const seat = seatFor(call, userId);
    const before = JSON.stringify([seat.device, seat.there, seat.recording, seat.awaySince === undefined]);
    // This node knows its own connections better than a delayed bus message.
    if (seat.connection && (at === undefined || (at !== nodeId && device === seat.device)))
      return sayOf(call, seat);
    seat.recording = recording;
    if (at !== nodeId) {
      seat.connection = undefined;
      seat.there = at;
      seat.seenAt = now();
      seat.device = device;
      seat.awaySince = at === undefined ? (seat.awaySince ?? now()) : undefined;
      if (at !== undefined) seat.unsure = false;
    }
    const after = JSON.stringify([seat.device, seat.there, seat.recording, seat.awaySince === undefined]);
    // The callee's seat arrives before the answer has been read; it is broadcast together with it.
    const isEarly = call.line.state === 'ringing' && seat === call.callee;
    if (before !== after && !isEarly) deps.onMoved(call);
  };

  /** The node has been silent for a lease, and the user is connected to no other node. */
  const giveUp = (call: LiveCall): void => {
    const lost = seatsOf(call).filter(
      ({ user, there, seenAt = 0 }) =>
        there !== undefined && now() - seenAt > limits.presenceLeaseMs && !onlineUsers.isOnOtherNode(user.id),
    );
    for (const seat of lost) Object.assign(seat, { there: undefined, awaySince: seat.seenAt });
    if (lost.length > 0) deps.onMoved(call);
  };

  const beat = async (): Promise<void> => {
    const open = new Set<string>();
    for await (const { message } of openCalls(storage)) {
      open.add(message.id);
      await absorb(message, message.roomId, message.id);
    }
    for (const call of deps.all()) {
      if (call.line.state === 'ended') continue;
      if (!open.has(call.id)) await read(call.roomId, call.id);
      for (const seat of seatsOf(call)) if (seat.connection) sayOf(call, seat);
      giveUp(call);
    }
  };

  return {
    open: () => {
      nodeId = deps.id();
      bus.subscribe('call', ({ roomId, callId }) => look(roomId, callId));
      bus.subscribe('seat', hearSeat);
      bus.subscribe('signal', ({ callId, from, signal }) => {
        const call = find(callId);
        if (!call || !isIn(call, from) || call.line.state !== 'active') return;
        const [other] = seatsOf(call).filter(({ user }) => user.id !== from);
        other?.connection?.deliver([{ type: 'call:signal', roomId: call.roomId, callId, from, signal }]);
      });
      timer = setInterval(() => void beat().catch(failed), limits.presenceBeatMs).unref();
    },
    publishChange: ({ roomId, id: callId }) => bus.publish('call', { roomId, callId }, callId),
    publishSeats: (call, seats) => {
      if (bus.isOpen) for (const seat of seats) sayOf(call, seat);
    },
    signal: (callId, from, signal) => bus.publish('signal', { callId, from, signal }),
    close: () => clearInterval(timer),
  };
};
