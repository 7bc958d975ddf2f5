import type { ChatStorage } from '../../src/storage/contract/storage.ts';
import type { Broken } from './break-storage.ts';

type Timeline = ChatStorage['timeline'];

const timeline = (name: string, found: string[], make: (sound: Timeline) => Partial<Timeline>): Broken => ({
  name,
  found,
  damage: (sound) => ({ timeline: make(sound.timeline) }),
});

const [seen, back, earlier, stays, nothing, many] = [
  'a read mark tells how far it has ever been, and since when',
  'a read mark is taken back, and only by asking for it',
  'what was read before a mark was taken back does not raise it',
  'how far somebody has ever read does not go back',
  'there is nothing to take back without a mark',
  'what has come to devices is raised, for many at once',
] as const;

export const brokenReceipts: Broken[] = [
  timeline('takes no mark back', [seen, back, earlier], (sound) => ({
    markUnread: (roomId, userId) => sound.markRead(roomId, userId, 0, { at: 0 }),
  })),
  timeline('does not know a turn', [earlier], (sound) => ({
    markRead: (roomId, userId, seq, { at }) => sound.markRead(roomId, userId, seq, { at }),
  })),
  timeline('takes a mark forward too', [back], (sound) => ({
    markUnread: async (roomId, userId, seq) => {
      await sound.markRead(roomId, userId, seq, { at: 0 });
      return sound.markUnread(roomId, userId, seq);
    },
  })),
  timeline('keeps when somebody read last', [seen], (sound) => {
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
  timeline('forgets with a mark how far it was', [stays], (sound) => ({
    markUnread: async (roomId, userId, seq) => {
      const mark = await sound.markUnread(roomId, userId, seq);
      return mark && seq === 0 && mark.turn === 1 ? { ...mark, seenSeq: seq } : mark;
    },
  })),
  timeline('does not begin a turn where there is nothing to take back', [back], (sound) => ({
    markUnread: async (roomId, userId, seq) => {
      const mark = await sound.markRead(roomId, userId, 0, { at: 0 });
      return mark && seq >= mark.readSeq ? mark : sound.markUnread(roomId, userId, seq);
    },
  })),
  timeline('makes a mark by taking it back', [nothing], (sound) => ({
    markUnread: async (roomId, userId, seq) => {
      await sound.readMarker(roomId, userId, { joinedAt: 0, joinedSeq: 0, readSeq: 0 });
      return sound.markUnread(roomId, userId, seq);
    },
  })),
  timeline('keeps nothing of what was delivered', [many, 'calls after closing reject'], () => ({
    markDelivered: async () => undefined,
  })),
  timeline('keeps the first of what was delivered', [many], (sound) => ({
    markDelivered: (roomId, delivered) => sound.markDelivered(roomId, delivered.slice(0, 1)),
  })),
  timeline('makes marks for what was delivered', [many], (sound) => ({
    markDelivered: async (roomId, delivered) => {
      for (const { userId } of delivered)
        await sound.readMarker(roomId, userId, { joinedAt: 0, joinedSeq: 0, readSeq: 0 });
      await sound.markDelivered(roomId, delivered);
    },
  })),
];
