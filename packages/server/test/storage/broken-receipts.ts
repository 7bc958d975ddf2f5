import type { ChatStorage } from '../../src/storage/contract/storage.ts';
import type { Broken } from './break-storage.ts';

type Timeline = ChatStorage['timeline'];

const timeline = (name: string, found: string[], make: (sound: Timeline) => Partial<Timeline>): Broken => ({
  name,
  found,
  damage: (sound) => ({ timeline: make(sound.timeline) }),
});

const [seen, back, earlier, stays, nothing, many] = [
  'a read marker records how far it has ever been, and since when',
  'a read marker moves back only on request',
  'a read from before it was moved back does not move it forward',
  'moving a read marker back keeps how far it has ever been',
  'moving back without a read marker returns null',
  'delivery is recorded for many users at once',
] as const;

export const brokenReceipts: Broken[] = [
  timeline('never moves a read marker back', [seen, back, earlier], (sound) => ({
    markUnread: (roomId, userId) => sound.markRead(roomId, userId, 0, { at: 0 }),
  })),
  timeline('ignores the turn of a read', [earlier], (sound) => ({
    markRead: (roomId, userId, seq, { at }) => sound.markRead(roomId, userId, seq, { at }),
  })),
  timeline('moves a read marker forward by moving back', [back], (sound) => ({
    markUnread: async (roomId, userId, seq) => {
      await sound.markRead(roomId, userId, seq, { at: 0 });
      return sound.markUnread(roomId, userId, seq);
    },
  })),
  timeline('does not update when a user read last', [seen], (sound) => {
    const last = new Map<string, number>();
    return {
      markRead: async (roomId, userId, seq, how) => {
        const before = await sound.markRead(roomId, userId, 0, how);
        const mark = await sound.markRead(roomId, userId, seq, how);
        if (mark && mark.readSeq !== before?.readSeq) last.set(`${roomId} ${userId}`, how.at);
        return mark && { ...mark, seenAt: last.get(`${roomId} ${userId}`) ?? mark.seenAt };
      },
    };
  }),
  timeline('lowers how far a read marker has ever been', [stays], (sound) => ({
    markUnread: async (roomId, userId, seq) => {
      const mark = await sound.markUnread(roomId, userId, seq);
      return mark && seq === 0 && mark.turn === 1 ? { ...mark, seenSeq: seq } : mark;
    },
  })),
  timeline('keeps the turn if the read marker is already lower', [back], (sound) => ({
    markUnread: async (roomId, userId, seq) => {
      const mark = await sound.markRead(roomId, userId, 0, { at: 0 });
      return mark && seq >= mark.readSeq ? mark : sound.markUnread(roomId, userId, seq);
    },
  })),
  timeline('creates a read marker by moving back', [nothing], (sound) => ({
    markUnread: async (roomId, userId, seq) => {
      await sound.readMarker(roomId, userId, { joinedAt: 0, joinedSeq: 0, readSeq: 0 });
      return sound.markUnread(roomId, userId, seq);
    },
  })),
  timeline('does not store deliveries', [many, 'calls after closing reject'], () => ({
    markDelivered: async () => undefined,
  })),
  timeline('stores only the first delivery', [many], (sound) => ({
    markDelivered: (roomId, delivered) => sound.markDelivered(roomId, delivered.slice(0, 1)),
  })),
  timeline('creates read markers by deliveries', [many], (sound) => ({
    markDelivered: async (roomId, delivered) => {
      for (const { userId } of delivered)
        await sound.readMarker(roomId, userId, { joinedAt: 0, joinedSeq: 0, readSeq: 0 });
      await sound.markDelivered(roomId, delivered);
    },
  })),
];
