import { html, nothing, type TemplateResult } from 'lit';
import type { StageTexts } from '../call-ui/stage-texts.ts';
import { filledWith, nameInText } from '../ui/clipped-name.ts';

/** The question whether another participant may record. */
export const consentQuestion = (
  isAsked: boolean,
  name: string,
  texts: StageTexts,
  answer: (recording: 'allow' | 'decline') => void,
): TemplateResult | typeof nothing =>
  isAsked
    ? html`<div class="consent" role="alertdialog" aria-labelledby="consent">
        <p id="consent" role="status">${filledWith(texts.asksToRecord, { name: nameInText(name) })}</p>
        <button type="button" class="pill plain" @click=${() => answer('decline')}>${texts.decline}</button>
        <button type="button" class="pill" @click=${() => answer('allow')}>${texts.allow}</button>
      </div>`
    : nothing;
