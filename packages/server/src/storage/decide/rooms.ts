import type { DurableEvent, Room } from '@chat/protocol';
import type { ChangeOf, RoomPatch } from '../contract/change.ts';
import { refuseReadingModes } from './encryption/encrypted-content.ts';
import { withoutSpotlight } from './live/spotlight.ts';
import { invitedBy, newMember } from './members.ts';
import type { Head, StoredMember } from '../contract/records.ts';
import { refuseWithoutRight, refuse, type Decision, type DecisionContext, type View } from './decision.ts';

export const createRoom = (view: View, change: ChangeOf<'create-room'>): Decision => {
  if (view.head !== null) return refuse('conflict', 'a room with this id exists', { reason: 'room_exists' });
  const unfit = refuseReadingModes(change.room);
  if (unfit !== null) return unfit;
  const members = change.members.map(({ user, role, invited }): StoredMember => {
    const member = newMember(user, role, change.at, 0, 1);
    return invited ? { ...member, ...invitedBy(change.actor) } : member;
  });
  const head: Head = { room: change.room, seq: 0, rev: 1, roomRev: 1, epoch: '' };
  const event: DurableEvent = { type: 'room:updated', roomId: change.room.id, rev: 1, room: change.room };
  return { kind: 'write', head, event, members };
};

export const updateRoom = (context: DecisionContext, change: ChangeOf<'update-room'>): Decision => {
  const { head } = context;
  const ends = change.patch.phase === 'ended';
  const { retention } = change.patch;
  const refused =
    refuseWithoutRight(context, ends ? 'room:end' : 'room:update', change.at) ??
    (retention === undefined ? null : refuseWithoutRight(context, 'room:retain', change.at));
  if (refused !== null) return refused;
  // An ephemeral room has no stored history to keep, and a stored history cannot become ephemeral.
  if (retention !== undefined && (retention === 'ephemeral') !== (head.room.retention === 'ephemeral'))
    return refuse('conflict', 'whether a room is ephemeral is fixed at its creation', { field: 'retention' });
  if (ends && head.room.phase === 'ended') {
    return {
      kind: 'known',
      event: { type: 'room:ended', roomId: head.room.id, rev: head.roomRev, room: head.room },
    };
  }
  const rev = head.rev + 1;
  // A patch may contain undefined for fields that were not given.
  const asked = Object.entries(change.patch).filter(([, value]) => value !== undefined);
  const { reminded, ...before } = ends ? withoutSpotlight(head.room) : head.room;
  const patch = Object.fromEntries(asked) as RoomPatch;
  const isMoved = patch.startsAt !== undefined && patch.startsAt !== before.startsAt;
  const room: Room = { ...before, ...(reminded && !isMoved && { reminded }), ...patch };
  const unfit = refuseReadingModes(room);
  if (unfit !== null) return unfit;
  const event: DurableEvent = { type: ends ? 'room:ended' : 'room:updated', roomId: room.id, rev, room };
  return { kind: 'write', head: { ...head, room, rev, roomRev: rev }, event, members: [] };
};
