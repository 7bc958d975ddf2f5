import { html } from 'lit';
import type { Feature } from '../../core/feature.ts';
import './chat-members.ts';

/** The people of a room: the list. */
export const members: Feature = {
  name: 'members',
  panel: {
    title: (language, { room }) =>
      html`${language.text('members')} <span>${language.number(room.presence.get().occupancy)}</span>`,
    render: ({ room, client, language, features }) =>
      html`<chat-members
        lang=${language.tag}
        .client=${client}
        .room=${room.id}
        .features=${features}
      ></chat-members>`,
  },
};
