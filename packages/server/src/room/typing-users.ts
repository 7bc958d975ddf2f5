import { typingShown, type Author } from '@chat/protocol';

/** The users typing in one room; without renewal within `timeoutMs` a user stops typing. */
export interface TypingUsers {
  set(author: Author, typing: boolean): void;
  list(): { users: Author[]; count: number };
  close(): void;
}

export const createTypingUsers = (timeoutMs: number, onChange: () => void): TypingUsers => {
  const typing = new Map<string, { author: Author; timer: NodeJS.Timeout }>();

  const stop = (userId: string): void => {
    const entry = typing.get(userId);
    if (!entry) return;
    clearTimeout(entry.timer);
    typing.delete(userId);
    onChange();
  };

  return {
    set: (author, isTyping) => {
      if (!isTyping) return stop(author.id);
      const before = typing.get(author.id);
      clearTimeout(before?.timer);
      typing.set(author.id, { author, timer: setTimeout(stop, timeoutMs, author.id).unref() });
      if (!before) onChange();
    },
    list: () => ({
      users: [...typing.values()].slice(0, typingShown).map(({ author }) => author),
      count: typing.size,
    }),
    close: () => {
      for (const { timer } of typing.values()) clearTimeout(timer);
      typing.clear();
    },
  };
};
