import { icons } from '../../ui/icons.ts';
import type { Feature } from '../../core/feature.ts';
import { lazyFeature } from '../../core/lazy.ts';

/** The button is in the first view; the search loads with its panel. */
export const search: Feature = lazyFeature(
  { name: 'search', tool: ({ language }) => ({ label: language.text('search'), icon: icons.search }) },
  {},
  async () => (await import('./search.ts')).search,
);
