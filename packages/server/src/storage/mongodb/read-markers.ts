import {
  lowerReadMarker,
  newReadMarker,
  raiseReadMarker,
  toPublicReadMarker,
} from '../shared/read-marker.ts';
import { idOf, orderKey } from '../shared/id-order-key.ts';
import type { ReadMarker, TimelineStore } from '../contract/storage.ts';
import type { Database } from './database.ts';
import { keyOf, pageOf } from './rows.ts';
import { putOnce, type Row } from './table.ts';

export interface ReadMarkerRow extends Row, ReadMarker {
  user: string;
  room: string;
}

export const readMarkerId = (roomId: string, userId: string): string =>
  keyOf(orderKey(userId), orderKey(roomId));

const toReadMarker = ({
  joinedAt,
  joinedSeq,
  readSeq,
  turn,
  seenSeq,
  seenAt,
  deliveredSeq,
}: ReadMarkerRow): ReadMarker => ({
  joinedAt,
  joinedSeq,
  readSeq,
  turn,
  seenSeq,
  seenAt,
  deliveredSeq,
});

type ReadMarkerMethods = Pick<
  TimelineStore,
  'readMarker' | 'markRead' | 'markUnread' | 'markDelivered' | 'readMarkers'
>;

export const mongodbReadMarkers = ({ tables, write }: Database): ReadMarkerMethods => {
  const marks = tables<ReadMarkerRow>('marks');

  const markerOf = async (roomId: string, userId: string): Promise<ReadMarker | null> => {
    const row = await marks.get(readMarkerId(roomId, userId));
    return row && toReadMarker(row);
  };

  /**
   * Replaces a read marker by its new state if it is unchanged since it was read; else starts again from the
   * current one.
   */
  const change = async (
    roomId: string,
    userId: string,
    of: (marker: ReadMarker) => ReadMarker,
  ): Promise<ReadMarker | null> => {
    for (;;) {
      const marker = await markerOf(roomId, userId);
      const next = marker && of(marker);
      if (marker === null || next === null || next === marker) return marker;
      const { turn, readSeq, seenSeq, deliveredSeq } = marker;
      const same = { _id: readMarkerId(roomId, userId), turn, readSeq, seenSeq, deliveredSeq };
      if (await marks.update(same, { $set: next })) return next;
    }
  };

  return {
    readMarker: async (roomId, userId, first) => {
      const stored = await markerOf(roomId, userId);
      if (stored !== null) return stored;
      const marker = newReadMarker(first);
      const row = {
        _id: readMarkerId(roomId, userId),
        user: orderKey(userId),
        room: orderKey(roomId),
        ...marker,
      };
      // Of two concurrent calls, the second fails and finds the marker of the first.
      await marks.bulk([putOnce<ReadMarkerRow>(row)]).catch((error: unknown) => {
        if (!(error instanceof Error && 'code' in error && error.code === 11_000)) throw error;
      });
      return (await markerOf(roomId, userId)) ?? marker;
    },
    markRead: (roomId, userId, seq, { at, turn = Number.MAX_SAFE_INTEGER }) =>
      change(roomId, userId, (marker) => raiseReadMarker(marker, seq, at, turn)),
    markUnread: (roomId, userId, seq) => change(roomId, userId, (marker) => lowerReadMarker(marker, seq)),
    markDelivered: (roomId, delivered) =>
      write(async (within) => {
        const highest = new Map<string, number>();
        for (const { userId, seq } of delivered)
          highest.set(userId, Math.max(seq, highest.get(userId) ?? seq));
        await within.tables<ReadMarkerRow>('marks').bulk(
          [...highest].map(([userId, seq]) => ({
            updateOne: {
              filter: { _id: readMarkerId(roomId, userId), deliveredSeq: { $lt: seq } },
              update: { $set: { deliveredSeq: seq } },
            },
          })),
        );
      }),
    readMarkers: async (roomId, { after = '', limit }) => {
      const all = await marks.find(
        { room: orderKey(roomId), user: { $gt: orderKey(after) } },
        { sort: { user: 1 }, limit: limit + 1 },
      );
      const { rows, hasMore } = pageOf(all, limit);
      return {
        readMarkers: rows.map((row) => toPublicReadMarker({ userId: idOf(row.user), ...row })),
        hasMore,
      };
    },
  };
};
