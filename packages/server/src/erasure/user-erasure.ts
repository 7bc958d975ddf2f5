import { ChatError, erasedAuthor, fields, parseField, type Erasure, type User } from '@chat/protocol';
import { roomsWith, reactionsOf } from '../exports/user-data.ts';
import type { FileLifecycle } from '../files/file-lifecycle.ts';
import { erasedError } from '../errors/erased.ts';
import type { Logger } from '../logger.ts';
import type { ProfilePictures } from '../files/profile-pictures.ts';
import type { Bus } from '../cluster/node-bus.ts';
import type { EphemeralBroadcast } from '../cluster/ephemeral-broadcast.ts';
import type { OnlineUsers } from '../users/online-users.ts';
import type { Profiles } from '../users/profiles.ts';
import { publishApproval } from '../room/commit-message.ts';
import { nextOwner } from '../room/next-owner.ts';
import type { LiveRoom } from '../room/live-room.ts';
import type { RoomRegistry } from '../room/room-registry.ts';
import type { Change } from '../storage/contract/change.ts';
import type { ChatStorage } from '../storage/contract/storage.ts';
import { bodyOf, pendingKinds } from '../storage/decide/approval.ts';

/** Erases users from everything that is stored. */
export interface Erasures {
  /**
   * Starts an erasure: from now on the user is rejected everywhere, also after a restart. `run` deletes the
   * data.
   */
  begin(userId: string): Promise<Erasure>;
  /** Deletes the remaining data of a user whose erasure has begun, as far as possible now. */
  run(userId: string): Promise<void>;
  /** Erases a user from one room again, if data was written after the room was processed. */
  eraseAgain(room: LiveRoom, userId: string): Promise<void>;
  /** Begins an erasure and completes it, for the application. */
  erase(userId: string): Promise<void>;
  /** Rejects with `forbidden` / `erased` for an erased user. */
  rejectErased(userId: string): Promise<void>;
  /** Resumes interrupted erasures. Called at the start, and periodically. */
  resume(): Promise<void>;
  /** Starts nothing more. A running erasure stops after its step; the next process resumes it. */
  close(): Promise<void>;
}

interface ErasureDeps {
  storage: ChatStorage;
  rooms: RoomRegistry;
  onlineUsers: OnlineUsers;
  profiles: Profiles;
  pictures: Pick<ProfilePictures, 'remove'> | null;
  files: { lifecycle: FileLifecycle } | null;
  ephemeral: Pick<EphemeralBroadcast, 'revoke' | 'approval'>;
  bus: Pick<Bus, 'isOpen'>;
  logger: Logger;
  now: () => number;
}

const pageLimit = 100;
const resumedAtOnce = 20;
/** By then every node has ended the user's connections, even if hints were lost. */
const everyNodeLooksMs = 75_000;
/** Erased users do not erase themselves: in their rooms the change has no actor. */
const nobody: User = { ...erasedAuthor, role: 'admin' };

