import type { EventOf, Member } from '@chat/protocol';
import type { MemberSource, ApplyMembers, RoomCore } from './room-state.ts';
import { changePresence, dropMember, putMember, snapshotMembers, withPresence } from './member-changes.ts';

export const applyMembers: ApplyMembers = (core, self, source) => {
  const sources = source ? [...core.pendingMembers, source] : core.pendingMembers;
  if (sources.length === 0) return core;
  const placed = sources.reduce((before, each) => applyOne(before, self, each), core);
  return { ...placed, pendingMembers: [] };
};

const applyOne = (core: RoomCore, self: string, source: MemberSource): RoomCore => {
  if ('mode' in source) return { ...core, memberList: snapshotMembers(source) };
  if (source.type === 'member:left')
    return { ...core, memberList: dropMember(core.memberList, source.userId) };
  if (source.type === 'presence:changed')
    return {
      ...core,
      me: meAfter(core.me, source, self),
      memberList: changePresence(core.memberList, core.room, source),
    };
  const { member } = source;
  const me = member.user.id === self ? member : core.me;
  return { ...core, me, memberList: putMember(core.memberList, core.room, member) };
};

/** Another page of mine may have changed my status. */
const meAfter = (me: Member | null, event: EventOf<'presence:changed'>, self: string): Member | null => {
  const mine = me && [...event.joined, ...event.updated].find(({ user }) => user.id === self);
  return mine ? withPresence(me, mine) : me;
};
