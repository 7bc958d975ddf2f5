import type { Caption, EventOf } from '@chat/protocol';
import type { LoadShedding } from '../operations/load-shedding.ts';
import type { OnlineUsers } from '../users/online-users.ts';
import {
  deliverApprovalChange,
  deliverLobbyChange,
  type ApprovalChange,
  type LobbyChange,
} from '../room/commit-message.ts';
import type { RoomRegistry } from '../room/room-registry.ts';
import type { RoomListSubscriptions } from '../room-list/room-list-subscriptions.ts';
import type { Bus } from './node-bus.ts';

type Read = Omit<EventOf<'receipt:updated'>, 'type'>;

/**
 * Sends ephemeral events to users on other nodes. They may be lost: a client that reloads the room sees the
 * durable state. Costs nothing with a single node.
 */
export interface EphemeralBroadcast {
  /** Starts receiving events of other nodes. */
  open(): void;
  typing(roomId: string, userId: string, typing: boolean): void;
  burst(roomId: string, emoji: string): void;
  captions(roomId: string, captions: Caption[]): void;
  /** `shown`: to the room, else to the user's own connections. */
  read(read: Read, shown: boolean): void;
  delivered(roomId: string, userId: string, seq: number): void;
  approval(change: ApprovalChange): void;
  lobby(change: LobbyChange): void;
  /** Ends the user's connections to other nodes. */
  revoke(userId: string): void;
  close(): void;
}

/** Where events of other nodes are applied. */
export interface EphemeralTargets {
  rooms: Pick<RoomRegistry, 'peek'>;
  onlineUsers: OnlineUsers;
  roomLists: Pick<RoomListSubscriptions, 'markChanged'>;
  load: Pick<LoadShedding, 'level'>;
  live: { captions: { receive(roomId: string, captions: readonly Caption[]): void } };
}

interface EphemeralBroadcastDeps {
  bus: Bus;
  parts(): EphemeralTargets;
  /** How long emoji are collected. */
  windowMs: number;
}

export const createEphemeralBroadcast = ({
  bus,
  parts,
  windowMs,
}: EphemeralBroadcastDeps): EphemeralBroadcast => {
  let bursts = new Map<string, { roomId: string; emoji: string; count: number }>();
  let timer: NodeJS.Timeout | null = null;

  const tellBursts = (): void => {
    timer = null;
    const gathered = bursts;
    bursts = new Map();
    for (const each of gathered.values()) bus.publish('burst', each);
  };

  const subscribe = ({ rooms, onlineUsers, roomLists, load, live }: EphemeralTargets): void => {
    bus.subscribe('typing', ({ roomId, userId, typing }) => {
      // Ephemeral, and the first thing that a busy node drops.
      if (typing && load.level !== 'calm') return;
      const room = rooms.peek(roomId);
      // The name comes from this node's own presence data, not from the bus.
      const user = room?.audience.find(userId)?.user;
      if (user) room?.typingUsers.set({ id: user.id, name: user.name }, typing);
    });
    bus.subscribe('burst', ({ roomId, emoji, count }) => {
      if (load.level === 'calm') rooms.peek(roomId)?.bursts.add(emoji, count);
    });
    bus.subscribe('captions', ({ roomId, captions }) => live.captions.receive(roomId, captions));
    bus.subscribe('read', ({ shown, ...read }) => {
      const { roomId, userId } = read;
      const event = { type: 'receipt:updated', ...read } as const;
      const room = rooms.peek(roomId);
      // A connection that is joining gets it after the reply.
      const mark = room?.audience.markOf(userId);
      if (mark) room?.audience.read(userId, { ...mark, readSeq: read.seq, turn: read.turn ?? 0 });
      if (shown) room?.broadcast(event);
      else
        for (const connection of onlineUsers.connectionsOf(userId))
          if (room?.audience.isListening(connection)) connection.deliver([event]);
      roomLists.markChanged(roomId, userId, 'outside');
    });
    bus.subscribe('delivered', ({ roomId, userId, seq }) =>
      rooms.peek(roomId)?.deliveryReceipts.putRemote(userId, seq),
    );
    bus.subscribe('approval', (change) => {
      const room = rooms.peek(change.roomId);
      if (room) deliverApprovalChange(room, change);
    });
    bus.subscribe('lobby', (change) =>
      deliverLobbyChange(rooms.peek(change.roomId), onlineUsers.connectionsOf, change),
    );
    bus.subscribe('revoked', ({ userId }) => {
      for (const connection of onlineUsers.connectionsOf(userId)) connection.end('unauthenticated');
    });
  };

  return {
    open: () => subscribe(parts()),
    typing: (roomId, userId, typing) =>
      bus.publish('typing', { roomId, userId, typing }, `${roomId} ${userId}`),
    burst: (roomId, emoji) => {
      if (!bus.isOpen) return;
      const key = `${roomId} ${emoji}`;
      bursts.set(key, { roomId, emoji, count: (bursts.get(key)?.count ?? 0) + 1 });
      timer ??= setTimeout(tellBursts, windowMs).unref();
    },
    captions: (roomId, captions) => bus.publish('captions', { roomId, captions }),
    read: (read, shown) => bus.publish('read', { ...read, shown }, `${read.roomId} ${read.userId} ${shown}`),
    delivered: (roomId, userId, seq) =>
      bus.publish('delivered', { roomId, userId, seq }, `${roomId} ${userId}`),
    approval: (change) => bus.publish('approval', change),
    lobby: (change) => bus.publish('lobby', change),
    revoke: (userId) => bus.publish('revoked', { userId }, userId),
    close: () => {
      if (timer) clearTimeout(timer);
    },
  };
};
