import type { ChatRoom } from '@chat/client';
import { html, nothing } from 'lit';
import type { Feature } from '../../core/feature.ts';
import { fillPlural } from '../../i18n/fill-text.ts';
import type { Language } from '../../i18n/language.ts';
import { icons } from '../../ui/all-icons.ts';
import { lobbyTexts } from './texts.ts';

const isHostOf = (room: ChatRoom): boolean => {
  const { room: settings, can } = room.state.get();
  return settings?.lobby === true && can?.['lobby:admit'] === true;
};

const waitingText = (room: ChatRoom, { tag }: Language): string => {
  const count = room.lobby.get().waiting.length;
  return count > 0 ? fillPlural(lobbyTexts(tag).waiting, count, tag) : '';
};

/** The lobby as hosts see it: the users who wait. */
export const lobby: Feature = {
  name: 'lobby',
  watch: ({ room }, changed) => [room.lobby.subscribe(changed)],
  // Announces users who knock.
  renderBar: ({ room, language }) =>
    isHostOf(room)
      ? html`<p class="visually-hidden" role="status">${waitingText(room, language)}</p>`
      : nothing,
  tool: ({ room, language }) => {
    if (!isHostOf(room)) return null;
    const count = room.lobby.get().waiting.length;
    return {
      label: lobbyTexts(language.tag).title,
      icon: icons.door,
      ...(count > 0 && {
        waiting: { count: language.number(count), text: waitingText(room, language) },
      }),
    };
  },
  panel: {
    title: (language, { room }) =>
      html`${lobbyTexts(language.tag).title}
        <span>${language.number(room.lobby.get().waiting.length)}</span>`,
    render: ({ room, client, language }) => {
      void import('./chat-lobby.ts');
      return html`<chat-lobby lang=${language.tag} .client=${client} .room=${room.id}></chat-lobby>`;
    },
  },
};
