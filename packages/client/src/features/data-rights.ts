import { reachableUrl } from '../files/served-url.ts';
import type { Call, Erasure, ExportFormat, ExportLanguage } from '@chat/protocol';
import type { RoomContext } from '../room/room-context.ts';
import type { UploadTarget } from '../files/upload-file.ts';

/** The data that the server stores about me. */
export interface PersonalData {
  /** Resolves to an address of all my data as JSON, valid for five minutes. */
  export(): Promise<string>;
  /**
   * Erases me and everything that I sent, for good. The server closes the connection, and the client deletes
   * what this device stores. The server completes the erasure in the background.
   */
  erase(): Promise<Erasure>;
  /**
   * Signs this device out: deletes the guest's token, unsent messages and the device's id, and closes the
   * client. A guest cannot come back as the same guest. Nothing is deleted on the server.
   */
  forgetDevice(): Promise<void>;
}

/** Format of a transcript. */
export interface ExportOptions {
  /** Default `json`. */
  format?: ExportFormat;
  /** Language of headings and dates. Default `en`. */
  language?: ExportLanguage;
  /** Only the messages that were sent while it was recorded, with their offsets. */
  recordingId?: string;
  /** `vtt` of a recording: what was said, in this language or in none, in place of the messages. */
  captions?: string;
}

interface Deps {
  call: Call;
  uploads: UploadTarget;
  /** Resolves to my id when it is known. */
  userId: () => Promise<string>;
  forget: () => Promise<void>;
}

export const personalData = ({ call, uploads, userId, forget }: Deps): PersonalData => ({
  export: async () => {
    const { url } = await call('user:export', { userId: await userId() });
    return reachableUrl(url, uploads.base());
  },
  erase: async () => call('user:erase', { userId: await userId() }),
  forgetDevice: forget,
});

/** Resolves to an address of a room's transcript, valid for five minutes. */
export const exportRoom =
  ({ call, roomId }: Pick<RoomContext, 'call' | 'roomId'>, uploads: UploadTarget) =>
  async (options: ExportOptions = {}): Promise<string> => {
    const { url } = await call('room:export', { roomId, ...options });
    return reachableUrl(url, uploads.base());
  };
