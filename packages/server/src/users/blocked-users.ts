import {
  ChatError,
  mentionsCounted,
  mentionsUser,
  type ChatEvent,
  type Limits,
  type Right,
  type User,
} from '@chat/protocol';
import type { Bus } from '../cluster/node-bus.ts';
import type { Connection } from '../connections/connection.ts';
import type { Logger } from '../logger.ts';
import type { StoredProfile } from '../storage/contract/profile-store.ts';
import type { Counters, TimelineStore } from '../storage/contract/storage.ts';
import { existedAt, latestCounters } from '../storage/shared/as-of.ts';
import type { Profiles } from './profiles.ts';

const prefix = 'blocked:';
const partOf = (userId: string): `blocked:${string}` => `${prefix}${userId}`;

/** Returns the users whom the owner of a profile has blocked, by id, with the times of that. */
export const blockedIn = (profile: StoredProfile): { userId: string; blockedAt: number }[] =>
  Object.entries(profile)
    .flatMap(([part, value]) =>
      part.startsWith(prefix) && typeof value === 'number'
        ? [{ userId: part.slice(prefix.length), blockedAt: value }]
        : [],
    )
    .sort((one, other) => (one.userId < other.userId ? -1 : 1));

/** Returns a profile without its blocked users. */
export const withoutBlocked = (profile: StoredProfile): StoredProfile =>
  Object.fromEntries(Object.entries(profile).filter(([part]) => !part.startsWith(prefix)));

/** Returns the ids of the users whom a user has blocked. */
export const blockedBy = async (
  profiles: Pick<Profiles, 'read'>,
  userId: string,
): Promise<ReadonlySet<string>> =>
  new Set(blockedIn(await profiles.read(userId)).map(({ userId: each }) => each));

/** Returns whether `owner` has blocked a user. */
export const hasBlocked = async (
  profiles: Pick<Profiles, 'read'>,
  owner: string,
  userId: string,
): Promise<boolean> => (await profiles.read(owner))[partOf(userId)] !== undefined;

/** Refuses what reaches a user who has blocked the caller, as if the role did not allow it: blocked users do not learn why. */
export const refuseBlocked = async (
  { profiles, user }: { profiles: Pick<Profiles, 'read'>; user: User },
  userId: string,
  right: Right,
): Promise<void> => {
  if (await hasBlocked(profiles, userId, user.id))
    throw new ChatError('forbidden', `your role does not allow ${right}`);
};

/** The users whom each user has blocked for themself. They are stored with the profile of the blocking user. */
export interface BlockedUsers {
  /** Blocks a user, or with `blockedAt` null unblocks them. Rejects with `conflict` if there are too many. */
  change(owner: string, userId: string, blockedAt: number | null): Promise<void>;
}

interface BlockedUsersDeps {
  profiles: Pick<Profiles, 'read' | 'change' | 'invalidate'>;
  onlineUsers: { connectionsOf(userId: string): Connection[] };
  rooms: { peek(roomId: string): { audience: { isListening(connection: Connection): boolean } } | undefined };
  roomLists: { markChanged(roomId: string, userId: string): void; roomsOf(userId: string): string[] };
  bus: Bus;
  limits: Pick<Limits, 'maxBlockedUsers'>;
  logger: Logger;
}

export const createBlockedUsers = ({
  profiles,
  onlineUsers,
  rooms,
  roomLists,
  bus,
  limits,
  logger,
}: BlockedUsersDeps): BlockedUsers => {
  /** Sends all connections of a user the new list, and the unread counts that depend on it. */
  const deliver = async (owner: string): Promise<void> => {
    const userIds = [...(await blockedBy(profiles, owner))];
    for (const connection of onlineUsers.connectionsOf(owner)) {
      const events = [...connection.rooms.keys()]
        .filter((roomId) => rooms.peek(roomId)?.audience.isListening(connection))
        .map((roomId): ChatEvent => ({ type: 'blocked:changed', roomId, userIds }));
      if (events.length > 0) connection.deliver(events);
    }
    for (const roomId of roomLists.roomsOf(owner)) roomLists.markChanged(roomId, owner);
  };

  bus.subscribe('blocked', ({ userId }) => {
    profiles.invalidate(userId);
    if (onlineUsers.connectionsOf(userId).length === 0) return;
    deliver(userId).catch((error: unknown) =>
      logger.warn({ err: error, userId }, 'blocked users could not be read'),
    );
  });

  return {
    change: async (owner, userId, blockedAt) => {
      await profiles.change(owner, (profile) => {
        const blocked = blockedIn(profile);
        if (blockedAt === null) return { [partOf(userId)]: null };
        if (blocked.some((each) => each.userId === userId)) return {};
        if (blocked.length >= limits.maxBlockedUsers)
          throw new ChatError('conflict', `at most ${limits.maxBlockedUsers} users can be blocked`, {
            field: 'userId',
          });
        return { [partOf(userId)]: blockedAt };
      });
      bus.publish('blocked', { userId: owner }, owner);
      await deliver(owner);
    },
  };
};

/** Pages of messages that are read to count those of users who are not blocked. */
const mostPages = 20;
const pageLimit = 100;

/**
 * Counts unread messages and mentions without those of blocked users. Stores do not know whom a user has
 * blocked, so the messages are read: the first 2,000 above the marker.
 */
export const unreadWithout = async (
  blocked: ReadonlySet<string>,
  { id, timeline }: { id: string; timeline: Pick<TimelineStore, 'page'> },
  userId: string,
  { after, cap, asOf = latestCounters }: { after: number; cap: number; asOf?: Counters | undefined },
): Promise<{ unread: number; mentionSeqs: number[] }> => {
  let unread = 0;
  const mentionSeqs: number[] = [];
  let from = after;
  for (let pages = 0; pages < mostPages && unread < cap; pages += 1) {
    const { messages, hasMore } = await timeline.page(id, { after: from, limit: pageLimit, reader: userId });
    for (const message of messages) {
      const { author, seq } = message;
      from = seq;
      if (author.id === userId || blocked.has(author.id)) continue;
      if (existedAt(message, asOf)) unread += 1;
      if (mentionSeqs.length < mentionsCounted && mentionsUser(message, userId)) mentionSeqs.push(seq);
    }
    if (!hasMore) break;
  }
  return { unread: Math.min(unread, cap), mentionSeqs };
};
