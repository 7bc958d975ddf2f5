import type { Output } from '@chat/protocol';
import type { RoomContext } from '../room/room-context.ts';

/** The audit log of a room, for owners and admins. */
export interface Audit {
  /** Resolves to a page, newest first; with `before`, entries below that `rev`. */
  list(query?: { before?: number; limit?: number }): Promise<Output<'audit:list'>>;
}

export const audit = ({ roomId, call }: RoomContext): Audit => ({
  list: (query) => call('audit:list', { roomId, ...query }),
});
