import type { MessageItem } from '@chat/client';
import { html, nothing, type TemplateResult } from 'lit';
import type { Language } from '../i18n/language.ts';
import { icons } from '../ui/all-icons.ts';
import type { Piece } from '../core/feature.ts';

/** The counter appears when this few characters are left. */
const nearLimit = 200;

/** How many characters are left, when few are. The region for it is always there, so that it is heard. */
export const leftCount = (left: number, language: Language): Piece =>
  left > nearLimit
    ? nothing
    : html`<span class=${left < 0 ? 'left over' : 'left'}
        >${language.plural(left < 0 ? 'charactersOver' : 'charactersLeft', Math.abs(left))}</span
      >`;

/** What is being edited, and the way out. */
export const editingLine = (item: MessageItem, language: Language, onCancel: () => void): TemplateResult =>
  html`<div class="editing">
    ${icons.edit}
    <span><b>${language.text('editingMessage')}</b><br />${item.text}</span>
    <button type="button" class="icon-button" aria-label=${language.text('cancel')} @click=${onCancel}>
      ${icons.close}
    </button>
  </div>`;
