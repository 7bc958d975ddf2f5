import type { FirstReadMarker, PublicReadMarker, ReadMarker } from '../contract/storage.ts';

/** Returns the first read marker of a user. */
export const newReadMarker = ({ joinedAt, joinedSeq, readSeq }: FirstReadMarker): ReadMarker => ({
  joinedAt,
  joinedSeq,
  readSeq,
  turn: 0,
  seenSeq: readSeq,
  seenAt: null,
  deliveredSeq: readSeq,
});

/** Returns the read marker moved forward to `seq`, or unchanged. */
export const raiseReadMarker = (
  marker: ReadMarker,
  seq: number,
  at: number,
  turn = marker.turn,
): ReadMarker => {
  if (seq <= marker.readSeq || turn < marker.turn) return marker;
  if (seq <= marker.seenSeq) return { ...marker, readSeq: seq };
  const deliveredSeq = Math.max(marker.deliveredSeq, seq);
  return { ...marker, readSeq: seq, seenSeq: seq, seenAt: at, deliveredSeq };
};

/** Returns the read marker moved back to `seq`, unless it is below that, in the next `turn`. */
export const lowerReadMarker = (marker: ReadMarker, seq: number): ReadMarker => ({
  ...marker,
  readSeq: Math.min(marker.readSeq, seq),
  turn: marker.turn + 1,
});

/** Returns the read marker with messages delivered up to `seq`, or as it was. */
export const raiseDeliveredSeq = (marker: ReadMarker, seq: number): ReadMarker =>
  seq > marker.deliveredSeq ? { ...marker, deliveredSeq: seq } : marker;

/** Returns the part of a read marker that other members may see. */
export const toPublicReadMarker = ({
  userId,
  seenSeq,
  seenAt,
  deliveredSeq,
}: PublicReadMarker): PublicReadMarker => ({ userId, seenSeq, seenAt, deliveredSeq });

/** Whether one state of a read marker is newer than another. */
export const isNewerReadMarker = (
  { turn, readSeq }: Pick<ReadMarker, 'turn' | 'readSeq'>,
  other: Pick<ReadMarker, 'turn' | 'readSeq'>,
): boolean => turn > other.turn || (turn === other.turn && readSeq > other.readSeq);
