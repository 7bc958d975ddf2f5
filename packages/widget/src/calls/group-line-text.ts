import type { MessageItem } from '@chat/client';
import { groupCallTexts } from '../language/group-calls.ts';
import type { Language } from '../language/language.ts';
import { clock } from '../durations.ts';

type Line = Pick<NonNullable<MessageItem['groupCall']>, 'kind' | 'state' | 'durationMs' | 'most' | 'seats'>;

/** What a line in the room says of a call for many. */
export const groupLineText = ({ kind, state, durationMs, most, seats }: Line, { tag }: Language): string => {
  const texts = groupCallTexts(tag);
  if (state === 'active') return `${texts.ongoing} · ${texts.people(seats.length)}`;
  return [texts[kind], durationMs === undefined ? '' : clock(durationMs, tag), texts.people(most)]
    .filter(Boolean)
    .join(' · ');
};
