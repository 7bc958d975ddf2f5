import type { FirstMark, Mark } from '../contract/storage.ts';

/** The mark of somebody who begins here. */
export const newMark = ({ joinedAt, joinedSeq, readSeq }: FirstMark): Mark => ({
  joinedAt,
  joinedSeq,
  readSeq,
  turn: 0,
  seenSeq: readSeq,
  seenAt: null,
  deliveredSeq: readSeq,
});

/** The mark raised to `seq`, or as it was. */
export const raisedMark = (mark: Mark, seq: number, at: number, turn = mark.turn): Mark => {
  if (seq <= mark.readSeq || turn < mark.turn) return mark;
  if (seq <= mark.seenSeq) return { ...mark, readSeq: seq };
  const deliveredSeq = Math.max(mark.deliveredSeq, seq);
  return { ...mark, readSeq: seq, seenSeq: seq, seenAt: at, deliveredSeq };
};

/** Whether one of two states of a mark came after the other. */
export const isLater = (
  { turn, readSeq }: Pick<Mark, 'turn' | 'readSeq'>,
  other: Pick<Mark, 'turn' | 'readSeq'>,
): boolean => turn > other.turn || (turn === other.turn && readSeq > other.readSeq);
