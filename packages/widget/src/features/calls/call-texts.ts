import type { Trouble } from '@chat/client';

/** Texts of calls: they come with the first. */
export interface CallTexts {
  audio: string;
  video: string;
  incoming: Record<'audio' | 'video', string>;
  calling: string;
  accept: string;
  reject: string;
  cancel: string;
  hangup: string;
  elsewhere: string;
  connecting: string;
  reconnecting: string;
  away: string;
  microphone: string;
  camera: string;
  screen: string;
  window: string;
  record: string;
  recording: string;
  recordedBy: string;
  saving: string;
  fileName: string;
  muted: string;
  quality: Record<'good' | 'fair' | 'poor', string>;
  /** What a line says, by outcome: to who called, and to who was called. */
  missed: [string, string];
  rejected: string;
  busy: [string, string];
  cancelled: [string, string];
  lost: string;
  ongoing: string;
  ringing: string;
  denied: string;
  missing: string;
  unusable: string;
  unplugged: Record<'microphone' | 'camera', string>;
  /** What took its place. */
  replaced: string;
  reconnect: string;
  /** Why there is no connection. */
  trouble: Record<Trouble, string>;
  devices: string;
  speaker: string;
  /** A device that is not chosen here. */
  standard: string;
}
