import type { Message } from '@chat/protocol';
import type { Language } from '../i18n/language.ts';
import { groupLineText } from './group-line-text.ts';
import { lineText } from './line-text.ts';

/** What a message says of its call, of either kind; empty when it has none. */
export const callPreview = ({ call, groupCall }: Message, mine: boolean, language: Language): string => {
  if (groupCall) return groupLineText(groupCall, language);
  return call ? lineText({ call, mine }, language) : '';
};
