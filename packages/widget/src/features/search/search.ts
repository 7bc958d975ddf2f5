import { html } from 'lit';
import './chat-search.ts';
import type { Feature, RoomContext } from '../../core/feature.ts';
import { shows } from '../../core/feature-filter.ts';

/** The words of a search in an encrypted room are not for the server, which searches all others. */
const isEncrypted = ({ room }: RoomContext): boolean => room.state.get().room?.encryption !== undefined;

/** Search: a panel with a query and its results. */
export const search: Feature = {
  name: 'search',
  panel: {
    title: (language) => language.text('search'),
    render: (context) => {
      const { room, client, language, host, features } = context;
      return html`<chat-search
        lang=${language.tag}
        .client=${client}
        .room=${room.id}
        .list=${host}
        .all=${shows(features, 'search-all') && !isEncrypted(context)}
      ></chat-search>`;
    },
  },
};
