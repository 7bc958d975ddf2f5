import type { ChatRoom, StageMessage, StageQuestion } from '@chat/client';

/** Returns what the user sees on stage; null: nothing, or something of a user whom they have blocked. */
export const shownStage = ({ spotlight, state }: ChatRoom): StageMessage | StageQuestion | null => {
  const stage = spotlight.get();
  const author = stage?.message?.author ?? stage?.question?.author;
  return author && state.get().blocked.includes(author.id) ? null : stage;
};
