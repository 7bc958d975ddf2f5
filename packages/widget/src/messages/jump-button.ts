import { html, nothing, type TemplateResult } from 'lit';
import { badgeCount } from '../ui/badge-count.ts';
import type { Language } from '../i18n/language.ts';
import { icons } from '../ui/all-icons.ts';

/** Leads to the end, and says how many wait there. */
export const jumpButton = (waiting: number, language: Language, onJump: () => void): TemplateResult => {
  const label = language.text('toBottom') + (waiting > 0 ? `, ${language.plural('newCount', waiting)}` : '');
  return html`<button type="button" class="jump" part="jump" aria-label=${label} @click=${onJump}>
    ${icons.down}${waiting > 0 ? html`<span class="count">${badgeCount(waiting, language)}</span>` : nothing}
  </button>`;
};
