import { icons } from '../icons.ts';
import type { Feature } from '../places.ts';
import { later } from './later.ts';

/** Its button stays: what looks through what was said comes with its panel. */
export const search: Feature = later(
  { name: 'search', tool: ({ language }) => ({ label: language.text('search'), icon: icons.search }) },
  {},
  async () => (await import('../features/search.ts')).search,
);
