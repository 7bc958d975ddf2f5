import type { Feature } from '../../core/feature.ts';
import { lazyFeature } from '../../core/lazy.ts';

/** Loads when the user writes, also if they began before this code was loaded. */
export const formatting: Feature = lazyFeature(
  {
    name: 'formatting',
    watch: ({ host }) => {
      if (host.localName === 'chat-composer' && host.matches(':focus-within')) formatting.lazy?.part.want();
      return [];
    },
  },
  { onWriting: true },
  async () => (await import('./formatting.ts')).formatting,
);
