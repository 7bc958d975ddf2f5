import type { Member, Room } from '@chat/protocol';
import { byId, isDoubtful, listed } from './member-changes.ts';
import type { Roster } from './member-list.ts';

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
