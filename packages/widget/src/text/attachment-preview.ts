import type { Attachment, Message } from '@chat/protocol';
import { lazy } from '../core/lazy.ts';
import type { Language } from '../i18n/language.ts';

/** Previews of calls and voice notes. Few messages have any. */
const calls = lazy(() => import('../call-ui/call-preview.ts'));
const voice = lazy(() => import('../voice-note/voice-preview.ts'));

/** Whether a file is a voice note: a recording with a waveform. */
export const isVoice = ({ type, waveform, durationMs }: Attachment): boolean =>
  type.startsWith('audio/') && waveform !== undefined && durationMs !== undefined;

const isCall = ({ call, groupCall }: Message): boolean => !!(call ?? groupCall);

/** Returns a preview of files, on one line. */
export const filesPreview = (files: readonly Attachment[], language: Language): string =>
  files
    .map((file) => (isVoice(file) && voice.want(false)?.voicePreview(file, language)) || file.name)
    .map((name) => name || language.text('attachedFile'))
    .join(', ');

/**
 * Returns the preview of a message without text: its call, else its files. Empty while the code for it loads.
 */
export const attachmentPreview = (message: Message, mine: boolean, language: Language): string =>
  isCall(message)
    ? (calls.want(false)?.callPreview(message, mine, language) ?? '')
    : filesPreview(message.attachments, language);

/** Resolves when the code for a preview is loaded, or fails to load. */
export const loadAttachmentPreview = async (message: Message): Promise<void> => {
  await Promise.allSettled([
    isCall(message) && calls.load(),
    message.attachments.some(isVoice) && voice.load(),
  ]);
};
