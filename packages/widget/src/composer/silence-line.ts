import { html, type TemplateResult } from 'lit';
import type { Language } from '../i18n/language.ts';
import { icons } from '../ui/all-icons.ts';
import type { Silence } from './composer-lock.ts';

const textOf = { ended: 'roomEnded', frozen: 'roomFrozen', forbidden: 'readOnly' } as const;

const dayMs = 86_400_000;

const silenceText = (silence: Silence, language: Language): string => {
  if (silence.reason !== 'muted') return language.text(textOf[silence.reason]);
  if (silence.until - Date.now() > dayMs) return language.text('mutedNow');
  return language.text('mutedUntil', { time: language.time(silence.until) });
};

/** In the place of the field: why nothing can be written. */
export const silenceLine = (silence: Silence, language: Language): TemplateResult =>
  html`<p class="silence" role="status">${icons.lock}${silenceText(silence, language)}</p>`;
