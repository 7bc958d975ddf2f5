import type { Feature } from '../../core/feature.ts';
import { lazyFeature } from '../../core/lazy.ts';

export const mentions: Feature = lazyFeature(
  { name: 'mentions' },
  {
    item: ({ mentions: named, mentionsAll }) => named.length > 0 || mentionsAll === true,
    room: ({ room }) => room.receipts.get().unreadMentions > 0,
    onWriting: true,
    toSend: (text) => text.includes('@'),
  },
  async () => (await import('./mentions.ts')).mentions,
);
