import type { Feature } from '../../core/feature.ts';
import { lazyFeature } from '../../core/lazy.ts';
import { mayHaveCustomEmoji } from '../../emoji/custom-emoji.ts';

export const customEmoji: Feature = lazyFeature(
  { name: 'custom-emoji' },
  {
    item: ({ text, reactions }) =>
      mayHaveCustomEmoji(text) || reactions.some(({ emoji }) => emoji.startsWith(':')),
  },
  async () => (await import('./custom-emoji.ts')).customEmoji,
);
