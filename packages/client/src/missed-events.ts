import type { ChatEvent, RoomSnapshot } from '@chat/protocol';
import type { RoomCore } from './room-core.ts';

/** The events that a resume stands for, as far as they can be told from what changed: each record once, as it now is. */
export const eventsOf = (before: RoomCore, resume: RoomSnapshot): ChatEvent[] => {
  const { rev, messages, members, left = [], room } = resume;
  const roomId = room.id;
  const ofMessages = messages.map((message): ChatEvent => {
    const event = { roomId, rev: message.rev, message };
    if (message.seq > before.seq) return { type: 'message:created', ...event };
    const by = message.author.id;
    if (message.deletedAt !== undefined) return { type: 'message:deleted', ...event, by };
    return { type: 'message:updated', ...event, by, change: 'edit' };
  });
  const ofMembers = members.flatMap((member): ChatEvent[] => {
    const known = before.roster.members.get(member.user.id);
    const same =
      known === undefined || (known.role === member.role && known.mutedUntil === member.mutedUntil);
    return same ? [] : [{ type: 'member:updated', roomId, rev, member }];
  });
  const ofLeft = left.map((userId): ChatEvent => ({
    type: 'member:left',
    roomId,
    rev,
    userId,
    reason: 'left',
  }));
  const sameRoom = JSON.stringify(room) === JSON.stringify(before.room);
  const ofRoom: ChatEvent[] = sameRoom
    ? []
    : [
        {
          type: room.phase === 'ended' && before.room?.phase !== 'ended' ? 'room:ended' : 'room:updated',
          roomId,
          rev,
          room,
        },
      ];
  return [...ofMessages, ...ofMembers, ...ofLeft, ...ofRoom];
};
