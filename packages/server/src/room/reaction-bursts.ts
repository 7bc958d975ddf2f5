import { burstShown } from '@chat/protocol';

/** Emoji that float up in one room, gathered until they are told. Nothing of them is kept. */
export interface ReactionBursts {
  /** What is beyond the caps of one window is dropped. */
  add(emoji: string, times?: number): void;
  /** Takes what was gathered, first come first. */
  take(): { emoji: string; count: number }[];
}

export const createReactionBursts = (changed: () => void): ReactionBursts => {
  let counts = new Map<string, number>();
  return {
    add: (emoji, times = 1) => {
      const count = counts.get(emoji);
      if (count === undefined && counts.size >= burstShown.emoji) return;
      counts.set(emoji, Math.min(burstShown.count, (count ?? 0) + times));
      changed();
    },
    take: () => {
      const taken = [...counts].map(([emoji, count]) => ({ emoji, count }));
      if (taken.length > 0) counts = new Map();
      return taken;
    },
  };
};
