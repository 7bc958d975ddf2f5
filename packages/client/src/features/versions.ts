import type { MessageVersion } from '@chat/protocol';
import type { RoomContext } from '../room/room-context.ts';

/** What messages said before they were edited. For their authors, and for moderators. */
export interface Versions {
  /** The newest first. Rejects with `ChatError`. */
  list(messageId: string): Promise<readonly MessageVersion[]>;
}

export const versions = ({ roomId, call }: RoomContext): Versions => ({
  list: async (messageId) => (await call('message:versions', { roomId, messageId })).versions,
});
