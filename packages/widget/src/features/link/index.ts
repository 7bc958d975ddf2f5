import type { Stop } from '@chat/client';
import type { Feature, RoomContext } from '../../core/feature.ts';
import { lazyFeature } from '../../core/lazy.ts';

/** Opens the message that the address of the page names, now and when the address changes. */
export const watchAddress = (context: RoomContext): Stop[] => {
  if (context.host.localName !== 'chat-room') return [];
  const { defaultView: page } = context.host.ownerDocument;
  const look = (): void => {
    if (!page?.location.hash.startsWith('#chat=')) return;
    void import('../../ui/open-address.ts')
      .then(({ openFromAddress }) => openFromAddress(context))
      .catch(() => {});
  };
  look();
  page?.addEventListener('hashchange', look);
  return [() => page?.removeEventListener('hashchange', look)];
};

export const link: Feature = lazyFeature(
  { name: 'link', watch: watchAddress, actionNames: () => ['link'] },
  {},
  async () => (await import('./link.ts')).link,
);
