import type { OwnCall } from '@chat/client';
import { html, type TemplateResult } from 'lit';
import { avatar } from '../../ui/avatar.ts';
import type { CallTexts } from '../../call-ui/texts.ts';
import { icons } from '../../ui/all-icons.ts';
import { clippedName, filledWith, nameInText } from '../../ui/clipped-name.ts';

/** The caller and the kind of a call that rings here, with buttons to decline and to accept it. */
export const incomingCall = (
  { call: { kind, caller } }: OwnCall,
  texts: CallTexts,
  run: { accept(): void; reject(): void },
): TemplateResult =>
  html`<div class="card ringing" role="alertdialog" aria-labelledby="who">
    ${avatar({ id: caller.userId, name: caller.name })}
    <div class="lines">
      <p class="name" aria-hidden="true">${clippedName(caller.name)}</p>
      <p class="what" aria-hidden="true">${kind === 'video' ? icons.camera : icons.phone}${texts[kind]}</p>
      <p class="visually-hidden" id="who" role="status">
        ${filledWith(texts.incoming[kind], { name: nameInText(caller.name) })}
      </p>
    </div>
    <div class="choices">
      <button type="button" class="choice reject" @click=${run.reject}>
        <span class="disc">${icons.hangup}</span>${texts.reject}
      </button>
      <button type="button" class="choice accept" @click=${run.accept}>
        <span class="disc">${kind === 'video' ? icons.camera : icons.phone}</span>${texts.accept}
      </button>
    </div>
  </div>`;

/** A call of this user on another device. */
export const callOnOtherDevice = (rings: boolean, texts: CallTexts, hangup: () => void): TemplateResult => {
  const end = rings ? texts.cancel : texts.hangup;
  return html`<div class="strip">
    <p class="text" role="status">${rings ? texts.ringing : texts.elsewhere}</p>
    <button type="button" class="round hangup" title=${end} aria-label=${end} @click=${hangup}>
      ${icons.hangup}
    </button>
  </div>`;
};
