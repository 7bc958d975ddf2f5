import { html, type TemplateResult } from 'lit';
import { icons } from '../ui/icons.ts';
import type { Language } from '../i18n/language.ts';

const shapes = ['a', 'b own', 'c', 'd', 'e own', 'b'];

/** Stands for messages that are on their way. */
export const skeleton = (language: Language): TemplateResult =>
  html`<div class="skeleton" role="status">
    <span class="visually-hidden">${language.text('loadingMessages')}</span>
    ${shapes.map((shape) => html`<i class=${shape}></i>`)}
  </div>`;

export const emptyState = (language: Language): TemplateResult =>
  html`<slot name="empty">
    <div class="blank">
      <span class="badge">${icons.bubble}</span>
      <p class="blank-title">${language.text('emptyTitle')}</p>
      <p>${language.text('emptyText')}</p>
    </div>
  </slot>`;
