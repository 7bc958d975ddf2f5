import type { Feature } from '../places.ts';
import { later } from './later.ts';

export const mentions: Feature = later(
  { name: 'mentions' },
  {
    item: (item) => item.mentions.length > 0,
    writing: true,
    sends: (text) => text.includes('@'),
  },
  async () => (await import('../features/mentions.ts')).mentions,
);
