import { download, formatsIn } from './data-rights-parts.ts';
import { emit } from './emit.ts';
import { dataRightsTexts } from './language/data-rights.ts';
import { icons } from './more-icons.ts';
import { openBeside } from './open-beside.ts';
import type { HeaderTool, RoomPlace } from './places.ts';

/** In a room of two both may take the conversation along; there is no panel for who moderates it. */
export const exportTool = (place: RoomPlace): HeaderTool | null => {
  const { room, language, host } = place;
  const { room: shown, can } = room.state.get();
  if (shown?.type !== 'direct' || !can?.['room:export']) return null;
  const save = (format: Parameters<typeof download>[1]): void =>
    void download(place, format).catch((error: unknown) => emit(host, 'chat-error', { error }));
  return {
    label: dataRightsTexts(language.tag).download,
    icon: icons.download,
    run: (opener) =>
      openBeside(
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
