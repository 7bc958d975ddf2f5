import type { OwnGroupCall } from '@chat/client';
import { html, nothing, type TemplateResult } from 'lit';
import type { GroupCallTexts } from '../../call-ui/group-call-texts.ts';
import { fillText } from '../../i18n/fill-text.ts';
import { icons } from '../../ui/all-icons.ts';

/** The raised hands of a call. */
export interface RaisedHands {
  /** User ids, in the order in which they raised their hands. */
  order: readonly string[];
  /** Lowers the hand of another user; null if this user may not. */
  lower: ((userId: string) => void) | null;
}

/** Returns the users with a raised hand, in the order of raising. */
export const handsIn = ({ seats }: OwnGroupCall['call']): { userId: string; name: string }[] =>
  seats
    .filter(({ handRaisedAt }) => handRaisedAt !== undefined)
    .toSorted((a, b) => (a.handRaisedAt ?? 0) - (b.handRaisedAt ?? 0));

/** Announces raised hands to screen readers. */
export const handsSpoken = (
  call: OwnGroupCall['call'],
  me: string,
  { raisedHand }: GroupCallTexts,
): TemplateResult =>
  html`<p class="visually-hidden" role="status">
    ${handsIn(call)
      .filter(({ userId }) => userId !== me)
      .map(({ name }) => fillText(raisedHand, { name }))
      .join('. ')}
  </p>`;

/** The mark of a raised hand with its position. A moderator lowers the hand by pressing it. */
export const handMark = (
  { userId, name, mine }: { userId: string; name: string; mine: boolean },
  { order, lower }: RaisedHands,
  position: string,
  texts: GroupCallTexts,
): TemplateResult | typeof nothing => {
  if (!order.includes(userId)) return nothing;
  const mark = html`${icons.hand}<span>${position}</span>`;
  if (!lower || mine) return html`<span class="hand" aria-hidden="true">${mark}</span>`;
  const label = fillText(texts.lowerHand, { name });
  return html`<button
    type="button"
    class="hand"
    title=${label}
    aria-label=${label}
    @click=${() => lower(userId)}
  >
    ${mark}
  </button>`;
};
