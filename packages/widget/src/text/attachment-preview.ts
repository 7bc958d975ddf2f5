import type { Attachment, Message } from '@chat/protocol';
import { lazy } from '../core/lazy.ts';
import type { Language } from '../i18n/language.ts';

/** Previews of calls and recordings. Few messages have any. */
const previews = lazy(() => import('./media-preview.ts'));

/** Whether a file is a voice note: a recording with a waveform. */
export const isVoice = ({ type, waveform, durationMs }: Attachment): boolean =>
  type.startsWith('audio/') && waveform !== undefined && durationMs !== undefined;

const isCall = ({ call, groupCall }: Message): boolean => !!(call ?? groupCall);

const isRecording = (file: Attachment): boolean => !!file.callKind || isVoice(file);

/** Returns a preview of files, on one line. */
export const filesPreview = (files: readonly Attachment[], language: Language): string =>
  files
    .map((file) => (isRecording(file) && previews.want(false)?.recordingPreview(file, language)) || file.name)
    .map((name) => name || language.text('attachedFile'))
    .join(', ');

/**
 * Returns the preview of a message without text: its call, else its files or location. Empty while the code for it loads.
 */
export const attachmentPreview = (message: Message, mine: boolean, language: Language): string =>
  isCall(message)
    ? (previews.want(false)?.callPreview(message, mine, language) ?? '')
    : filesPreview(message.attachments, language) || (message.location ? '📍' : '');

/** Resolves when the code for a preview is loaded, or fails to load. */
export const loadAttachmentPreview = async (message: Message): Promise<void> => {
  if (isCall(message) || message.attachments.some(isRecording)) await Promise.allSettled([previews.load()]);
};
