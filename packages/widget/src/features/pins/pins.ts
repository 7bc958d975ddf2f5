import { isThreadOnly } from '@chat/protocol';
import { html, nothing } from 'lit';
import './chat-pins.ts';
import { emit } from '../../core/emit.ts';
import { icons } from '../../ui/all-icons.ts';
import type { Feature, MessageAction, MessageContext } from '../../core/feature.ts';

const action = ({ item, room, host, language }: MessageContext): MessageAction => {
  const pinned = item.pinnedAt !== undefined;
  return {
    name: 'pins',
    label: language.text(pinned ? 'unpin' : 'pin'),
    icon: pinned ? icons.unpin : icons.pin,
    group: 'room',
    run: () =>
      void room.pins[pinned ? 'unpin' : 'pin'](item.id).catch((error: unknown) =>
        emit(host, 'chat-error', { error }),
      ),
  };
};

/** Pinned messages: under the header, marked in the list, and listed in a panel. */
export const pins: Feature = {
  name: 'pins',
  actions: (context) =>
    context.room.state.get().can?.['message:pin'] && !context.item.to && !isThreadOnly(context.item)
      ? [action(context)]
      : [],
  renderStatusIcon: ({ item, language }) =>
    item.pinnedAt === undefined
      ? nothing
      : html`<span class="state pinned" title=${language.text('pinned')}>${icons.pin}</span>`,
  label: ({ item, language }) => (item.pinnedAt === undefined ? '' : language.text('pinned')),
  renderBar: (context) => {
    const { items } = context.room.pins.get();
    if (items.length === 0) return nothing;
    return html`<chat-pin-bar .context=${context} .items=${items}></chat-pin-bar>`;
  },
  panel: {
    title: (language, { room }) =>
      html`${language.text('pinnedMessages')} <span>${language.number(room.pins.get().items.length)}</span>`,
    render: (context) => {
      return html`<chat-pins .context=${context} .items=${context.room.pins.get().items}></chat-pins>`;
    },
  },
};
