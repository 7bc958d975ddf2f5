import { html, nothing, type TemplateResult } from 'lit';
import type { Language } from '../i18n/language.ts';
import { icons } from '../ui/all-icons.ts';
import type { RoomsTexts } from '../room-list/texts.ts';

/** Filters rooms by name. */
export const searchBox = (
  texts: RoomsTexts,
  words: string,
  onWords: (words: string) => void,
): TemplateResult =>
  html`<label class="search"
    >${icons.search}<input
      type="search"
      dir="auto"
      autocomplete="off"
      enterkeyhint="search"
      placeholder=${texts.search}
      aria-label=${texts.search}
      .value=${words}
      @input=${(event: Event) => onWords((event.target as HTMLInputElement).value)}
  /></label>`;

/** The list could not be loaded. `onRetry`: null if the client goes on trying, or if another try cannot help. */
export const failureState = (
  text: string,
  language: Language,
  onRetry: (() => void) | null,
): TemplateResult =>
  html`<div class="blank" role="alert">
    <span class="badge">${icons.offline}</span>
    <p>${text}</p>
    ${onRetry ? html`<button type="button" class="primary" @click=${onRetry}>${language.text('retry')}</button>` : nothing}
  </div>`;

/** The list is empty. */
export const blankState = (title: string, hint = ''): TemplateResult =>
  html`<div class="blank">
    <span class="badge">${icons.bubble}</span>
    <p class="blank-title">${title}</p>
    ${hint ? html`<p>${hint}</p>` : nothing}
  </div>`;

/** The skeleton shown while rooms load. */
export const loadingState = (label: string): TemplateResult =>
  html`<div class="waiting" role="status">
    <span class="visually-hidden">${label}</span>
    ${[1, 2, 3, 4].map(() => html`<i class="skeleton"></i>`)}
  </div>`;
