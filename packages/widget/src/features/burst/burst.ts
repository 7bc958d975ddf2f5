import { html, nothing } from 'lit';
import { emit } from '../../core/emit.ts';
import { icons } from '../../ui/all-icons.ts';
import type { Feature } from '../../core/feature.ts';
import { isOptedIn } from '../../core/feature-filter.ts';
import { toolStyle } from '../../styles/tool.ts';
import { burstLayerStyle } from './burst.styles.ts';

const heart = '\u2764\uFE0F';

let loading: Promise<unknown> | null = null;
/** Fast senders lose some hearts to the rate limit; that is no error to show. */
const unnoticed = new Set(['rate_limited', 'overloaded', 'disconnected', 'timeout']);

/** Hearts that float over a live event. Off unless the page's `features` name it: `+burst`. */
export const burst: Feature = {
  name: 'burst',
  renderTools: ({ room, language, features, host }) => {
    if (!isOptedIn(features, 'burst') || !room.state.get().can?.['reaction:add']) return nothing;
    const float = () =>
      room.reactions.burst(heart).catch((error: { code?: string }) => {
        if (!unnoticed.has(error.code ?? '')) emit(host, 'chat-error', { error });
      });
    return html`<button
      type="button"
      class="icon-button tool burst"
      aria-label=${language.text('burst')}
      title=${language.text('burst')}
      @click=${float}
    >
      ${icons.heart}
    </button>`;
  },
  renderBar: ({ room, features }) => {
    if (!isOptedIn(features, 'burst')) return nothing;
    loading ??= import('./chat-bursts.ts').catch(() => (loading = null));
    return html`<chat-bursts .room=${room}></chat-bursts>`;
  },
  styles: { room: burstLayerStyle, composer: toolStyle },
};
