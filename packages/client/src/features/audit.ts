import type { Output } from '@chat/protocol';
import type { RoomContext } from '../room/room-context.ts';

/** What was done to moderate a room. For owners and admins. */
export interface Audit {
  /** A page, the newest first, or what is below the `rev` `before`. */
  list(query?: { before?: number; limit?: number }): Promise<Output<'audit:list'>>;
}

export const audit = ({ roomId, call }: RoomContext): Audit => ({
  list: (query) => call('audit:list', { roomId, ...query }),
});
