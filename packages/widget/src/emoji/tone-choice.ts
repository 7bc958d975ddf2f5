import { html, nothing, type TemplateResult } from 'lit';
import type { Language } from '../i18n/language.ts';
import { tones } from './catalog.ts';

interface ToneActions {
  show(shown: boolean): void;
  choose(tone: number): void;
}

/** The button with the skin tone, and the tones while `isOpen`. */
export const toneChoice = (
  language: Language,
  tone: number,
  isOpen: boolean,
  { show, choose }: ToneActions,
): TemplateResult => {
  const label = language.text('skinTone');
  return html`<button
      type="button"
      class="tone"
      title=${label}
      aria-label="${label} ${language.number(tone + 1)}"
      aria-expanded=${isOpen ? 'true' : 'false'}
      @click=${() => show(!isOpen)}
    >
      ✋${tones[tone]}
    </button>
    ${
      isOpen
        ? html`<div class="tones" role="radiogroup" aria-label=${label}>
            ${tones.map(
              (each, index) =>
                html`<button
                  type="button"
                  role="radio"
                  aria-checked=${index === tone ? 'true' : 'false'}
                  aria-label="${label} ${language.number(index + 1)}"
                  tabindex=${index === tone ? 0 : -1}
                  @click=${() => {
                    choose(index);
                    show(false);
                  }}
                >
                  ✋${each}
                </button>`,
            )}
          </div>`
        : nothing
    }`;
};
