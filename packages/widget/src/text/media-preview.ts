import type { Attachment, Message } from '@chat/protocol';
import { groupLineText } from '../call-ui/group-line-text.ts';
import { lineText } from '../call-ui/line-text.ts';
import { recordingTexts } from '../call-ui/recording-texts.ts';
import { clock } from '../i18n/durations.ts';
import type { Language } from '../i18n/language.ts';
import { voiceTexts } from '../voice-note/texts.ts';

/** Returns the preview of a message's call or group call; empty if it has none. */
export const callPreview = ({ call, groupCall }: Message, mine: boolean, language: Language): string => {
  if (groupCall) return groupLineText(groupCall, language);
  return call ? lineText({ call, mine }, language) : '';
};

/** Returns the preview of a voice note or of a recorded call: its name and length. */
export const recordingPreview = ({ callKind, durationMs }: Attachment, { tag }: Language): string => {
  const name = callKind ? recordingTexts(tag)[callKind] : voiceTexts(tag).name;
  return durationMs === undefined ? name : `${name} · ${clock(durationMs, tag)}`;
};
