import { newMark, raisedMark } from '../shared/read-mark.ts';
import { idOf, orderKey } from '../shared/id-order-key.ts';
import type { Mark, TimelineStore } from '../contract/storage.ts';
import type { Database } from './database.ts';
import { keyOf, pageOf } from './rows.ts';
import { putOnce, type Row } from './table.ts';

export interface MarkRow extends Row, Mark {
  user: string;
  room: string;
}

export const markId = (roomId: string, userId: string): string => keyOf(orderKey(userId), orderKey(roomId));

const toMark = ({ joinedAt, joinedSeq, readSeq, turn, seenSeq, seenAt, deliveredSeq }: MarkRow): Mark => ({
  joinedAt,
  joinedSeq,
  readSeq,
  turn,
  seenSeq,
  seenAt,
  deliveredSeq,
});

type Marks = Pick<TimelineStore, 'mark' | 'read' | 'readBack' | 'delivered' | 'marks'>;

export const mongodbMarks = ({ tables, write }: Database): Marks => {
  const marks = tables<MarkRow>('marks');

  const markOf = async (roomId: string, userId: string): Promise<Mark | null> => {
    const row = await marks.get(markId(roomId, userId));
    return row && toMark(row);
  };

  /** Puts what becomes of a mark in its place, where nobody else has done so meanwhile; else from what it is then. */
  const change = async (roomId: string, userId: string, of: (mark: Mark) => Mark): Promise<Mark | null> => {
    for (;;) {
      const mark = await markOf(roomId, userId);
      const next = mark && of(mark);
      if (mark === null || next === null || next === mark) return mark;
      const { turn, readSeq, seenSeq, deliveredSeq } = mark;
      const same = { _id: markId(roomId, userId), turn, readSeq, seenSeq, deliveredSeq };
      if (await marks.update(same, { $set: next })) return next;
    }
  };

  return {
    mark: async (roomId, userId, first) => {
      const stored = await markOf(roomId, userId);
      if (stored !== null) return stored;
      const mark = newMark(first);
      const row = { _id: markId(roomId, userId), user: orderKey(userId), room: orderKey(roomId), ...mark };
      // Of two that make it at once, the second is refused and finds the first.
      await marks.bulk([putOnce<MarkRow>(row)]).catch((error: unknown) => {
        if (!(error instanceof Error && 'code' in error && error.code === 11_000)) throw error;
      });
      return (await markOf(roomId, userId)) ?? mark;
    },
    read: (roomId, userId, seq, { at, turn = Number.MAX_SAFE_INTEGER }) =>
      change(roomId, userId, (mark) => raisedMark(mark, seq, at, turn)),
    readBack: (roomId, userId, seq) =>
      change(roomId, userId, (mark) => ({
        ...mark,
        readSeq: Math.min(mark.readSeq, seq),
        turn: mark.turn + 1,
      })),
    delivered: (roomId, delivered) =>
      write(async (within) => {
        const highest = new Map<string, number>();
        for (const { userId, seq } of delivered)
          highest.set(userId, Math.max(seq, highest.get(userId) ?? seq));
        await within.tables<MarkRow>('marks').bulk(
          [...highest].map(([userId, seq]) => ({
            updateOne: {
              filter: { _id: markId(roomId, userId), deliveredSeq: { $lt: seq } },
              update: { $set: { deliveredSeq: seq } },
            },
          })),
        );
      }),
    marks: async (roomId, { after = '', limit }) => {
      const all = await marks.find(
        { room: orderKey(roomId), user: { $gt: orderKey(after) } },
        { sort: { user: 1 }, limit: limit + 1 },
      );
      const { rows, hasMore } = pageOf(all, limit);
      return {
        marks: rows.map(({ user, seenSeq, seenAt, deliveredSeq }) => ({
          userId: idOf(user),
          seenSeq,
          seenAt,
          deliveredSeq,
        })),
        hasMore,
      };
    },
  };
};
