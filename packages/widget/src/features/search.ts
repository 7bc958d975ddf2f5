import { html } from 'lit';
import { icons } from '../icons.ts';
import { openPanel } from '../panel-state.ts';
import type { Feature } from '../places.ts';

/** Looks through what was said: a button in the header, a panel with what is found. */
export const search: Feature = {
  name: 'search',
  header: ({ language }, open) =>
    html`<button
      type="button"
      class="icon-button"
      aria-label=${language.text('search')}
      title=${language.text('search')}
      aria-expanded=${open?.name === 'search' ? 'true' : 'false'}
      @click=${(event: Event) => openPanel(event.currentTarget as HTMLElement, 'search')}
    >
      ${icons.search}
    </button>`,
  panel: {
    title: (language) => language.text('search'),
    render: ({ room, client, language, host }) => {
      void import('../chat-search.ts');
      return html`<chat-search
        lang=${language.tag}
        .client=${client}
        .room=${room.id}
        .list=${host}
      ></chat-search>`;
    },
  },
};
