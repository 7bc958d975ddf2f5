import type { Message } from '@chat/protocol';
import { mentionedUsers, everyone } from '../shared/mentioned-users.ts';
import { firstIndex } from './sorted.ts';

/** An index of the users that the messages of one room mention. */
export interface MentionIndex {
  /** Adds or updates a message. */
  put(message: Message): void;
  /** Removes a message. */
  drop(message: Message): void;
  /** Returns the `seq` of messages by others that mention a user, ascending. */
  after(userId: string, after: number, limit: number): number[];
}

export const createMentionIndex = (): MentionIndex => {
  const bySeq = new Map<number, { author: string; ids: string[] }>();
  /** `seq` of messages by user id, ascending. */
  const lists = new Map<string, number[]>();

  const drop = ({ seq }: Message): void => {
    for (const id of bySeq.get(seq)?.ids ?? []) {
      const list = lists.get(id) ?? [];
      list.splice(
        firstIndex(list, (each) => each >= seq),
        1,
      );
      if (list.length === 0) lists.delete(id);
    }
    bySeq.delete(seq);
  };

  return {
    drop,
    put: (message) => {
      drop(message);
      const { seq, author } = message;
      const ids = mentionedUsers(message);
      if (ids.length === 0) return;
      bySeq.set(seq, { author: author.id, ids });
      for (const id of ids) {
        const list = lists.get(id) ?? [];
        lists.set(id, list);
        list.splice(
          firstIndex(list, (each) => each > seq),
          0,
          seq,
        );
      }
    },
    after: (userId, after, limit) => {
      const above = (id: string): number[] => {
        const list = lists.get(id) ?? [];
        const from = firstIndex(list, (seq) => seq > after);
        const others: number[] = [];
        for (let index = from; index < list.length && others.length < limit; index += 1) {
          const seq = list[index] ?? 0;
          if (bySeq.get(seq)?.author !== userId) others.push(seq);
        }
        return others;
      };
      const found = new Set([...above(userId), ...above(everyone)]);
      return [...found].sort((a, b) => a - b).slice(0, limit);
    },
  };
};
