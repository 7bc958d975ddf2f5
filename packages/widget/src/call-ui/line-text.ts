import type { MessageItem } from '@chat/client';
import type { Language } from '../i18n/language.ts';
import { callTexts } from './texts.ts';
import { clock } from '../i18n/durations.ts';

/** The text of a call in the timeline, for the caller or the callee. */
export const lineText = ({ call, mine }: Pick<MessageItem, 'call' | 'mine'>, { tag }: Language): string => {
  const texts = callTexts(tag);
  if (!call) return '';
  if (call.state === 'ringing') return texts.ringing;
  if (call.state === 'active') return texts.ongoing;
  const side = mine ? 0 : 1;
  const lasted = call.durationMs === undefined ? '' : ` · ${clock(call.durationMs, tag)}`;
  const { outcome } = call;
  if (outcome === 'missed' || outcome === 'busy' || outcome === 'cancelled') return texts[outcome][side];
  if (outcome === 'rejected') return texts.rejected;
  return (outcome === 'lost' ? texts.lost : texts[call.kind]) + lasted;
};