export const createErasures = (deps: ErasureDeps): Erasures => {
  const { storage, rooms, onlineUsers, profiles, pictures, files, bus, logger, now } = deps;
  const running = new Map<string, Promise<void>>();
  let closed = false;
  const mustGoOn = (): void => {
    if (closed) throw new ChatError('overloaded', 'the server is closing');
  };

  const messagesIn = async (room: LiveRoom, userId: string, commit: Commit): Promise<void> => {
    for (;;) {
      mustGoOn();
      const { messages, hasMore } = await room.timeline.messagesBy(room.id, userId, { limit: pageLimit });
      for (const { id } of messages) await files?.lifecycle.suspect(room.id, id, false);
      await Promise.all(
        messages.map(({ id: messageId }) => commit({ kind: 'erase-message', userId, messageId })),
      );
      if (!hasMore) return;
    }
  };

  const reactionsIn = async (room: LiveRoom, userId: string, commit: Commit): Promise<void> => {
    for await (const { messageId, emoji } of reactionsOf(room.timeline, room.id, userId)) {
      mustGoOn();
      await commit({ kind: 'erase-reaction', userId, messageId, emoji });
    }
  };

  const recordsIn = async (room: LiveRoom, userId: string, commit: Commit): Promise<void> => {
    for (;;) {
      mustGoOn();
      const { records, hasMore } = await room.timeline.recordsOf(room.id, userId, { limit: pageLimit });
      await Promise.all(
        records.map(({ kind: recordKind, key }) => commit({ kind: 'erase-record', userId, recordKind, key })),
      );
      for (const record of records)
        if (record.kind === pendingKinds.message) {
          const messageId = bodyOf(record).draft.id;
          publishApproval(deps, room, { roomId: room.id, messageId, userId });
        }
      if (!hasMore) return;
    }
  };

  const invitationsIn = async (room: LiveRoom, userId: string, commit: Commit): Promise<void> => {
    for (let after: string | undefined, hasMore = true; hasMore;) {
      const query = { limit: pageLimit, ...(after === undefined ? {} : { after }) };
      const page = await room.timeline.members(room.id, query);
      ({ hasMore } = page);
      after = page.members.at(-1)?.user.id;
      for (const { user, invitedBy } of page.members)
        if (invitedBy?.id === userId) await commit({ kind: 'erase-invitation', userId, invitedId: user.id });
    }
  };

  const eraseIn = async (room: LiveRoom, userId: string): Promise<void> => {
    const commit: Commit = (change) => room.commit({ ...change, actor: nobody, at: now() });
    const successor = await nextOwner(room, userId);
    if (successor) await commit({ kind: 'set-role', user: successor, role: 'owner' });
    // Comes first, so that pending messages of the user are in the room now.
    await commit({ kind: 'erase-member', userId });
    room.audience.expel(userId);
    await invitationsIn(room, userId, commit);
    await messagesIn(room, userId, commit);
    await reactionsIn(room, userId, commit);
    await recordsIn(room, userId, commit);
    await commit({ kind: 'erase-rest', userId });
    await room.timeline.anonymize(room.id, userId);
  };

  const filesOf = async (userId: string): Promise<void> => {
    for (;;) {
      mustGoOn();
      const page = await storage.files.ofUser(userId, { limit: pageLimit });
      for (const { file } of page.files)
        await (files ? files.lifecycle.discard(file.fileId) : storage.files.remove(file.fileId));
      if (!page.hasMore) return;
    }
  };

  const disconnect = (userId: string): void => {
    for (const connection of onlineUsers.connectionsOf(userId)) connection.end('unauthenticated');
  };

  const erase = async (userId: string): Promise<void> => {
    const erasure = await storage.timeline.erasure(userId);
    if (!erasure || erasure.doneAt !== undefined) return;
    for (const room of rooms.live())
      if (room.timeline !== storage.timeline) await room.timeline.beginErasure(userId, erasure.at);
    deps.ephemeral.revoke(userId);
    disconnect(userId);
    for await (const room of roomsWith(deps, userId)) {
      mustGoOn();
      await eraseIn(room, userId);
    }
    await filesOf(userId);
    const { pictureId } = await profiles.read(userId);
    if (pictureId !== undefined) await pictures?.remove(pictureId);
    await profiles.forget(userId);
    await storage.preferences.forget(userId);
    await storage.notifications.forget(userId);
    disconnect(userId); // the user may have connected when it began
    await onlineUsers.settled();
    await storage.users.forget(userId);
    // The user may be connected to other nodes, which look for erasures as this one does.
    if (bus.isOpen && now() - erasure.at < everyNodeLooksMs) return;
    await storage.timeline.finishErasure(userId, now());
  };

  const run = (userId: string): Promise<void> => {
    const known = running.get(userId);
    if (known) return known;
    const erasing = erase(userId).finally(() => running.delete(userId));
    running.set(userId, erasing);
    return erasing;
  };

  const goOn = (userId: string): Promise<void> =>
    run(userId).catch((error: unknown) => {
      if (!closed) logger.error({ err: error }, 'an erasure was interrupted and will be resumed');
    });

  return {
    begin: (userId) => storage.timeline.beginErasure(userId, now()),
    run: goOn,
    eraseAgain: eraseIn,
    erase: async (userId) => {
      await storage.timeline.beginErasure(parseField(fields.id, userId, 'userId'), now());
      await run(userId);
    },
    rejectErased: async (userId) => {
      if (await storage.timeline.erasure(userId)) throw erasedError(userId);
    },
    resume: async () => {
      for (const { userId } of await storage.timeline.erasures(resumedAtOnce)) {
        if (closed) return;
        await goOn(userId);
      }
    },
    close: async () => {
      closed = true;
      await Promise.allSettled(running.values());
    },
  };
};

type Commit = (
  change: Change extends infer C ? (C extends Change ? Omit<C, 'actor' | 'at'> : never) : never,
) => Promise<unknown>;
