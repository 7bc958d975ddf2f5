import type { ReactionMark } from '../contract/records.ts';
import type { View } from './decision.ts';

/** Reactions as they are on top of what a store holds, within one batch. */
export interface ReactionsOver extends Pick<View, 'reacted' | 'reactors'> {
  put(mark: ReactionMark): void;
  /** What is to be written, of those that are `wanted`: the last of each. */
  marks(wanted: (mark: ReactionMark) => boolean): ReactionMark[];
}

export const reactionsOver = (source: Pick<View, 'reacted' | 'reactors'>): ReactionsOver => {
  const changed = new Map<string, Map<string, ReactionMark>>();
  // No id of a message holds a space.
  const of = (messageId: string, emoji: string) => changed.get(`${messageId} ${emoji}`);

  return {
    put: (mark) => {
      const key = `${mark.messageId} ${mark.emoji}`;
      changed.set(key, (changed.get(key) ?? new Map<string, ReactionMark>()).set(mark.userId, mark));
    },
    reacted: (messageId, emoji, userId) =>
      of(messageId, emoji)?.get(userId)?.added ?? source.reacted(messageId, emoji, userId),
    reactors: (messageId, emoji, limit) => {
      const marks = of(messageId, emoji) ?? new Map<string, ReactionMark>();
      const known = source
        .reactors(messageId, emoji, limit + marks.size)
        .filter((userId) => !marks.has(userId));
      const more = [...marks.values()].filter(({ added }) => added).map(({ userId }) => userId);
      return [...known, ...more].sort((a, b) => (a < b ? -1 : 1)).slice(0, limit);
    },
    marks: (wanted) => [...changed.values()].flatMap((marks) => [...marks.values()].filter(wanted)),
  };
};
