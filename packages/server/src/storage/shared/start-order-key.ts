import type { Room } from '@chat/protocol';
import { orderKey } from './id-order-key.ts';
import type { StartingQuery } from '../contract/storage.ts';

/** A time as text that sorts as times do: they have sixteen digits at most. */
const timeKey = (time: number): string => String(time).padStart(16, '0');

/** One text by which rooms are in the order of their starts, and of their ids among those of one start. Null: it has no start. */
export const startOrderKey = ({ id, startsAt }: Pick<Room, 'id' | 'startsAt'>): string | null =>
  startsAt === undefined ? null : `${timeKey(startsAt)} ${orderKey(id)}`;

/** What is asked for lies above `above` and below `below`. */
export const startKeyRange = ({ from, before, after }: StartingQuery): { above: string; below: string } => {
  const first = timeKey(from);
  const last = after && startOrderKey({ id: after.roomId, startsAt: after.startsAt });
  return { above: last && last > first ? last : first, below: timeKey(before) };
};

export const isInStartRange = (key: string, query: StartingQuery): boolean => {
  const { above, below } = startKeyRange(query);
  return key > above && key < below;
};
