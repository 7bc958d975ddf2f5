import type { Feature } from '../../core/feature.ts';
import { later } from '../../core/lazy-feature.ts';

export const slash: Feature = later(
  { name: 'slash' },
  { writing: true, sends: (text) => text.startsWith('/') },
  async () => (await import('./slash.ts')).slash,
);
