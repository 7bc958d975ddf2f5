import type { MessageVersion } from '@chat/protocol';
import type { RoomContext } from '../room/room-context.ts';

/** Earlier texts of edited messages, for their authors and moderators. */
export interface Versions {
  /** Resolves to the versions, newest first. Rejects with `ChatError`. */
  list(messageId: string): Promise<readonly MessageVersion[]>;
}

export const versions = ({ roomId, call }: RoomContext): Versions => ({
  list: async (messageId) => (await call('message:versions', { roomId, messageId })).versions,
});
