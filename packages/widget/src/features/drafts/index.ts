import type { Feature } from '../../core/feature.ts';
import { shows } from '../../core/feature-filter.ts';
import { lazyFeature } from '../../core/lazy.ts';

/** Loads in a room that stores messages, for users who may have other devices. */
export const drafts: Feature = lazyFeature(
  {
    name: 'drafts',
    watch: ({ room, client, host, features }) => {
      if (host.localName !== 'chat-composer' || !shows(features, 'drafts')) return [];
      const look = (): void => {
        const settings = room.state.get().room;
        if (!settings || settings.retention === 'ephemeral' || !client.user || client.user.guest) return;
        void drafts.lazy?.part.want(false);
      };
      return [room.state.subscribe(look)];
    },
  },
  {},
  async () => (await import('./drafts.ts')).drafts,
);
