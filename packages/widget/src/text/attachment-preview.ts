import type { Attachment, Message } from '@chat/protocol';
import { lazy } from '../core/lazy.ts';
import type { Language } from '../i18n/language.ts';

/** What speaks of calls, and of voice notes. Few messages are any. */
const calls = lazy(() => import('../call-ui/call-preview.ts'));
const voice = lazy(() => import('../voice-note/voice-preview.ts'));

/** A recording whose sender measured it. */
export const isVoice = ({ type, waveform, durationMs }: Attachment): boolean =>
  type.startsWith('audio/') && waveform !== undefined && durationMs !== undefined;

const isCall = ({ call, groupCall }: Message): boolean => !!(call ?? groupCall);

/** What files say for themselves, on one line. */
export const filesPreview = (files: readonly Attachment[], language: Language): string =>
  files
    .map((file) => (isVoice(file) && voice.want(false)?.voicePreview(file, language)) || file.name)
    .map((name) => name || language.text('attachedFile'))
    .join(', ');

/** What a message says that has no words: what became of its call, else its files. Empty while what says it is on its way. */
export const attachmentPreview = (message: Message, mine: boolean, language: Language): string =>
  isCall(message)
    ? (calls.want(false)?.callPreview(message, mine, language) ?? '')
    : filesPreview(message.attachments, language);

/** Resolves when what says it is here, or cannot be had. */
export const loadAttachmentPreview = async (message: Message): Promise<void> => {
  await Promise.allSettled([
    isCall(message) && calls.load(),
    message.attachments.some(isVoice) && voice.load(),
  ]);
};
