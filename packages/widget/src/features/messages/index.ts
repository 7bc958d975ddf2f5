import type { Feature } from '../../core/feature.ts';
import { lazyFeature } from '../../core/lazy.ts';

export const messages: Feature = lazyFeature(
  { name: 'messages' },
  {},
  async () => (await import('./messages.ts')).messages,
);
