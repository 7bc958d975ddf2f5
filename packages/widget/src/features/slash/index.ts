import type { Feature } from '../../core/feature.ts';
import { lazyFeature } from '../../core/lazy.ts';

export const slash: Feature = lazyFeature(
  { name: 'slash' },
  { onWriting: true, toSend: (text) => text.startsWith('/') },
  async () => (await import('./slash.ts')).slash,
);
