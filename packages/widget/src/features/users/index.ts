import type { User } from '@chat/protocol';
import { emit } from '../../core/emit.ts';
import type { RoomPlace } from '../../core/feature.ts';
import { shows } from '../../core/feature-filter.ts';

/** Profiles are to be opened from names and pictures. */
export const showsProfiles = (features: string | null): boolean => shows(features, 'profile');

/** Opens somebody's profile over the page. */
export const openProfile = (place: RoomPlace, person: User): void =>
  void import('./users.ts').then(
    ({ openCard }) => openCard(place, person),
    () => emit(place.host, 'chat-error', { error: { code: 'disconnected' } }),
  );
