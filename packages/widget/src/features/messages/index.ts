import type { Feature } from '../../core/feature.ts';
import { later } from '../../core/lazy-feature.ts';

export const messages: Feature = later(
  { name: 'messages' },
  {},
  async () => (await import('./messages.ts')).messages,
);
