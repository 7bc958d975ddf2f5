import { copyText } from '../../dom/clipboard.ts';
import { emit } from '../../core/emit.ts';
import { icons } from '../../ui/all-icons.ts';
import type { Feature, MessageAction, MessagePlace } from '../../core/feature.ts';
import { deleteSoon, undoBar, watchDeletions } from './undo-delete.ts';
import { undoStyle } from './undo.styles.ts';

const edit = ({ item, host, language }: MessagePlace): MessageAction => ({
  name: 'edit',
  label: language.text('edit'),
  icon: icons.edit,
  run: () => emit(host, 'chat-edit', { message: item }),
});

const copy = ({ item, list, language, host }: MessagePlace): MessageAction => ({
  name: 'copy',
  label: language.text('copy'),
  icon: icons.copy,
  run: () => void copyText(item.text, host.ownerDocument).then(() => list.say(language.text('copied'))),
});

const remove = (place: MessagePlace): MessageAction => ({
  name: 'delete',
  label: place.language.text('delete'),
  icon: icons.trash,
  confirm: place.language.text('confirmDelete'),
  destructive: true,
  run: () => deleteSoon(place),
});

/** What one does with any message: edit, copy, delete. */
export const messages: Feature = {
  name: 'messages',
  watch: watchDeletions,
  beforeField: undoBar,
  styles: { composer: undoStyle },
  actions: (place) => {
    const { item, room } = place;
    const { can } = room.state.get();
    return [
      ...(item.mine && can?.['message:edit'] ? [edit(place)] : []),
      copy(place),
      ...(can?.[item.mine ? 'message:delete' : 'message:moderate'] ? [remove(place)] : []),
    ];
  },
};
