import type { Limits, Member, User } from '@chat/protocol';
import type { Logger } from '../logger.ts';
import type { PresenceStore } from '../storage/contract/presence-store.ts';
import { createRemotePresence } from './remote-presence.ts';
import { createPresenceLease, type PresenceLease } from './presence-lease.ts';
import {
  parseKey,
  keyOf,
  toMemberPresence,
  type MemberPresence,
  type UserPresence,
} from './presence-records.ts';

/** Presence that nodes share. */
export interface SharedPresence {
  /** Whether there are other nodes. */
  readonly isOpen: boolean;
  /** Sets the presence of a user who is connected to this node; null: no longer. */
  setUser(userId: string, presence: UserPresence | null): void;
  /** Sets a user's presence in a room on this node; null: no longer. */
  setMember(roomId: string, userId: string, member: Member | null): void;
  /**
   * Feeds a room's audience with the members present on other nodes, now and from now on. Returns a function
   * that stops it.
   */
  follow(roomId: string, audience: PresenceFollower): () => void;
  /** Starts sharing presence with other nodes. A single node does none of this. */
  open(): void;
  /** Leaves. Other nodes wait a while for this node's users to reconnect. */
  close(): Promise<void>;
}

/** A room's audience: gets the presence of members on other nodes. */
export interface PresenceFollower {
  setRemote(nodeId: string, userId: string, member: MemberPresence | null): void;
}

/** The bus messages about stored presence. */
export interface PresenceHints {
  publish(kind: 'present', note: { nodeId: string; version: number }, key: string): void;
  subscribe(kind: 'present', listener: (note: { nodeId: string; version: number }) => void): () => void;
}

export interface SharedPresenceDeps {
  store: PresenceStore;
  limits: Limits;
  logger: Logger;
  bus: PresenceHints;
  id(): string;
  /** Presence of a user who is connected to another node; null: no longer. */
  onUser(nodeId: string, userId: string, presence: UserPresence | null): void;
  /** These users were on a node that has been silent for so long and can no longer report when they left. */
  onUsersLost(users: User[], silentMs: number): void;
}

export const createSharedPresence = (deps: SharedPresenceDeps): SharedPresence => {
  const { store, limits, logger, bus, id } = deps;
  /** By room, then by node and user. */
  const members = new Map<string, Map<string, { nodeId: string; userId: string; member: MemberPresence }>>();
  const audiences = new Map<string, PresenceFollower>();
  let own: PresenceLease | null = null;
  let stop: (() => void) | null = null;

  const place = (nodeId: string, roomId: string, userId: string, member: MemberPresence | null): void => {
    const inRoom = members.get(roomId) ?? new Map();
    const key = keyOf({ userId, roomId: nodeId });
    if (member) inRoom.set(key, { nodeId, userId, member });
    else inRoom.delete(key);
    if (inRoom.size > 0) members.set(roomId, inRoom);
    else members.delete(roomId);
    audiences.get(roomId)?.setRemote(nodeId, userId, member);
  };

  const open = (): void => {
    const ours = createPresenceLease({
      store,
      limits,
      logger,
      id,
      // Only a hint to look: anyone with access to the bus may have sent it.
      onWritten: (nodeId, version) => bus.publish('present', { nodeId, version }, nodeId),
    });
    const others = createRemotePresence({
      store,
      limits,
      logger,
      own: () => ours.nodeId,
      onNodeLost: (was, silentMs) => deps.onUsersLost(peopleIn(was), silentMs),
      onChange: (nodeId, key, value) => {
        const { userId, roomId } = parseKey(key);
        if (roomId === undefined) deps.onUser(nodeId, userId, value as UserPresence | null);
        else place(nodeId, roomId, userId, value as MemberPresence | null);
      },
    });
    const beat = (): void => {
      ours.beat();
      void others.look();
    };
    const timer = setInterval(beat, limits.presenceBeatMs).unref();
    const unsubscribe = bus.subscribe('present', ({ nodeId, version }) => others.hint(nodeId, version));
    stop = () => {
      clearInterval(timer);
      unsubscribe();
      others.close();
    };
    own = ours;
    beat();
  };

  return {
    get isOpen() {
      return own !== null;
    },
    open,
    setUser: (userId, presence) => own?.put(keyOf({ userId }), presence),
    setMember: (roomId, userId, member) =>
      own?.put(keyOf({ userId, roomId }), member && toMemberPresence(member)),
    follow: (roomId, audience) => {
      audiences.set(roomId, audience);
      for (const { nodeId, userId, member } of members.get(roomId)?.values() ?? [])
        audience.setRemote(nodeId, userId, member);
      return () => {
        if (audiences.get(roomId) === audience) audiences.delete(roomId);
      };
    },
    close: async () => {
      stop?.();
      await own?.close();
    },
  };
};

const peopleIn = (presence: ReadonlyMap<string, object>): User[] =>
  [...presence].flatMap(([key, value]) =>
    parseKey(key).roomId === undefined ? (value as UserPresence).user : [],
  );
