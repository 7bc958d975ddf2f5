import type { Feature } from '../../core/feature.ts';
import { lazyFeature } from '../../core/lazy.ts';

export const receipts: Feature = lazyFeature(
  { name: 'receipts' },
  {
    item: ({ mine, status }) => mine && status === 'sent',
  },
  async () => (await import('./receipts.ts')).receipts,
);
