import type { Feature } from '../../core/feature.ts';
import { lazyFeature } from '../../core/lazy.ts';

/** Shows the first lines of a long message, and the whole of it on request. */
export const longMessages: Feature = lazyFeature(
  { name: 'long-messages' },
  { item: ({ text }) => text.length >= 400 || /(\n.*){12}/.test(text) },
  async () => (await import('./long-messages.ts')).longMessages,
);
