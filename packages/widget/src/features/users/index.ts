import { emit } from '../../core/emit.ts';
import type { Feature } from '../../core/feature.ts';

/** Opens profiles over the page. */
export const users: Feature = {
  name: 'profile',
  openProfile: (place, person) =>
    void import('./users.ts').then(
      ({ openCard }) => openCard(place, person),
      () => emit(place.host, 'chat-error', { error: { code: 'disconnected' } }),
    ),
};
