import { html } from 'lit';
import './chat-notification-settings.ts';
import type { Feature } from '../../core/feature.ts';

/** The panel of notification settings. */
export const notifications: Feature = {
  name: 'notifications',
  panel: {
    title: (language) => language.text('notifications'),
    render: ({ room, client, language }) =>
      html`<chat-notification-settings
        lang=${language.tag}
        .client=${client}
        .room=${room.id}
      ></chat-notification-settings>`,
  },
};
