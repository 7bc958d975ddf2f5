import { html, nothing } from 'lit';
import { avatar } from '../../ui/avatar.ts';
import { openPanel } from '../../core/open-panel.ts';
import type { Feature } from '../../core/feature.ts';
import { roomSubtitle } from '../../ui/room-subtitle.ts';
import { lazyFeature } from '../../core/lazy.ts';

/** The people of a room: faces in the header that lead to the list. */
export const members: Feature = lazyFeature(
  {
    name: 'members',
    renderHeader: ({ room, language }, open) => {
      const { users, occupancy } = room.presence.get();
      const { peer, text } = roomSubtitle(room, language);
      // Three places: if there are more people, a count has the last.
      const faces = occupancy > 3 ? 2 : 3;
      if (occupancy === 0 && !peer) return nothing;
      return html`<button
        type="button"
        class=${peer ? 'people peer' : 'people'}
        aria-expanded=${open?.name === 'members' ? 'true' : 'false'}
        @click=${(event: Event) => openPanel(event.currentTarget as HTMLElement, 'members')}
      >
        <span class="visually-hidden">${language.text('showMembers')}, ${text}</span>
        ${peer ? avatar(peer, room) : users.slice(0, faces).map(({ user }) => avatar(user, room))}
        ${peer ? nothing : html`<span class="avatar rest all" aria-hidden="true">${language.number(occupancy)}</span>`}
        ${!peer && occupancy > faces ? html`<span class="avatar rest" aria-hidden="true">+${language.number(occupancy - faces)}</span>` : nothing}
      </button>`;
    },
  },
  {},
  async () => (await import('./members.ts')).members,
);
