import { download, formatsIn } from './retention-and-export.ts';
import { emit } from '../../core/emit.ts';
import { dataRightsTexts } from '../../i18n/data-rights-texts.ts';
import { icons } from '../../ui/all-icons.ts';
import { openMenuAt } from '../../ui/open-menu-at.ts';
import type { HeaderTool, RoomContext } from '../../core/feature.ts';

/** In a direct room both members may export the conversation; it has no moderation panel. */
export const exportTool = (context: RoomContext): HeaderTool | null => {
  const { room, language, host } = context;
  const { room: shown, can } = room.state.get();
  if (shown?.type !== 'direct' || !can?.['room:export']) return null;
  const save = (format: Parameters<typeof download>[1]): void =>
    void download(context, format).catch((error: unknown) => emit(host, 'chat-error', { error }));
  return {
    label: dataRightsTexts(language.tag).download,
    icon: icons.download,
    inMenu: true,
    run: (opener) =>
      openMenuAt(
        host,
        opener,
        formatsIn(language).map(([format, label]) => ({
          name: `export-${format}`,
          label,
          icon: icons.download,
          run: () => save(format),
        })),
      ),
  };
};
