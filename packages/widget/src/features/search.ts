import { html } from 'lit';
import { icons } from '../icons.ts';
import type { Feature } from '../places.ts';

/** Looks through what was said: a button in the header, a panel with what is found. */
export const search: Feature = {
  name: 'search',
  tool: ({ language }) => ({ label: language.text('search'), icon: icons.search }),
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
