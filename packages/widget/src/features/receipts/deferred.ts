import type { Feature } from '../../core/feature.ts';

export const receiptsDeferred: Partial<Feature> = {
  actionNames: ({ item }) => [item.mine ? 'receipts' : 'unread'],
};
