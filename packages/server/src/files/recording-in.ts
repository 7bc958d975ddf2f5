import type { Message } from '@chat/protocol';

/** The recording that a message without a text is: a voice note, or a recorded call. */
export interface MessageRecording {
  kind: 'voice' | 'audio' | 'video';
  durationMs?: number;
}

/** Returns the recording that a message is; null if it has a text, other files or none. */
export const recordingIn = ({ text, attachments }: Message): MessageRecording | null => {
  const [file] = attachments;
  const kind = file?.callKind ?? (file?.waveform && 'voice');
  if (text || attachments.length !== 1 || !file || !kind) return null;
  const { durationMs } = file;
  return { kind, ...(durationMs === undefined ? {} : { durationMs }) };
};
