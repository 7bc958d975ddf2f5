import { html, nothing, type TemplateResult } from 'lit';
import { features } from '../core/feature-registry.ts';
import { titleOf } from '../core/room-title.ts';
import { headerTools } from './header-tools.ts';
import { icons } from '../ui/icons.ts';
import type { PanelState, RoomContext } from '../core/feature.ts';
import { roomSubtitle } from '../ui/room-subtitle.ts';
import { shows } from '../core/feature-filter.ts';
/** `live`: connected. `panel`: the open panel. `onClose`: set if the chat can be closed. */
export const roomHeader = (
  context: RoomContext,
  live: boolean,
  panel: PanelState | null,
  onClose: (() => void) | null = null,
): TemplateResult => {
  const { room, language } = context;
  const title = titleOf(room);
  const { status, text } = roomSubtitle(room, language);
  return html`<header class=${room.state.get().can ? '' : 'new'} part="header">
    <slot name="back"></slot>
    <div class="heading">
      <h2 class="title" part="title" dir="auto"><slot name="title">${title}</slot></h2>
      ${text ? html`<p class="present"><i class="dot ${live ? status : 'offline'}"></i>${text}</p>` : nothing}
    </div>
    <slot name="actions"></slot>
    ${headerTools(context, panel)}
    ${features.map(({ name, renderHeader }) => (renderHeader && shows(context.features, name) ? renderHeader(context, panel) : nothing))}
    ${onClose ? html`<button type="button" class="icon-button" aria-label=${language.text('close')} @click=${onClose}>${icons.close}</button>` : nothing}
  </header>`;
};
