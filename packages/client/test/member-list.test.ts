import type { Member, Presence, Room, RoomSnapshot } from '@chat/protocol';
import { describe, expect, it } from 'vitest';
import {
  addMemberPage,
  beginPage,
  changePresence,
  dropMember,
  snapshotMembers,
} from '../src/room/member-changes.ts';
import type { MemberListState } from '../src/room/member-list.ts';

const room = { id: 'r', type: 'private' } as Room;
const user = (id: string) => ({ id, name: id });
const member = (id: string, status: Member['status'] = 'online'): Member => ({
  user: user(id),
  role: 'member',
  joinedAt: 7,
  ...(status === undefined ? {} : { status }),
});
const began = snapshotMembers({ room, members: [member('ana')], occupancy: 1 } as RoomSnapshot);
const presence = (
  roster: MemberListState,
  change: { joined?: string[]; left?: string[]; updated?: Presence[] },
): MemberListState =>
  changePresence(roster, room, {
    type: 'presence:changed',
    roomId: 'r',
    joined: (change.joined ?? []).map((id) => ({ user: user(id), status: 'online', role: 'member' })),
    left: change.left ?? [],
    updated: change.updated ?? [],
    occupancy: 1,
  });
const shown = (roster: MemberListState) =>
  [...roster.members.values()].map((each) => `${each.user.id} ${each.status}`);

describe('the list of members', () => {
  it('does not show members who left while their page was loading', () => {
    const asked = dropMember(beginPage(began), 'cy');
    const loaded = addMemberPage(asked, room, { members: [member('ana'), member('cy')], hasMore: false });
    expect(shown(loaded)).toEqual(['ana online']);
  });

  it('keeps presence received while a page was loading, and takes the rest from the page', () => {
    const asked = presence(presence(beginPage(began), { joined: ['bo', 'cy'] }), { left: ['cy'] });
    const page = { members: [member('ana'), member('bo', 'offline'), member('cy')], hasMore: false };
    const loaded = addMemberPage(asked, room, page);
    expect(shown(loaded)).toEqual(['ana online', 'bo online', 'cy offline']);
    expect(loaded.members.get('bo')?.joinedAt).toBe(7);
  });

  it('keeps the role of a membership over the role in a presence event', () => {
    const promoted = { ...member('cy'), role: 'moderator' as const };
    const known = snapshotMembers({ room, members: [promoted], occupancy: 1 } as RoomSnapshot);
    expect(presence(known, { joined: ['cy'] }).members.get('cy')?.role).toBe('moderator');
    expect(presence(began, { joined: ['cy'] }).members.get('cy')?.role).toBe('member');
  });

  it('drops a present user that the snapshot no longer lists as a member once they leave', () => {
    const told = presence(presence(began, { joined: ['cy'] }), { left: ['cy'] });
    expect(shown(told)).toEqual(['ana online']);
    const asked = presence(presence(beginPage(began), { joined: ['cy'] }), { left: ['cy'] });
    expect(shown(addMemberPage(asked, room, { members: [member('ana')], hasMore: false }))).toEqual([
      'ana online',
    ]);
  });
});
