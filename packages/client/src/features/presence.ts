import type { Presence, Status } from '@chat/protocol';
import { view, type Readable, type View } from '../state/readable.ts';
import { isPresent } from '../room/member-list.ts';
import type { RoomContext } from '../room/room-context.ts';

export interface PresenceList {
  users: readonly Presence[];
  occupancy: number;
}

export interface PresenceFeature extends Readable<PresenceList> {
  /** Sets my status in all my rooms. `until`: ms since the epoch. */
  set(status: Exclude<Status, 'offline'>, options?: { text?: string; until?: number }): Promise<void>;
}

export const presence = ({ sync }: RoomContext): View<PresenceList> =>
  view(
    () => [sync.core.memberList],
    (): PresenceList => {
      const { members, occupancy } = sync.core.memberList;
      const users = [...members.values()]
        .filter(isPresent)
        .map(({ user, status = 'online', statusText }) => ({
          user,
          status,
          ...(statusText === undefined ? {} : { statusText }),
        }));
      return { users, occupancy };
    },
  );
