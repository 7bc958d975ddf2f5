import { html } from 'lit';
import './chat-search.ts';
import type { Feature } from '../../core/feature.ts';
import { shows } from '../../core/feature-filter.ts';

/** Search: a panel with a query and its results. */
export const search: Feature = {
  name: 'search',
  panel: {
    title: (language) => language.text('search'),
    render: ({ room, client, language, host, features }) =>
      html`<chat-search
        lang=${language.tag}
        .client=${client}
        .room=${room.id}
        .list=${host}
        .all=${shows(features, 'search-all')}
      ></chat-search>`,
  },
};
