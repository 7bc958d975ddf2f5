import type { DurableEvent } from '@chat/protocol';
import type { Logger } from '../logger.ts';
import { deliverLobbyChange, type LobbyChange } from '../room/commit-message.ts';
import type { LiveRoom } from '../room/live-room.ts';
import type { RoomRegistry } from '../room/room-registry.ts';
import type { ChatStorage } from '../storage/contract/storage.ts';
import type { StoredRecord } from '../storage/contract/records.ts';
import { isCurrent, knockKind, knockOf, mostKnocksRead } from '../storage/decide/live/lobby.ts';
import type { OnlineUsers } from '../users/online-users.ts';

/** The users who wait in the lobbies of rooms. */
export interface Lobby {
  /** Reads the users who wait, in the order of arrival. */
  read(room: LiveRoom): Promise<StoredRecord[]>;
  /** Sends a change to the hosts and to the user, on this node and others. */
  publish(change: LobbyChange): void;
  onPublished(roomId: string, events: readonly DurableEvent[]): void;
  /** Removes users who no longer knock. */
  sweep(): Promise<void>;
}

export interface LobbyDeps {
  rooms: Pick<RoomRegistry, 'open' | 'peek'>;
  onlineUsers: Pick<OnlineUsers, 'connectionsOf'>;
  ephemeral: { lobby(change: LobbyChange): void };
  storage: Pick<ChatStorage, 'timeline'>;
  logger: Logger;
  now(): number;
}

const atOnce = 100;

export const createLobby = (deps: LobbyDeps): Lobby => {
  const { rooms, onlineUsers, ephemeral, storage, logger, now } = deps;

  const deliver = (change: LobbyChange): void =>
    deliverLobbyChange(rooms.peek(change.roomId), onlineUsers.connectionsOf, change);

  const read = async (room: LiveRoom): Promise<StoredRecord[]> => {
    const { records } = await room.timeline.records(room.id, knockKind, { limit: mostKnocksRead });
    return records
      .filter((record) => isCurrent(record, now()) && knockOf(record).state === 'waiting')
      .toSorted((a, b) => knockOf(a).knockedAt - knockOf(b).knockedAt);
  };

  /** The settings have changed: users who wait may enter now, or see another message of the hosts. */
  const tellWaiting = async (roomId: string): Promise<void> => {
    const room = rooms.peek(roomId);
    for (const { key: userId } of room ? await read(room) : []) deliver({ roomId, userId });
  };

  const publish = (change: LobbyChange): void => {
    deliver(change);
    ephemeral.lobby(change);
  };

  return {
    read,
    publish,
    onPublished: (roomId, events) => {
      if (!events.some(({ type }) => type === 'room:updated' || type === 'room:ended')) return;
      tellWaiting(roomId).catch((error: unknown) =>
        logger.warn({ err: error, roomId }, 'users in the lobby could not be told about a change'),
      );
    },
    sweep: async () => {
      const due = await storage.timeline.dueRecords(knockKind, { at: now(), limit: atOnce });
      for (const { roomId, record } of due) {
        const room = await rooms.open(roomId);
        if (!room) continue;
        const { createdBy } = room.head.room;
        const actor = { id: createdBy, name: createdBy };
        await room.commit({ kind: 'expire-knock', actor, at: now(), userId: record.key });
        publish({ roomId, userId: record.key });
      }
    },
  };
};
