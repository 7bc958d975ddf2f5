import type { Feature } from '../../core/feature.ts';
import { lazyFeature } from '../../core/lazy.ts';

/** Loads with the first caption of a room. */
export const captions: Feature = lazyFeature(
  {
    name: 'captions',
    watch: ({ room, host }) => {
      if (host.localName !== 'chat-room' && host.localName !== 'chat-composer') return [];
      const look = (): void => {
        if (room.captions.get().length > 0) void captions.lazy?.part.want(false);
      };
      look();
      return [room.captions.subscribe(look)];
    },
  },
  {},
  async () => (await import('./captions.ts')).captions,
);
