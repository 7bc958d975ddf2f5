import { html, type TemplateResult } from 'lit';
import { emit } from './emit.ts';
import type { MessagePlace } from './places.ts';
import { shows } from './shows.ts';

/** What a message said before is for its author, and for moderators. */
export const mayReadVersions = ({ item, room }: MessagePlace): boolean =>
  item.editedAt !== undefined && (item.mine || room.state.get().can?.['message:moderate'] === true);

const open = (place: MessagePlace): void =>
  void import('./versions-dialog.ts').then(
    ({ openVersions }) => openVersions(place),
    () => emit(place.host, 'chat-error', { error: { code: 'disconnected' } }),
  );

/** The mark of an edited message; to those who may see what it said before it leads there. */
export const editedMark = (place: MessagePlace): TemplateResult => {
  const { language, features, tabindex } = place;
  const text = language.text('edited');
  return mayReadVersions(place) && shows(features, 'versions')
    ? html`<button
        type="button"
        class="edited"
        aria-haspopup="dialog"
        aria-label="${text}, ${language.text('versions')}"
        tabindex=${tabindex}
        @click=${() => open(place)}
      >
        ${text}
      </button>`
    : html`<span>${text}</span>`;
};
