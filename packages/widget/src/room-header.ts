import type { ChatRoom } from '@chat/client';
import { html, nothing, type TemplateResult } from 'lit';
import { avatar } from './avatar.ts';
import type { Language } from './language/language.ts';

export interface HeaderOptions {
  room: ChatRoom;
  language: Language;
  live: boolean;
  withMembers: boolean;
  membersOpen: boolean;
  onMembers: () => void;
}

/** Faces shown beside the count. */
const faces = 3;

export const roomHeader = ({ room, language, live, ...options }: HeaderOptions): TemplateResult => {
  const title = room.state.get().room?.title || room.id;
  const { users, occupancy } = room.presence.get();
  const present = language.plural('present', occupancy);
  return html`<header part="header">
    <div class="heading">
      <h2 class="title" part="title" dir="auto"><slot name="title">${title}</slot></h2>
      ${
        occupancy > 0
          ? html`<p class="present"><i class="dot ${live ? 'online' : 'offline'}"></i>${present}</p>`
          : nothing
      }
    </div>
    <slot name="actions"></slot>
    ${
      options.withMembers && occupancy > 0
        ? html`<button
            type="button"
            class="people"
            aria-expanded=${options.membersOpen ? 'true' : 'false'}
            @click=${options.onMembers}
          >
            <span class="visually-hidden">${language.text('showMembers')}, ${present}</span>
            ${users.slice(0, faces).map(({ user }) => avatar(user))}
            ${occupancy > faces ? html`<span class="avatar rest" aria-hidden="true">+${language.number(occupancy - faces)}</span>` : nothing}
          </button>`
        : nothing
    }
  </header>`;
};
