import type { Feature, MessageContext } from '../../core/feature.ts';
import { lazyFeature } from '../../core/lazy.ts';
import { icons } from '../../ui/all-icons.ts';
import { savedTexts } from './texts.ts';

/** Messages of an ephemeral room are not stored. */
export const canSave = ({ item, room }: MessageContext): boolean =>
  item.deletedAt === undefined && room.state.get().room?.retention !== 'ephemeral';

export const saved: Feature = lazyFeature(
  {
    name: 'saved',
    tool: ({ language }) => ({ label: savedTexts(language.tag).title, icon: icons.bookmark, inMenu: true }),
    actionNames: (context) => (canSave(context) ? ['saved'] : []),
  },
  {},
  async () => (await import('./saved.ts')).saved,
);
