import type { ChatEvent, Message, MessageChange, RoomSnapshot } from '@chat/protocol';
import { isNews, type RoomCore } from './room-state.ts';

/**
 * Returns the events that a resume replaces, derived from what changed: one per record, with its current
 * state.
 */
export const eventsOf = (before: RoomCore, resume: RoomSnapshot): ChatEvent[] => {
  const { rev, messages, members, left = [], room } = resume;
  const roomId = room.id;
  const known = new Map(
    [...before.log.items, ...(before.extra?.items() ?? [])].map((message) => [message.id, message]),
  );
  const ofMessages = messages.flatMap((message): ChatEvent[] => {
    if (message.rev > rev) return []; // its event will follow
    const event = { roomId, rev: message.rev, message };
    if (isNews(before, message)) return [{ type: 'message:created', ...event }];
    const by = message.author.id;
    if (message.deletedAt !== undefined) return [{ type: 'message:deleted', ...event, by }];
    return [{ type: 'message:updated', ...event, by, change: changeOf(known.get(message.id), message) }];
  });
  const ofMembers = members.flatMap((member): ChatEvent[] => {
    const known = before.memberList.members.get(member.user.id);
    const same =
      known === undefined ||
      (known.role === member.role &&
        known.mutedUntil === member.mutedUntil &&
        known.invitedBy?.id === member.invitedBy?.id);
    const type = known?.invitedBy && !member.invitedBy ? 'member:joined' : 'member:updated';
    return same ? [] : [{ type, roomId, rev, member }];
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

/** Returns the most likely change of an update; it may combine several. */
const changeOf = (
  before: Message | undefined,
  { editedAt, pinnedAt, restoredAt, thread, call, card, poll }: Message,
): MessageChange => {
  if (before?.restoredAt !== restoredAt) return 'restore';
  if (before === undefined || before.editedAt !== editedAt) return 'edit';
  if (before.pinnedAt !== pinnedAt) return 'pin';
  if (before.call?.state !== call?.state) return 'call';
  if (before.card?.url !== card?.url) return 'card';
  if (JSON.stringify(before.poll) !== JSON.stringify(poll)) return 'poll';
  return JSON.stringify(before.thread) === JSON.stringify(thread) ? 'reaction' : 'thread';
};
