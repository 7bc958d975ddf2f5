import { guestPrefix } from './guests.ts';
import type { ProfilePictures } from '../files/profile-pictures.ts';
import type { OnlineUsers } from '../users/online-users.ts';
import type { ChatStorage, StoredUser } from '../storage/contract/storage.ts';

/** Deletes guests whose token has expired and who have left nothing that other users see. */
export interface SilentGuests {
  /** Runs one round over some of the stored users, starting where the last round ended. */
  sweep(): Promise<void>;
}

export interface SilentGuestDeps {
  storage: ChatStorage;
  onlineUsers: Pick<OnlineUsers, 'isHere' | 'isOnOtherNode'>;
  pictures: Pick<ProfilePictures, 'remove'> | null;
  /** Days after which a guest's token has expired. Absent: unknown, and no guest is deleted. */
  guestDays: number | undefined;
  now: () => number;
}

/** Words of names that one round reads. */
const wordsAtOnce = 500;
/** Rooms of one guest, and reports of one room; a guest with more is not deleted. */
const mostRooms = 100;
const mostReports = 100;
const dayMs = 86_400_000;

export const createSilentGuests = (deps: SilentGuestDeps): SilentGuests => {
  const { storage, onlineUsers, pictures, guestDays, now } = deps;
  const { timeline, users, profiles, preferences, notifications, files } = storage;
  let after: { word: string; userId: string } | undefined;
  let running: Promise<void> | null = null;

  /**
   * Returns whether a guest has only visited a room. Memberships, messages, reactions and reports protect
   * them.
   */
  const onlyVisited = async (roomId: string, userId: string): Promise<boolean> => {
    if ((await timeline.member(roomId, userId)) !== null) return false;
    if ((await timeline.messagesBy(roomId, userId, { limit: 1 })).messages.length > 0) return false;
    if ((await timeline.reactionsBy(roomId, userId, { limit: 1 })).reactions.length > 0) return false;
    const { reports, hasMore } = await timeline.reports(roomId, { limit: mostReports });
    return !hasMore && !reports.some(({ complaints }) => complaints.some(({ by }) => by.id === userId));
  };

  const isSilent = async (userId: string, roomIds: readonly string[]): Promise<boolean> => {
    for (const roomId of roomIds) if (!(await onlyVisited(roomId, userId))) return false;
    return (await files.ofUser(userId, { limit: 1 })).files.length === 0;
  };

  const forgetIfSilent = async ({ user: { id } }: StoredUser): Promise<void> => {
    const { roomIds, hasMore } = await timeline.roomsWithDataOf(id, { limit: mostRooms });
    if (hasMore || !(await isSilent(id, roomIds))) return;
    for (const roomId of roomIds) await timeline.anonymize(roomId, id);
    const { pictureId } = await profiles.get(id);
    if (pictureId != null) await pictures?.remove(pictureId);
    await profiles.forget(id);
    await preferences.forget(id);
    await notifications.forget(id);
    // Comes last: if this is interrupted, the guest is processed again.
    await users.forget(id);
  };

  const round = async (days: number): Promise<void> => {
    const { found, hasMore } = await users.words({
      prefix: '',
      limit: wordsAtOnce,
      ...(after === undefined ? {} : { after }),
    });
    const last = found.at(-1);
    after = hasMore && last ? { word: last.word, userId: last.user.id } : undefined;
    const guests = [
      ...new Set(
        found.flatMap(({ user }) => (user.guest && user.id.startsWith(guestPrefix) ? [user.id] : [])),
      ),
    ];
    const isGone = (await users.many(guests)).filter(
      ({ user: { id }, lastSeenAt = Infinity }) =>
        lastSeenAt + days * dayMs < now() && !onlineUsers.isHere(id) && !onlineUsers.isOnOtherNode(id),
    );
    for (const guest of isGone) await forgetIfSilent(guest);
  };

  return {
    sweep: () => {
      if (guestDays === undefined) return Promise.resolve();
      running ??= round(guestDays).finally(() => (running = null));
      return running;
    },
  };
};
