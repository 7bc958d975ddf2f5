import type { Feature } from '../../core/feature.ts';
import { lazyFeature } from '../../core/lazy.ts';

export const blocks: Feature = lazyFeature(
  {
    name: 'blocks',
    actionNames: ({ item }) => (item.mine || item.kind === 'system' ? [] : ['block']),
  },
  { room: ({ room }) => room.state.get().blocked.length > 0, memberMenus: true },
  async () => (await import('./blocks.ts')).blocks,
);
