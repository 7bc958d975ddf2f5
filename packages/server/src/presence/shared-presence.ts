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

/** Who is here, as one of several nodes shares it with the others. */
export interface SharedPresence {
  /** There are other nodes. */
  readonly isOpen: boolean;
  /** How somebody is who is connected to this node; null: no longer so. */
  setUser(userId: string, presence: UserPresence | null): void;
  /** Somebody is in a room on this node; null: no longer so. */
  setMember(roomId: string, userId: string, member: Member | null): void;
  /** A room is open here: its audience is told who is in it elsewhere, now and from now on. Answers the way to stop. */
  follow(roomId: string, audience: PresenceFollower): () => void;
  /** There are others: from now on they are told who is here, and looked at. Nothing of this is done where one node is alone. */
  open(): void;
  /** Leaves. The others wait a while for those who were here to come to them. */
  close(): Promise<void>;
}

/** A room's audience: learns who is in the room on other nodes. */
export interface PresenceFollower {
  setRemote(nodeId: string, userId: string, member: MemberPresence | null): void;
}

/** The hints that nodes exchange when they have stored who is here. */
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
  /** How somebody is who is connected to another node; null: no longer so. */
  onUser(nodeId: string, userId: string, presence: UserPresence | null): void;
  /** These were on a node that has said nothing for so long, and cannot say any more when they were last seen. */
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
      // A hint to look, and no more: whoever reaches the bus may have said it.
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
