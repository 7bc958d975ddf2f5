import type { OwnCall } from '@chat/client';
import { html, nothing, type TemplateResult } from 'lit';
import { lineText } from '../../call-ui/line-text.ts';
import { stageTexts } from '../../call-ui/stage-texts.ts';
import { callTexts } from '../../call-ui/texts.ts';
import { clock } from '../../i18n/durations.ts';
import type { Language } from '../../i18n/language.ts';
import { avatar } from '../../ui/avatar.ts';
import { icons } from '../../ui/all-icons.ts';
import { clippedName } from '../../ui/clipped-name.ts';

/** Returns how a call has just ended, and how long it was. */
const endText = ({ call, mine }: OwnCall, language: Language): string => {
  const { answeredAt, endedAt, outcome } = call;
  const { tag } = language;
  if (answeredAt === undefined)
    return outcome
      ? lineText({ call: { ...call, callee: '' }, mine: mine === 'caller' }, language)
      : callTexts(tag).cancelled[0];
  const text = outcome === 'lost' ? callTexts(tag).lost : stageTexts(tag).ended;
  return endedAt === undefined ? text : `${text} · ${clock(endedAt - answeredAt, tag)}`;
};

/** How long the end of a call is shown: shorter if this user ended it before it was answered. */
export const farewellMs = ({ call: { answeredAt, outcome }, mine }: OwnCall): number => {
  const isOwnChoice = outcome === undefined || outcome === (mine === 'caller' ? 'cancelled' : 'rejected');
  return answeredAt === undefined && isOwnChoice ? 4_000 : 10_000;
};

/** How a call ended and how long it was, with a button to call again. */
export const endedCall = (
  own: OwnCall,
  language: Language,
  run: { /** Null: the user cannot call. */ again: (() => void) | null; close(): void },
): TemplateResult => {
  const { call, mine } = own;
  const texts = stageTexts(language.tag);
  const other = mine === 'caller' ? call.callee : call.caller;
  const label = mine === 'callee' && call.answeredAt === undefined ? texts.callBack : texts.callAgain;
  return html`<div class="card ended">
    ${avatar({ id: other.userId, name: other.name })}
    <div class="lines">
      <p class="name">${clippedName(other.name)}</p>
      <p class="what" role="status">${endText(own, language)}</p>
    </div>
    <div class="choices">
      ${
        run.again
          ? html`<button type="button" class="pill call-again" @click=${run.again}>
              ${call.kind === 'video' ? icons.camera : icons.phone}${label}
            </button>`
          : nothing
      }
      <button type="button" class="pill plain" @click=${run.close}>${texts.close}</button>
    </div>
  </div>`;
};
