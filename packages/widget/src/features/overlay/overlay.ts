import { emit } from '../../core/emit.ts';
import type { Feature, RoomContext } from '../../core/feature.ts';
import { icons } from '../../ui/all-icons.ts';
import { overlayLinkTexts } from './texts.ts';

const open = async ({ room, host, language }: RoomContext): Promise<void> => {
  try {
    const { ChatOverlayLinks } = await import('./chat-overlay-links.ts');
    const dialog = new ChatOverlayLinks();
    dialog.room = room;
    dialog.lang = language.tag;
    host.shadowRoot?.append(dialog);
  } catch {
    emit(host, 'chat-error', { error: { code: 'disconnected' } });
  }
};

/** Links by which OBS and other programs show the room in a video: an entry in the menu of the header, for hosts. */
export const overlay: Feature = {
  name: 'overlay',
  tool: (context) => {
    const { room: settings, can } = context.room.state.get();
    if (settings?.type === 'direct' || !can?.['overlay:create']) return null;
    return {
      label: overlayLinkTexts(context.language.tag).title,
      icon: icons.screen,
      inMenu: true,
      run: () => void open(context),
    };
  },
};
