import { html, nothing, type TemplateResult } from 'lit';
import type { RoomPlace } from '../core/feature.ts';
import { shows } from '../core/feature-filter.ts';

/** The messages and where one writes; `inert` while something covers them. */
export const roomTalk = (
  { room, client, language, features, host }: RoomPlace,
  density: string,
  inert: boolean,
): TemplateResult =>
  html`<div class="talk" ?inert=${inert}>
    <chat-messages
      lang=${language.tag}
      density=${density}
      exportparts="list, message, message-own, bubble, author, avatar, day, unread, notice, jump"
      .client=${client}
      .room=${room.id}
      .features=${features}
      >${host.querySelector(':scope > [slot=empty]') ? html`<slot name="empty" slot="empty"></slot>` : nothing}</chat-messages
    >
    <chat-composer
      lang=${language.tag}
      exportparts="composer, field, input, send, typing"
      .client=${client}
      .room=${room.id}
      .features=${features}
      .typing=${shows(features, 'typing')}
    ></chat-composer>
  </div>`;
