import type { Message } from '@chat/protocol';
import type { LazyPart } from '../../lazy/lazy.ts';
import type { RoomContext } from '../../room/room-context.ts';
import { view, type Readable } from '../../state/readable.ts';

/** The message on stage. */
export interface StageMessage {
  message: Message;
  /** When a host put it there, ms since the epoch. */
  at: number;
}

/** The message that a host has put on stage, as it is now; null: none, or it is being loaded. */
export interface SpotlightStage extends Readable<StageMessage | null> {
  /** Puts a message on stage. Needs `can['message:spotlight']`. Rejects with `ChatError`. */
  set(messageId: string): Promise<Message>;
  /** Clears the stage. Needs `can['message:spotlight']`. */
  clear(): Promise<void>;
}

/** `original` returns a message of the room, and loads it if necessary. */
export const spotlight = (
  { roomId, call, sync, putStored }: RoomContext,
  original: (messageId: string) => Message | null | undefined,
): LazyPart<SpotlightStage> => {
  const onStage = (): Message | null => {
    const { messageId } = sync.core.room?.spotlight ?? {};
    const message = messageId === undefined ? null : original(messageId);
    return message && message.deletedAt === undefined ? message : null;
  };
  const stage = view(
    () => [sync.core.room?.spotlight?.at, onStage()],
    (): StageMessage | null => {
      const message = onStage();
      const { at } = sync.core.room?.spotlight ?? {};
      return message && at !== undefined ? { message, at } : null;
    },
  );
  return {
    get: stage.get,
    set: async (messageId) => putStored(await call('message:spotlight', { roomId, messageId })),
    clear: async () => void (await call('spotlight:clear', { roomId })),
  };
};
