import type { Feature } from '../../core/feature.ts';
import { later } from '../../core/lazy-feature.ts';

export const mentions: Feature = later(
  { name: 'mentions' },
  {
    item: ({ mentions: named, mentionsAll }) => named.length > 0 || mentionsAll === true,
    room: ({ room }) => room.receipts.get().unreadMentions > 0,
    writing: true,
    sends: (text) => text.includes('@'),
  },
  async () => (await import('./mentions.ts')).mentions,
);
