import { icons } from '../../ui/icons.ts';
import type { Feature } from '../../core/feature.ts';
import { lazyFeature } from '../../core/lazy.ts';

/** Its button stays: what looks through what was said comes with its panel. */
export const search: Feature = lazyFeature(
  { name: 'search', tool: ({ language }) => ({ label: language.text('search'), icon: icons.search }) },
  {},
  async () => (await import('./search.ts')).search,
);
