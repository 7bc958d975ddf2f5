import type { Room } from '@chat/protocol';
import { orderKey } from './id-order-key.ts';
import type { StartingQuery } from '../contract/storage.ts';

/** Formats a time, without fractions, so that it sorts as text; times have at most sixteen digits. */
export const timeKey = (time: number): string => String(Math.floor(time)).padStart(16, '0');

/** Returns a key that sorts rooms by start and then by id; null if the room has no start. */
export const startOrderKey = ({ id, startsAt }: Pick<Room, 'id' | 'startsAt'>): string | null =>
  startsAt === undefined ? null : `${timeKey(startsAt)} ${orderKey(id)}`;

/** Returns the exclusive bounds of a query's keys. */
export const startKeyRange = ({ from, before, after }: StartingQuery): { above: string; below: string } => {
  const first = timeKey(from);
  const last = after && startOrderKey({ id: after.roomId, startsAt: after.startsAt });
  return { above: last && last > first ? last : first, below: timeKey(before) };
};

export const isInStartRange = (key: string, query: StartingQuery): boolean => {
  const { above, below } = startKeyRange(query);
  return key > above && key < below;
};
