import type { MessageItem } from '@chat/client';
import { groupCallTexts } from './group-call-texts.ts';
import type { Language } from '../i18n/language.ts';
import { clock } from '../i18n/durations.ts';

type Line = Pick<NonNullable<MessageItem['groupCall']>, 'kind' | 'state' | 'durationMs' | 'most' | 'seats'>;

/** The text of a group call in the timeline. */
export const groupLineText = ({ kind, state, durationMs, most, seats }: Line, { tag }: Language): string => {
  const texts = groupCallTexts(tag);
  if (state === 'active') return `${texts.ongoing} · ${texts.people(seats.length)}`;
  return [texts[kind], durationMs === undefined ? '' : clock(durationMs, tag), texts.people(most)]
    .filter(Boolean)
    .join(' · ');
};
