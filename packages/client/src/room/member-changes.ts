import type { EventOf, Member, Presence, Room, RoomSnapshot } from '@chat/protocol';
import { emptyMemberList, isPresent, type MemberListState } from './member-list.ts';

/** The roster of a snapshot. Presence is never resumed: who is here is what the answer says. */
export const snapshotMembers = (snapshot: RoomSnapshot): MemberListState => {
  const members = byId(new Map(), listed(snapshot.room, snapshot.members));
  return { ...emptyMemberList, members, occupancy: snapshot.occupancy };
};

const withChanged = (roster: MemberListState, userIds: readonly string[]): MemberListState =>
  roster.changedSince === null
    ? roster
    : { ...roster, changedSince: new Set([...roster.changedSince, ...userIds]) };

/** The roster with somebody's membership as it now is. In a public room those who are not here stay unlisted. */
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

/** The roster after people came, went or changed how they are. */
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

/** Presence does not tell since when somebody belongs to the room. */
const fromPresence = 0;

/** Whom only their presence spoke of may have been removed before we were told that they came; the pages list them if they were not. */
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
  // A membership that is known changes by its own events: presence may have been told before them and come after.
  const isKnown = known.joinedAt !== fromPresence;
  return {
    ...known,
    ...(role === undefined || isKnown ? {} : { role }),
    user,
    status,
    ...(statusText === undefined ? {} : { statusText }),
  };
};

/** A public room lists who is here; the others list who belongs to them. */
export const listed = (room: Room | null, members: Member[]): Member[] =>
  room?.type === 'public' ? members.filter(isPresent) : members;

export const byId = (members: ReadonlyMap<string, Member>, more: Member[]): ReadonlyMap<string, Member> =>
  new Map([...members, ...more.map((member) => [member.user.id, member] as const)]);

/** The roster while the page that follows its cursor is asked for. */
export const beginPage = (roster: MemberListState): MemberListState => ({
  ...roster,
  changedSince: new Set(),
});

/** The roster when no answer will come. */
export const cancelPage = (roster: MemberListState): MemberListState => ({ ...roster, changedSince: null });

/** The roster after the page of `member:list` that was asked for. Events are newer than the page: whoever they spoke of stays as told. */
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
