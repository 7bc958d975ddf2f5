import type { Attachment } from '@chat/protocol';
import type { Language } from '../language/language.ts';
import { voiceTexts } from '../language/voice.ts';
import { clock } from '../durations.ts';

/** What is said of a voice note where it cannot be heard. */
export const inWords = ({ durationMs = 0 }: Attachment, { tag }: Language): string =>
  `${voiceTexts(tag).name} · ${clock(durationMs, tag)}`;
