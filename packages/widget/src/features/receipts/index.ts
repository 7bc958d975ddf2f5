import type { Feature } from '../../core/feature.ts';
import { later } from '../../core/lazy-feature.ts';

export const receipts: Feature = later(
  { name: 'receipts' },
  {
    item: ({ mine, status }) => mine && status === 'sent',
  },
  async () => (await import('./receipts.ts')).receipts,
);
