import type { Attachment } from '@chat/protocol';
import type { Language } from '../i18n/language.ts';
import { voiceTexts } from './texts.ts';
import { clock } from '../i18n/durations.ts';

/** The text for a voice note in previews. */
export const voicePreview = ({ durationMs = 0 }: Attachment, { tag }: Language): string =>
  `${voiceTexts(tag).name} · ${clock(durationMs, tag)}`;
