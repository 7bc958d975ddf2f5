import { html, nothing } from 'lit';
import { openDialog } from '../../ui/open-dialog.ts';
import type { Feature, MessageContext } from '../../core/feature.ts';

/** Previous versions are shown to the author and to moderators. */
export const mayReadVersions = ({ item, room }: MessageContext): boolean =>
  item.editedAt !== undefined && (item.mine || room.state.get().can?.['message:moderate'] === true);

export const openVersions = (context: MessageContext): void =>
  openDialog(context, 'chat-versions', () => import('./versions-dialog.ts'));

export const versionsDeferred: Partial<Feature> = {
  actionNames: (context) => (mayReadVersions(context) ? ['versions'] : []),
  renderEdited: (context) => {
    if (!mayReadVersions(context)) return nothing;
    const { language, tabindex } = context;
    const text = language.text('edited');
    return html`<button
      type="button"
      class="edited"
      aria-haspopup="dialog"
      aria-label="${text}, ${language.text('versions')}"
      tabindex=${tabindex}
      @click=${() => openVersions(context)}
    >
      ${text}
    </button>`;
  },
};
