import { emit } from '../../core/emit.ts';
import { isOptedIn } from '../../core/feature-filter.ts';
import type { HeaderTool, RoomContext } from '../../core/feature.ts';
import { icons } from '../../ui/all-icons.ts';
import { locationTexts } from './texts.ts';

const open = async (context: RoomContext): Promise<void> => {
  try {
    await import('./chat-location.ts');
    const { tag } = context.language;
    const dialog = Object.assign(document.createElement('chat-location'), { context, lang: tag });
    context.host.shadowRoot?.append(dialog);
  } catch (error) {
    emit(context.host, 'chat-error', { error });
  }
};

/** The entry in the menu of the header that shares the location of the device. */
export const shareLocationTool = (context: RoomContext): HeaderTool | null =>
  isOptedIn(context.features, 'location') &&
  'geolocation' in navigator &&
  context.room.state.get().can?.['message:send']
    ? {
        label: locationTexts(context.language.tag).share,
        icon: icons.place,
        inMenu: true,
        run: () => void open(context),
      }
    : null;
