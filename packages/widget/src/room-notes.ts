import type { ChatError } from '@chat/protocol';
import { html, nothing, type TemplateResult } from 'lit';
import type { ConnectionNote } from './connection-controller.ts';
import { icons } from './icons.ts';
import type { Language } from './language/language.ts';

/** Says how the connection is. The region is always there, so that it is heard when it speaks. */
export const connectionNote = (note: ConnectionNote, language: Language): TemplateResult =>
  html`<div class="note-place" role="status">
    ${
      note === null
        ? nothing
        : html`<div class="note ${note}" part="connection">
            ${note === 'backOnline' ? icons.check : note === 'disconnected' ? icons.offline : html`<i class="spinner"></i>`}
            <span>${language.text(note)}</span>
          </div>`
    }
  </div>`;

/** Trying again cannot help these. */
const final = new Set(['banned', 'origin', 'removed']);

/** Stands in place of the room when the server will not have us. */
export const refusal = (error: ChatError, language: Language, onRetry: () => void): TemplateResult =>
  html`<div class="refusal" role="alert">
    <span class="badge">${icons.lock}</span>
    <h2>${language.text('cannotEnter')}</h2>
    <p>${language.error(error)}</p>
    ${
      final.has(error.reason ?? '')
        ? nothing
        : html`<button type="button" class="primary" @click=${onRetry}>${language.text('retry')}</button>`
    }
  </div>`;
