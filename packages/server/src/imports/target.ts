import { erasedAuthor, type ErrorCode, type Room, type User } from '@chat/protocol';
import type { Change, CommitResult } from '../storage/contract/change.ts';
import type { StoredProfile } from '../storage/contract/profile-store.ts';
import type { ChatStorage, FirstReadMarker, StoredUser } from '../storage/contract/storage.ts';
import type { FileTarget } from './file-target.ts';

/** What became of one thing: stored now, there already, or refused. */
export type Outcome = 'added' | 'known' | { refused: ErrorCode };

export type ImportedUser = StoredUser & { profile?: StoredProfile };

/** Where an import goes. */
export interface ImportTarget {
  /** Stores users that are unknown; others stay as they are. */
  addUsers(users: readonly ImportedUser[]): Promise<Outcome[]>;
  /**
   * Creates the room, unless it exists. `newestAt`: when the newest message that it has was sent, ms since the
   * epoch; 0 without one.
   */
  openRoom(room: Room): Promise<{ isNew: boolean; newestAt: number }>;
  /** Applies changes to a room, in order. */
  commit(roomId: string, changes: readonly Change[]): Promise<Outcome[]>;
  /** Returns whether the room has the message, deleted or not. */
  hasMessage(roomId: string, messageId: string): Promise<boolean>;
  /** Sets how far users have read, unless they have been in the room. Without a position: to the end. */
  markRead(roomId: string, users: readonly ReadPosition[]): Promise<void>;
  files: FileTarget;
}

export interface ReadPosition {
  userId: string;
  /** Absent: everything is read. */
  first?: FirstReadMarker;
  joinedAt: number;
}

const usersAtOnce = 100;

/** Stores everything in a storage. Each method can be repeated: what is there stays as it is. */
export const storageTarget = (storage: ChatStorage, files: FileTarget, now: () => number): ImportTarget => {
  const { timeline, rooms, users, profiles } = storage;

  const addUser = async ({ user, lastSeenAt, profile }: ImportedUser): Promise<Outcome> => {
    if (await timeline.erasure(user.id)) return { refused: 'forbidden' };
    // The profile first: a user who is known has it.
    if (profile && Object.keys(profile).length > 0) await profiles.change(user.id, profile);
    await users.put({ user, ...(lastSeenAt === undefined ? {} : { lastSeenAt }) });
    return 'added';
  };

  return {
    files,
    addUsers: async (all) => {
      const outcomes: Outcome[] = [];
      for (let at = 0; at < all.length; at += usersAtOnce) {
        const some = all.slice(at, at + usersAtOnce);
        const known = new Set((await users.many(some.map(({ user }) => user.id))).map(({ user }) => user.id));
        const add = async (each: ImportedUser): Promise<Outcome> =>
          known.has(each.user.id) ? 'known' : addUser(each);
        outcomes.push(...(await Promise.all(some.map(add))));
      }
      return outcomes;
    },
    openRoom: async (room) => {
      const head = await timeline.head(room.id);
      if (head === null) await create(storage, room, now());
      // A process may have ended between the two.
      if ((await rooms.get(room.id)) === null) await rooms.put(head?.room ?? room);
      if (head === null || head.seq === 0) return { isNew: head === null, newestAt: 0 };
      const { messages } = await timeline.page(room.id, { limit: 1, unfiltered: true });
      return { isNew: false, newestAt: messages.at(-1)?.createdAt ?? 0 };
    },
    commit: async (roomId, changes) => (await timeline.commit(roomId, changes)).map(outcomeOf),
    hasMessage: async (roomId, messageId) =>
      (await timeline.message(roomId, messageId, { unfiltered: true })) !== null,
    markRead: async (roomId, positions) => {
      const head = await timeline.head(roomId);
      if (head === null) return;
      const mark = async ({ userId, joinedAt, first }: ReadPosition): Promise<void> => {
        if (await timeline.erasure(userId)) return;
        await timeline.readMarker(roomId, userId, first ?? { joinedAt, joinedSeq: 0, readSeq: head.seq });
      };
      for (let at = 0; at < positions.length; at += usersAtOnce)
        await Promise.all(positions.slice(at, at + usersAtOnce).map(mark));
    },
  };
};

const create = async ({ timeline }: ChatStorage, room: Room, at: number): Promise<void> => {
  const actor: User = { id: room.createdBy, name: room.createdBy };
  const [result] = await timeline.commit(room.id, [{ kind: 'create-room', actor, at, room, members: [] }]);
  if (result?.ok !== false || result.error.reason === 'room_exists') return;
  // Its creator was erased here.
  const without = { ...room, createdBy: erasedAuthor.id };
  await timeline.commit(room.id, [
    { kind: 'create-room', actor: erasedAuthor, at, room: without, members: [] },
  ]);
};

const outcomeOf = (result: CommitResult): Outcome => {
  if (!result.ok) return { refused: result.error.code };
  return result.known ? 'known' : 'added';
};

/** Stores nothing: for a rehearsal. */
export const dryTarget = (files: FileTarget): ImportTarget => ({
  files,
  addUsers: async (users) => users.map(() => 'added'),
  openRoom: async () => ({ isNew: true, newestAt: 0 }),
  commit: async (_roomId, changes) => changes.map(() => 'added'),
  hasMessage: async () => false,
  markRead: async () => undefined,
});
