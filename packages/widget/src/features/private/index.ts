import type { Feature } from '../../core/feature.ts';
import { lazyFeature } from '../../core/lazy.ts';

export const privateMessages: Feature = lazyFeature(
  { name: 'private' },
  {
    item: (item) => item.to !== undefined,
    memberMenus: true,
  },
  async () => (await import('./private.ts')).privateMessages,
);
