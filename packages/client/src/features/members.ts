import type { Input, Member, NewInviteLink, Output } from '@chat/protocol';
import type { LazyPart } from '../lazy/lazy.ts';
import { view, type Readable } from '../state/readable.ts';
import { addMemberPage, beginPage, cancelPage } from '../room/member-changes.ts';
import type { RoomContext } from '../room/room-context.ts';

export interface MemberList {
  /** Members that are present or were loaded, by name. */
  items: readonly Member[];
  /** How many users are present. */
  occupancy: number;
  hasMore: boolean;
}

type SettableRole = 'owner' | 'moderator' | 'member';

export interface Members extends Readable<MemberList> {
  /**
   * Loads pages until new members are listed; resolves to false if there are none. Concurrent calls share one
   * request.
   */
  loadMore(): Promise<boolean>;
  /** Invites a user I know to a private room. */
  invite(userId: string): Promise<Member>;
  add(userId: string, role?: SettableRole): Promise<Member>;
  remove(userId: string): Promise<void>;
  update(userId: string, role: SettableRole): Promise<Member>;
  /** Mutes a member until a time, ms since the epoch; null unmutes them. */
  mute(userId: string, until: number | null): Promise<Member>;
  ban(userId: string): Promise<void>;
  /** Resolves to the banned users by user id, after `after`. For moderators. */
  bans(after?: string): Promise<Output<'member:bans'>>;
  unban(userId: string): Promise<void>;
  /** Creates a link to a private room. Only this promise ever resolves to its code. */
  createInviteLink(limits?: Omit<Input<'invite:create'>, 'roomId'>): Promise<NewInviteLink>;
  /** Resolves to the links that still work. */
  inviteLinks(): Promise<Output<'invite:list'>>;
  revokeInviteLink(linkId: string): Promise<void>;
}

export const members = ({ roomId, call, sync }: RoomContext): LazyPart<Members> => {
  const list = view(
    () => [sync.core.memberList, sync.core.room?.type],
    (): MemberList => {
      const { memberList, room } = sync.core;
      const items = [...memberList.members.values()].sort(
        (a, b) => a.user.name.localeCompare(b.user.name) || (a.user.id < b.user.id ? -1 : 1),
      );
      const maybeMore = room !== null && (room.type !== 'public' || memberList.occupancy > items.length);
      return { items, occupancy: memberList.occupancy, hasMore: maybeMore && !memberList.complete };
    },
  );

  let loading: Promise<boolean> | null = null;
  const load = async (): Promise<boolean> => {
    const before = sync.core.memberList.members;
    while (!sync.core.memberList.complete) {
      sync.change((core) => ({ ...core, memberList: beginPage(core.memberList) }));
      const { cursor } = sync.core.memberList;
      const page = await call('member:list', { roomId, after: cursor }).catch((error: unknown) => {
        sync.change((core) => ({ ...core, memberList: cancelPage(core.memberList) }));
        throw error;
      });
      // A snapshot has replaced the list meanwhile.
      if (sync.core.memberList.changedSince === null) return false;
      sync.change((core) => ({ ...core, memberList: addMemberPage(core.memberList, core.room, page) }));
      const { members } = sync.core.memberList;
      if (page.members.some(({ user }) => members.has(user.id) && !before.has(user.id))) return true;
    }
    return false;
  };

  return {
    get: list.get,
    loadMore: () => {
      loading ??= load().finally(() => (loading = null));
      return loading;
    },
    invite: (userId) => call('member:invite', { roomId, userId }),
    add: (userId, role) => call('member:add', { roomId, userId, role }),
    remove: async (userId) => void (await call('member:remove', { roomId, userId })),
    update: (userId, role) => call('member:update', { roomId, userId, role }),
    mute: (userId, until) => call('member:mute', { roomId, userId, until }),
    ban: async (userId) => void (await call('member:ban', { roomId, userId })),
    bans: (after) => call('member:bans', { roomId, after }),
    unban: async (userId) => void (await call('member:unban', { roomId, userId })),
    createInviteLink: (limits) => call('invite:create', { roomId, ...limits }),
    inviteLinks: () => call('invite:list', { roomId }),
    revokeInviteLink: async (linkId) => void (await call('invite:revoke', { roomId, linkId })),
  };
};
