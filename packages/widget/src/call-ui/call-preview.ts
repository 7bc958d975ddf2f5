import type { Message } from '@chat/protocol';
import type { Language } from '../i18n/language.ts';
import { groupLineText } from './group-line-text.ts';
import { lineText } from './line-text.ts';

/** Returns the preview of a message's call or group call; empty if it has none. */
export const callPreview = ({ call, groupCall }: Message, mine: boolean, language: Language): string => {
  if (groupCall) return groupLineText(groupCall, language);
  return call ? lineText({ call, mine }, language) : '';
};
