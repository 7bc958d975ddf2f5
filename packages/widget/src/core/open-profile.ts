import type { User } from '@chat/protocol';
import { deferred } from './deferred.ts';
import type { RoomContext } from './feature.ts';
import { features } from './feature-registry.ts';
import { shows } from './feature-filter.ts';

/** Whether names and pictures open profiles. */
export const showsProfiles = (names: string | null): boolean => shows(names, 'profile');

/** Opens a user's profile over the page. */
export const openProfile = async (context: RoomContext, person: User): Promise<void> => {
  await deferred.load(false).catch(() => {});
  for (const feature of features) feature.openProfile?.(context, person);
};
