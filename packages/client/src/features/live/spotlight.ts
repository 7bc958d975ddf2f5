import type { Message, SpotlightQuestion } from '@chat/protocol';
import type { LazyPart } from '../../lazy/lazy.ts';
import type { RoomContext } from '../../room/room-context.ts';
import { view, type Readable } from '../../state/readable.ts';

/** The message on stage. */
export interface StageMessage {
  message: Message;
  question?: undefined;
  /** When a host put it there, ms since the epoch. */
  at: number;
}

/** The question on stage. */
export interface StageQuestion {
  question: SpotlightQuestion;
  message?: undefined;
  /** When a host put it there, ms since the epoch. */
  at: number;
}

/**
 * The message that a host has put on stage, as it is now, or the question; null: none, or the message is being
 * loaded.
 */
export interface SpotlightStage extends Readable<StageMessage | StageQuestion | null> {
  /** Puts a message on stage. Needs `can['message:spotlight']`. Rejects with `ChatError`. */
  set(messageId: string): Promise<Message>;
  /** Puts a question on stage. Needs `can['message:spotlight']`. Rejects with `ChatError`. */
  setQuestion(questionId: string): Promise<void>;
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
    () => [sync.core.room?.spotlight?.at, sync.core.room?.spotlight?.question?.id, onStage()],
    (): StageMessage | StageQuestion | null => {
      const message = onStage();
      const { at, question } = sync.core.room?.spotlight ?? {};
      if (at === undefined) return null;
      return question ? { question, at } : message && { message, at };
    },
  );
  return {
    get: stage.get,
    set: async (messageId) => putStored(await call('message:spotlight', { roomId, messageId })),
    setQuestion: async (questionId) => void (await call('question:spotlight', { roomId, questionId })),
    clear: async () => void (await call('spotlight:clear', { roomId })),
  };
};
