import { burstShown } from '@chat/protocol';

/** Emoji bursts in one room, batched until they are sent. */
export interface ReactionBursts {
  /** Bursts beyond the limits of one window are dropped. */
  add(emoji: string, times?: number): void;
  /** Takes the batch, in order of arrival. */
  take(): { emoji: string; count: number }[];
}

export const createReactionBursts = (onChange: () => void): ReactionBursts => {
  let counts = new Map<string, number>();
  return {
    add: (emoji, times = 1) => {
      const count = counts.get(emoji);
      if (count === undefined && counts.size >= burstShown.emoji) return;
      counts.set(emoji, Math.min(burstShown.count, (count ?? 0) + times));
      onChange();
    },
    take: () => {
      const taken = [...counts].map(([emoji, count]) => ({ emoji, count }));
      if (taken.length > 0) counts = new Map();
      return taken;
    },
  };
};
