import type { EventOf, Member, Presence, Room, RoomSnapshot } from '@chat/protocol';
import { emptyMemberList, isPresent, type MemberListState } from './member-list.ts';

/** Returns the member list of a snapshot. Presence is always complete in it, also in a resume. */
export const snapshotMembers = (snapshot: RoomSnapshot): MemberListState => {
  const members = byId(new Map(), listed(snapshot.room, snapshot.members));
  return { ...emptyMemberList, members, occupancy: snapshot.occupancy };
};

const withChanged = (roster: MemberListState, userIds: readonly string[]): MemberListState =>
  roster.changedSince === null
    ? roster
    : { ...roster, changedSince: new Set([...roster.changedSince, ...userIds]) };

/** Updates a member. In a public room, members who are not present are not listed. */
export const putMember = (before: MemberListState, room: Room | null, member: Member): MemberListState => {
  const roster = withChanged(before, [member.user.id]);
  const known = roster.members.get(member.user.id);
  if (known === undefined && room?.type === 'public' && !isPresent(member)) return roster;
  const { status = known?.status, statusText = known?.statusText, ...rest } = member;
  const merged = {
    ...rest,
    ...(status === undefined ? {} : { status }),
    ...(statusText === undefined ? {} : { statusText }),
  };
  return { ...roster, members: byId(roster.members, [merged]) };
};

export const dropMember = (before: MemberListState, userId: string): MemberListState => {
  const roster = withChanged(before, [userId]);
  if (!roster.members.has(userId)) return roster;
  const members = new Map(roster.members);
  members.delete(userId);
  return { ...roster, members };
};

/** Applies changes of presence. */
export const changePresence = (
  roster: MemberListState,
  room: Room | null,
  event: EventOf<'presence:changed'>,
): MemberListState => {
  const members = new Map(roster.members);
  for (const presence of [...event.joined, ...event.updated]) {
    members.set(presence.user.id, withPresence(members.get(presence.user.id), presence));
  }
  for (const userId of event.left) {
    const member = members.get(userId);
    if (room?.type === 'public') members.delete(userId);
    else if (member !== undefined) members.set(userId, { ...member, status: 'offline' });
    if (roster.changedSince === null && isUnconfirmed(members.get(userId))) members.delete(userId);
  }
  const told = [...event.joined, ...event.updated].map(({ user }) => user.id);
  return { ...withChanged(roster, [...told, ...event.left]), members, occupancy: event.occupancy };
};

/** Presence does not contain the start of a membership. */
const fromPresence = 0;

/**
 * Members known only from past presence may have been removed since. If they were not, the pages of the list
 * have them.
 */
export const isUnconfirmed = (member: Member | undefined): boolean =>
  member !== undefined && member.joinedAt === fromPresence && !isPresent(member);

export const withPresence = (
  member: Member | undefined,
  { user, status, statusText, role }: Presence,
): Member => {
  const { statusText: _, ...known } = member ?? {
    role: user.guest ? 'guest' : 'member',
    joinedAt: fromPresence,
  };
  // A known membership changes by its own events only: presence may be older and arrive later.
  const isKnown = known.joinedAt !== fromPresence;
  return {
    ...known,
    ...(role === undefined || isKnown ? {} : { role }),
    user,
    status,
    ...(statusText === undefined ? {} : { statusText }),
  };
};

/** Public rooms list present users, other rooms list their members. */
export const listed = (room: Room | null, members: Member[]): Member[] =>
  room?.type === 'public' ? members.filter(isPresent) : members;

export const byId = (members: ReadonlyMap<string, Member>, more: Member[]): ReadonlyMap<string, Member> =>
  new Map([...members, ...more.map((member) => [member.user.id, member] as const)]);

/** Marks that the next page is being loaded. */
export const beginPage = (roster: MemberListState): MemberListState => ({
  ...roster,
  changedSince: new Set(),
});

/** Marks that loading the page failed. */
export const cancelPage = (roster: MemberListState): MemberListState => ({ ...roster, changedSince: null });

/**
 * Adds a page of `member:list`. Members that events changed since the request stay as they are: events are
 * newer.
 */
export const addMemberPage = (
  roster: MemberListState,
  room: Room | null,
  page: { members: Member[]; hasMore: boolean },
): MemberListState => ({
  ...roster,
  members: new Map(
    [
      ...byId(
        roster.members,
        listed(room, page.members).flatMap((member) => newerThanPage(roster, member)),
      ),
    ].filter(([, member]) => !isUnconfirmed(member)),
  ),
  cursor: page.members.at(-1)?.user.id ?? roster.cursor,
  complete: !page.hasMore,
  changedSince: null,
});

const newerThanPage = ({ changedSince, members }: MemberListState, member: Member): Member[] => {
  if (changedSince?.has(member.user.id) !== true) return [member];
  const known = members.get(member.user.id);
  return known === undefined ? [] : [{ ...member, ...known, joinedAt: known.joinedAt || member.joinedAt }];
};
