import type { EventOf, Member } from '@chat/protocol';
import type { PeopleSource, PlacePeople, RoomCore } from './room-state.ts';
import { changePresence, dropMember, putMember, snapshotRoster, withPresence } from './member-changes.ts';

export const placePeople: PlacePeople = (core, self, source) => {
  const sources = source ? [...core.unplaced, source] : core.unplaced;
  if (sources.length === 0) return core;
  const placed = sources.reduce((before, each) => placeOne(before, self, each), core);
  return { ...placed, unplaced: [] };
};

const placeOne = (core: RoomCore, self: string, source: PeopleSource): RoomCore => {
  if ('mode' in source) return { ...core, roster: snapshotRoster(source) };
  if (source.type === 'member:left') return { ...core, roster: dropMember(core.roster, source.userId) };
  if (source.type === 'presence:changed')
    return {
      ...core,
      me: meAfter(core.me, source, self),
      roster: changePresence(core.roster, core.room, source),
    };
  const { member } = source;
  const me = member.user.id === self ? member : core.me;
  return { ...core, me, roster: putMember(core.roster, core.room, member) };
};

/** Another of my pages may have changed how I am. */
const meAfter = (me: Member | null, event: EventOf<'presence:changed'>, self: string): Member | null => {
  const mine = me && [...event.joined, ...event.updated].find(({ user }) => user.id === self);
  return mine ? withPresence(me, mine) : me;
};
