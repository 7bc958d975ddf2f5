import type { EventOf, Member, Presence, Room, RoomSnapshot } from '@chat/protocol';
import { emptyRoster, isPresent, type Roster } from './member-list.ts';

/** The roster of a snapshot. Presence is never resumed: who is here is what the answer says. */
export const snapshotRoster = (snapshot: RoomSnapshot): Roster => {
  const members = byId(new Map(), listed(snapshot.room, snapshot.members));
  return { ...emptyRoster, members, occupancy: snapshot.occupancy };
};

const withTold = (roster: Roster, userIds: readonly string[]): Roster =>
  roster.told === null ? roster : { ...roster, told: new Set([...roster.told, ...userIds]) };

/** The roster with somebody's membership as it now is. In a public room those who are not here stay unlisted. */
export const putMember = (before: Roster, room: Room | null, member: Member): Roster => {
  const roster = withTold(before, [member.user.id]);
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

export const dropMember = (before: Roster, userId: string): Roster => {
  const roster = withTold(before, [userId]);
  if (!roster.members.has(userId)) return roster;
  const members = new Map(roster.members);
  members.delete(userId);
  return { ...roster, members };
};

/** The roster after people came, went or changed how they are. */
export const changePresence = (
  roster: Roster,
  room: Room | null,
  event: EventOf<'presence:changed'>,
): Roster => {
  const members = new Map(roster.members);
  for (const presence of [...event.joined, ...event.updated]) {
    members.set(presence.user.id, withPresence(members.get(presence.user.id), presence));
  }
  for (const userId of event.left) {
    const member = members.get(userId);
    if (room?.type === 'public') members.delete(userId);
    else if (member !== undefined) members.set(userId, { ...member, status: 'offline' });
    if (roster.told === null && isDoubtful(members.get(userId))) members.delete(userId);
  }
  const told = [...event.joined, ...event.updated].map(({ user }) => user.id);
  return { ...withTold(roster, [...told, ...event.left]), members, occupancy: event.occupancy };
};

/** Presence does not tell since when somebody belongs to the room. */
const fromPresence = 0;

/** Whom only their presence spoke of may have been removed before we were told that they came; the pages list them if they were not. */
export const isDoubtful = (member: Member | undefined): boolean =>
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
export const askPage = (roster: Roster): Roster => ({ ...roster, told: new Set() });

/** The roster when no answer will come. */
export const forgetPage = (roster: Roster): Roster => ({ ...roster, told: null });

/** The roster after the page of `member:list` that was asked for. Events are newer than the page: whoever they spoke of stays as told. */
export const addPage = (
  roster: Roster,
  room: Room | null,
  page: { members: Member[]; hasMore: boolean },
): Roster => ({
  ...roster,
  members: new Map(
    [
      ...byId(
        roster.members,
        listed(room, page.members).flatMap((member) => toldSince(roster, member)),
      ),
    ].filter(([, member]) => !isDoubtful(member)),
  ),
  cursor: page.members.at(-1)?.user.id ?? roster.cursor,
  complete: !page.hasMore,
  told: null,
});

const toldSince = ({ told, members }: Roster, member: Member): Member[] => {
  if (told?.has(member.user.id) !== true) return [member];
  const known = members.get(member.user.id);
  return known === undefined ? [] : [{ ...member, ...known, joinedAt: known.joinedAt || member.joinedAt }];
};
