import type { OwnCall } from '@chat/client';
import { html, nothing, type TemplateResult } from 'lit';
import { avatar } from '../../ui/avatar.ts';
import type { CallTexts } from '../../call-ui/texts.ts';
import { icons } from '../../ui/all-icons.ts';
import { filledWith, nameInText } from '../../ui/clipped-name.ts';

/** The other user of a ringing call, with buttons to accept or end it. */
export const incomingCall = (
  { call, mine }: OwnCall,
  texts: CallTexts,
  run: { accept(): void; end(): void },
): TemplateResult => {
  const comes = mine === 'callee';
  const other = comes ? call.caller : call.callee;
  const away = comes ? texts.reject : texts.cancel;
  const text = comes ? texts.incoming[call.kind] : texts.calling;
  return html`<div class="strip ringing" role=${comes ? 'alertdialog' : 'group'} aria-labelledby="who">
    ${avatar({ id: other.userId, name: other.name })}
    <p class="text" id="who" role="status">${filledWith(text, { name: nameInText(other.name) })}</p>
    ${
      comes
        ? html`<button
            type="button"
            class="round accept"
            title=${texts.accept}
            aria-label=${texts.accept}
            @click=${run.accept}
          >
            ${call.kind === 'video' ? icons.camera : icons.phone}
          </button>`
        : nothing
    }
    <button type="button" class="round hangup" title=${away} aria-label=${away} @click=${run.end}>
      ${icons.hangup}
    </button>
  </div>`;
};
