import type { Message, Room } from '@chat/protocol';

const dayMs = 86_400_000;

/** Returns the time before which messages are expired; 0 if none expire. */
export const retentionCutoff = (room: Room, now: number): number =>
  typeof room.retention === 'object' ? now - room.retention.days * dayMs : 0;

/** Returns messages that have not expired. A job removes the others from the store a little later. */
export const withinRetention = (messages: Message[], room: Room, now: number): Message[] => {
  const cut = retentionCutoff(room, now);
  return cut > 0 ? messages.filter(({ createdAt }) => createdAt >= cut) : messages;
};
