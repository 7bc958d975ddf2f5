import type { ChatRoom } from '@chat/client';
import { html, nothing, type TemplateResult } from 'lit';
import { features } from './features/index.ts';
import { headerTools } from './header-tools.ts';
import { icons } from './icons.ts';
import type { PanelState, RoomPlace } from './places.ts';
import { peerOf, presentText } from './present.ts';
import { shows } from './shows.ts';

/** In a direct room it is the other's name. */
export const titleOf = ({ id, state }: ChatRoom): string => {
  const { room, peer } = state.get();
  return room?.title || peer?.name || id;
};

/** `live`: the connection is up. `panel`: the one that is open. `onClose`: there when the chat can be closed. */
export const roomHeader = (
  place: RoomPlace,
  live: boolean,
  panel: PanelState | null,
  onClose: (() => void) | null = null,
): TemplateResult => {
  const { room, language } = place;
  const title = titleOf(room);
  const present = presentText(room, language);
  const status = peerOf(room)?.status ?? 'online';
  return html`<header part="header">
    <slot name="back"></slot>
    <div class="heading">
      <h2 class="title" part="title" dir="auto"><slot name="title">${title}</slot></h2>
      ${
        present
          ? html`<p class="present"><i class="dot ${live ? status : 'offline'}"></i>${present}</p>`
          : nothing
      }
    </div>
    <slot name="actions"></slot>
    ${headerTools(place, panel)}
    ${features.map(({ name, header }) => (header && shows(place.features, name) ? header(place, panel) : nothing))}
    ${onClose ? html`<button type="button" class="icon-button" aria-label=${language.text('close')} @click=${onClose}>${icons.close}</button>` : nothing}
  </header>`;
};
