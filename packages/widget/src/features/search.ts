import { html } from 'lit';
import { icons } from '../icons.ts';
import type { Feature } from '../places.ts';
import { shows } from '../shows.ts';

/** Looks through what was said: a button in the header, a panel with what is found. */
export const search: Feature = {
  name: 'search',
  tool: ({ language }) => ({ label: language.text('search'), icon: icons.search }),
  panel: {
    title: (language) => language.text('search'),
    render: ({ room, client, language, host, features }) => {
      void import('../chat-search.ts');
      return html`<chat-search
        lang=${language.tag}
        .client=${client}
        .room=${room.id}
        .list=${host}
        .all=${shows(features, 'search-all')}
      ></chat-search>`;
    },
  },
};
