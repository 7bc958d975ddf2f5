import type { User } from '@chat/protocol';
import { after } from './deferred.ts';
import type { RoomPlace } from './feature.ts';
import { features } from './feature-registry.ts';
import { shows } from './feature-filter.ts';

/** Whether names and pictures open profiles. */
export const showsProfiles = (names: string | null): boolean => shows(names, 'profile');

/** Opens a user's profile over the page. */
export const openProfile = async (place: RoomPlace, person: User): Promise<void> => {
  await after.load(false).catch(() => {});
  for (const feature of features) feature.openProfile?.(place, person);
};
