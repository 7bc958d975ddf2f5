import type { Feature } from '../../core/feature.ts';
import { lazyFeature } from '../../core/lazy.ts';
import { onDevice } from '../../dom/browser-storage.ts';

/** Where this device stores that the user has scheduled messages in a room. */
export const scheduledMark = (roomId: string): string => `scheduled:${roomId}`;

/** Loads when the user writes, or has scheduled messages in the room. */
export const scheduled: Feature = lazyFeature(
  {
    name: 'scheduled',
    watch: ({ room, host }) => {
      if (host.localName !== 'chat-composer') return [];
      const want = (): void => void scheduled.lazy?.part.want(false);
      if (host.matches(':focus-within') || onDevice.get(scheduledMark(room.id))) want();
      return [room.on('scheduled:changed', want)];
    },
  },
  { onWriting: true },
  async () => (await import('./scheduled.ts')).scheduled,
);
