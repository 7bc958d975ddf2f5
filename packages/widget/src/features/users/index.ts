import { emit } from '../../core/emit.ts';
import type { Feature } from '../../core/feature.ts';

/** Opens profiles over the page. */
export const users: Feature = {
  name: 'profile',
  openProfile: (context, person) =>
    void import('./users.ts').then(
      ({ openCard }) => openCard(context, person),
      () => emit(context.host, 'chat-error', { error: { code: 'disconnected' } }),
    ),
};
