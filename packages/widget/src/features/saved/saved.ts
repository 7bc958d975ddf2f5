import { html } from 'lit';
import { emit } from '../../core/emit.ts';
import type { Feature, MessageAction, MessageContext } from '../../core/feature.ts';
import { icons } from '../../ui/all-icons.ts';
import { canSave } from './index.ts';
import './chat-saved.ts';
import { savedTexts } from './texts.ts';

const action = ({ item, room, client, host, language, list }: MessageContext): MessageAction => {
  const { items } = client.saved.get();
  const isSaved = items.some(({ message }) => message.id === item.id && message.roomId === room.id);
  const texts = savedTexts(language.tag);
  return {
    name: 'saved',
    label: isSaved ? texts.remove : texts.save,
    icon: icons.bookmark,
    group: 'message',
    secondary: true,
    run: () =>
      void client.saved[isSaved ? 'remove' : 'add'](room.id, item.id).then(
        () => list.say(isSaved ? texts.removed : texts.saved),
        (error: unknown) => emit(host, 'chat-error', { error }),
      ),
  };
};

/** Saved messages: an entry in the menu of a message, and the list of all rooms. */
export const saved: Feature = {
  name: 'saved',
  watch: ({ client, host }, changed) => {
    if (host.localName !== 'chat-room') return [];
    client.saved.load().catch(() => {});
    return [client.saved.subscribe(changed)];
  },
  actions: (context) => (canSave(context) ? [action(context)] : []),
  panel: {
    title: (language) => savedTexts(language.tag).title,
    render: (context) =>
      html`<chat-saved
        .context=${context}
        .items=${context.client.saved.get().items}
        .loaded=${context.client.saved.get().loaded}
      ></chat-saved>`,
  },
};
