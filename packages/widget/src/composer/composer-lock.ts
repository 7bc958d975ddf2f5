import type { RoomState } from '@chat/client';

/** Why nothing can be written now. Being offline is no reason: what is written is sent later. */
export type Silence = { reason: 'ended' | 'frozen' | 'forbidden' } | { reason: 'muted'; until: number };

export const silenceOf = ({ room, me, can }: RoomState, now: number): Silence | null => {
  if (!room || !can || can['message:send']) return null;
  if (room.phase === 'ended') return { reason: 'ended' };
  if (me?.mutedUntil !== undefined && me.mutedUntil > now) return { reason: 'muted', until: me.mutedUntil };
  if (room.frozen) return { reason: 'frozen' };
  // A mute that has run out: the server will say yes, whatever was granted before.
  return me?.mutedUntil === undefined ? { reason: 'forbidden' } : null;
};
