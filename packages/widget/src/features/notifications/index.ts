import { icons } from '../../ui/icons.ts';
import type { Feature } from '../../core/feature.ts';
import { lazyFeature } from '../../core/lazy.ts';

/** What the reader hears of while they look elsewhere: a count in the title, a sound, a note of the system. */
export const notifications: Feature = lazyFeature(
  {
    name: 'notifications',
    tool: ({ language }) => ({ label: language.text('notifications'), icon: icons.bell }),
  },
  {},
  async () => (await import('./notifications.ts')).notifications,
);
