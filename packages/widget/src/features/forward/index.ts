import type { Feature, MessageContext } from '../../core/feature.ts';
import { lazyFeature } from '../../core/lazy.ts';

/** Private messages stay with their readers. A page with one room has nowhere to forward to. */
export const canForward = ({ item, client, room }: MessageContext): boolean => {
  const { items, loaded } = client.rooms.get();
  const isAlone = loaded && items.every(({ room: { id } }) => id === room.id);
  return item.kind === 'text' && !item.to && !isAlone;
};

export const forward: Feature = lazyFeature(
  { name: 'forward', actionNames: (context) => (canForward(context) ? ['forward'] : []) },
  { item: (item) => item.forwarded !== undefined },
  async () => (await import('./forward.ts')).forward,
);
