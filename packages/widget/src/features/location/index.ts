import type { Feature } from '../../core/feature.ts';
import { lazyFeature } from '../../core/lazy.ts';
import { shareLocationTool } from './share-location.ts';

export const location: Feature = lazyFeature(
  { name: 'location', tool: shareLocationTool },
  { item: (item) => item.location !== undefined },
  async () => (await import('./location.ts')).location,
);
