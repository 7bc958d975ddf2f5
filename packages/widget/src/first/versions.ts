import type { Feature } from '../places.ts';
import { later } from './later.ts';

export const versions: Feature = later(
  { name: 'versions' },
  {},
  async () => (await import('../features/versions.ts')).versions,
);
