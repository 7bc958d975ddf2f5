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
    readBack: (roomId, userId) => sound.read(roomId, userId, 0, { at: 0 }),
  })),
  timeline('does not know a turn', [earlier], (sound) => ({
    read: (roomId, userId, seq, { at }) => sound.read(roomId, userId, seq, { at }),
  })),
  timeline('takes a mark forward too', [back], (sound) => ({
    readBack: async (roomId, userId, seq) => {
      await sound.read(roomId, userId, seq, { at: 0 });
      return sound.readBack(roomId, userId, seq);
    },
  })),
  timeline('keeps when somebody read last', [seen], (sound) => {
    const last = new Map<string, number>();
    return {
      read: async (roomId, userId, seq, how) => {
        const before = await sound.read(roomId, userId, 0, how);
        const mark = await sound.read(roomId, userId, seq, how);
        if (mark && mark.readSeq !== before?.readSeq) last.set(`${roomId} ${userId}`, how.at);
        return mark && { ...mark, seenAt: last.get(`${roomId} ${userId}`) ?? mark.seenAt };
      },
    };
  }),
  timeline('forgets with a mark how far it was', [stays], (sound) => ({
    readBack: async (roomId, userId, seq) => {
      const mark = await sound.readBack(roomId, userId, seq);
      return mark && seq === 0 && mark.turn === 1 ? { ...mark, seenSeq: seq } : mark;
    },
  })),
  timeline('does not begin a turn where there is nothing to take back', [back], (sound) => ({
    readBack: async (roomId, userId, seq) => {
      const mark = await sound.read(roomId, userId, 0, { at: 0 });
      return mark && seq >= mark.readSeq ? mark : sound.readBack(roomId, userId, seq);
    },
  })),
  timeline('makes a mark by taking it back', [nothing], (sound) => ({
    readBack: async (roomId, userId, seq) => {
      await sound.mark(roomId, userId, { joinedAt: 0, joinedSeq: 0, readSeq: 0 });
      return sound.readBack(roomId, userId, seq);
    },
  })),
  timeline('keeps nothing of what was delivered', [many, 'calls after closing reject'], () => ({
    delivered: async () => undefined,
  })),
  timeline('keeps the first of what was delivered', [many], (sound) => ({
    delivered: (roomId, delivered) => sound.delivered(roomId, delivered.slice(0, 1)),
  })),
  timeline('makes marks for what was delivered', [many], (sound) => ({
    delivered: async (roomId, delivered) => {
      for (const { userId } of delivered)
        await sound.mark(roomId, userId, { joinedAt: 0, joinedSeq: 0, readSeq: 0 });
      await sound.delivered(roomId, delivered);
    },
  })),
];
