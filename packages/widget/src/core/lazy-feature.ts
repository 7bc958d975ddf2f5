import { late } from './lazy.ts';
import type { Feature, Later } from './feature.ts';

/** What the first view has of a feature. The rest is loaded once it is wanted, and takes its place. */
export const later = (
  first: Omit<Feature, 'later'>,
  wanted: Omit<Later, 'part'>,
  load: () => Promise<Feature>,
): Feature => {
  const feature: { -readonly [K in keyof Feature]: Feature[K] } = {
    ...first,
    later: {
      ...wanted,
      part: late(async () => {
        const whole = await load();
        Object.assign(feature, whole);
        delete feature.later;
        return whole;
      }),
    },
  };
  return feature;
};
