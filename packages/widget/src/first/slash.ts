import type { Feature } from '../places.ts';
import { later } from './later.ts';

export const slash: Feature = later(
  { name: 'slash' },
  { writing: true, sends: (text) => text.startsWith('/') },
  async () => (await import('../features/slash.ts')).slash,
);
