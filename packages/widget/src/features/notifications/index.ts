import { icons } from '../../ui/icons.ts';
import type { Feature } from '../../core/feature.ts';
import { lazyFeature } from '../../core/lazy.ts';

/** Alerts while the page is not in focus: a count in the title, a sound, a system notification. */
export const notifications: Feature = lazyFeature(
  {
    name: 'notifications',
    tool: ({ language }) => ({ label: language.text('notifications'), icon: icons.bell }),
  },
  {},
  async () => (await import('./notifications.ts')).notifications,
);
