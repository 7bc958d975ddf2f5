import type { Feature } from '../places.ts';
import { later } from './later.ts';

export const receipts: Feature = later(
  { name: 'receipts' },
  {
    item: ({ mine, status }) => mine && status === 'sent',
  },
  async () => (await import('../features/receipts.ts')).receipts,
);
