import type { ChatError } from '@chat/protocol';
import { html, nothing, type TemplateResult } from 'lit';
import type { ConnectionNote } from './connection-controller.ts';
import { icons } from './icons.ts';
import type { Language } from './language/language.ts';
import { after } from './after-first.ts';

/** Says how the connection is, else what was refused just now. The region is always there, so that it is heard. */
export const roomNote = (note: ConnectionNote, problem: string, language: Language): TemplateResult => {
  const text = note === null ? problem : language.text(note);
  if (text) after.want();
  return html`<div class="note-place" role="status">
    ${
      text
        ? html`<div class="note ${note ?? 'problem'}" part="note">${noteIcon(note)}<span>${text}</span></div>`
        : nothing
    }
  </div>`;
};

const noteIcon = (note: ConnectionNote): TemplateResult => {
  if (note === null) return icons.alert;
  if (note === 'backOnline') return icons.check;
  return note === 'disconnected' ? icons.offline : html`<i class="spinner"></i>`;
};

/** Trying again cannot help these. */
const final = new Set(['banned', 'origin', 'removed']);

/** Stands in place of the room when the server will not have us. */
export const refusal = (error: ChatError, language: Language, onRetry: () => void): TemplateResult => {
  after.want();
  return html`<div class="refusal" role="alert">
    <span class="badge">${icons.lock}</span>
    <h2>${language.text('cannotEnter')}</h2>
    <p>${language.error(error)}</p>
    ${
      final.has(error.reason ?? '')
        ? nothing
        : html`<button type="button" class="primary" @click=${onRetry}>${language.text('retry')}</button>`
    }
  </div>`;
};
