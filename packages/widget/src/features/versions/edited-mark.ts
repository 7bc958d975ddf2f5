import { html, type TemplateResult } from 'lit';
import { openDialog } from '../../ui/open-dialog.ts';
import type { MessagePlace } from '../../core/feature.ts';
import { shows } from '../../core/feature-filter.ts';

/** What a message said before is for its author, and for moderators. */
export const mayReadVersions = ({ item, room }: MessagePlace): boolean =>
  item.editedAt !== undefined && (item.mine || room.state.get().can?.['message:moderate'] === true);

export const openVersions = (place: MessagePlace): void =>
  openDialog(place, 'chat-versions', () => import('./versions-dialog.ts'));

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
        @click=${() => openVersions(place)}
      >
        ${text}
      </button>`
    : html`<span>${text}</span>`;
};
