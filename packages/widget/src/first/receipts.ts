import type { Feature } from '../places.ts';
import { later } from './later.ts';

export const receipts: Feature = later(
  { name: 'receipts' },
  {
    item: ({ mine, status }) => mine && status === 'sent',
    acts: ({ item }) => [item.mine ? 'receipts' : 'unread'],
  },
  async () => (await import('../features/receipts.ts')).receipts,
);
